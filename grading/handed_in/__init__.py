"""What students handed in: who, which attempt, and when."""
