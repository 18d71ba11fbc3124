"""Tests of what reads the page's code."""
