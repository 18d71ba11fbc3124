"""Finds the values of expressions across the files of a project. Nothing is executed."""
