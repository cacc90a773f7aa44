"""The website: what a reader sees, what machines and old links see, and how it is built."""
