"""Follows a page's code without running it: values as far as they are settled, every branch taken."""
