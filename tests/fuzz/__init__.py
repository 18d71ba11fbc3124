"""Inputs that nobody would write, against everything that reads: a response or one clear sentence, always."""
