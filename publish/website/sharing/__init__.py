"""What search engines, messengers and old links see."""
