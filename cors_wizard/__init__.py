"""From a browser's CORS error to a Flask fix that was seen to work; imports nothing, so it costs nothing."""

__version__ = "0.1.0"
