"""Tests of the clipboard readers."""
