"""What comes back: grades for the platform, feedback, and answers to read."""
