"""Reads what the code does about CORS with flask-cors."""
