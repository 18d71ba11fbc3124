"""What is handed out: a diagnosis as Markdown, terminal text or JSON, secrets masked, and the file of it.

Imports nothing, so that a page of knowledge is printed without all that a diagnosis needs.
"""
