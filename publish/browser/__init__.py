"""Notebooks that run in the reader's browser, without a server."""
