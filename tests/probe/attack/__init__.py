"""Tests of the attack."""
