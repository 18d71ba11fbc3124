"""The declarations of facts, by what they are about."""
