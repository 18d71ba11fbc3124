"""Reads what code works out of the Origin that was sent."""
