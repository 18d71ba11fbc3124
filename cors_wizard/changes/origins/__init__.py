"""Lets an origin in where the allowed ones really come from."""
