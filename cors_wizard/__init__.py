"""From a browser's CORS error to a Flask fix that was seen to work. Imports nothing of ours, so it costs nothing."""

__version__ = "0.1.0"
