"""Reads which routes an app has, who owns them, and what their views take from the request."""
