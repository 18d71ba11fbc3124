"""What is secret."""
