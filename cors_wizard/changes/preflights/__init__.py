"""Lets preflights pass what asks for a login."""
