"""The wizard's window, driven as a user drives it."""
