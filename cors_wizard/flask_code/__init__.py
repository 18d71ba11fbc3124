"""Reads Flask code with `ast`: which app there is, what it does about CORS, and how it is run."""

from cors_wizard.flask_code.read_code import Code, is_wanted, read_code

__all__ = ["Code", "is_wanted", "read_code"]
