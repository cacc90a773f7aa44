"""The pages as PDF, printed by Chromium."""
