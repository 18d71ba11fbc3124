"""The demo, started for real."""
