"""Tests of the Fetch standard's room."""
