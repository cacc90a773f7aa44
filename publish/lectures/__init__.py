"""Slides, made from the chapters."""
