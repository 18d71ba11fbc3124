"""What browsers, JavaScript libraries and servers print: pasted text to messages and facts, and back.

Imports nothing, so that the templates of the knowledge files are checked without what reads pasted text.
"""
