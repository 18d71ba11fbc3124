"""Tests of the walk and of the candidates."""
