"""Tests of the models, the loader and the checks of knowledge files."""
