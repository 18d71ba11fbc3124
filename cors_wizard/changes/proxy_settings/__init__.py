"""Reads and changes the settings of the proxy in front of Flask."""
