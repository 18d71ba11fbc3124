"""Text as CI servers take it: GitHub's workflow commands and XML 1.0, secrets masked."""

from __future__ import annotations

from cors_wizard.masking import mask_text


def command_text(text: str) -> str:
    """A message as workflow commands take it."""
    return xml_text(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def command_property(text: str) -> str:
    """A property of a workflow command: its file, its title."""
    return command_text(text).replace(":", "%3A").replace(",", "%2C")


def xml_text(text: str) -> str:
    """Without what XML 1.0 and terminals do not take."""
    return "".join(char if char.isprintable() or char == "\n" else "?" for char in mask_text(text))
