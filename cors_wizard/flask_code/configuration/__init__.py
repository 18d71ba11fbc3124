"""Reads Flask's configuration and the environment that a process is given."""
