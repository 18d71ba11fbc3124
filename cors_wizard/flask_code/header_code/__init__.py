"""Reads code that writes headers of the CORS protocol itself."""
