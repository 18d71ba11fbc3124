"""Reading Flask code."""
