"""Data sets that ship with the library, and toy data that it draws."""
