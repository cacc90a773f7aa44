"""What readers take home: a chapter with what it needs, and the whole site."""
