"""Changes the page's own code."""
