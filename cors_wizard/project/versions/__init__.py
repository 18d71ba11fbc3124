"""Reads which versions of Python, Flask, Werkzeug and flask-cors a folder names or holds."""

from cors_wizard.project.versions.collect import Versions, is_wanted, read_versions

__all__ = ["Versions", "is_wanted", "read_versions"]
