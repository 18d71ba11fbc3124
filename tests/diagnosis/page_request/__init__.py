"""The page's own request, read out of message, page code and view."""
