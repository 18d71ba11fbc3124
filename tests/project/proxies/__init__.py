"""Reading proxy settings."""
