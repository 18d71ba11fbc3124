"""Edits texts by exact spans, in the style of the file."""
