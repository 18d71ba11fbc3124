"""Tests of the diagnosis: moves, replay, several problems at once."""
