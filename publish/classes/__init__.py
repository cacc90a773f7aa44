"""Links and environments for a class."""
