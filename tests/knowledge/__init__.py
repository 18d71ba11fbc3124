"""Tests of the knowledge files: every cause is shown for real."""
