"""Tests of quoting, filling and tailoring."""
