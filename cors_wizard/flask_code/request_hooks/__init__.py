"""Reads the functions that run before and after a request, and what they do to preflights."""
