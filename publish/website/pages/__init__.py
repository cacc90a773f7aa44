"""What a reader sees on a page."""
