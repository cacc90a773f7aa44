"""Fair comparisons: contestants, the search for each one's best, and what came out."""
