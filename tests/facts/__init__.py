"""Facts, and how they are read."""
