"""What other platforms take: an autograder, question banks, a template repository."""
