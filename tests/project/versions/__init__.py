"""Reading versions."""
