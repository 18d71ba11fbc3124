"""Drivers for real browsers, and the server whose pages they open; standard library only."""
