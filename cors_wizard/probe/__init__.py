"""Probes: requests to the user's API, and what is read from the answers. Import the part that is due."""
