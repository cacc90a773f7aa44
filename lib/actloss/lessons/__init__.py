"""What the course's chapters and assignments ask: claims, and the checks of exercises."""
