"""Fills in what the command line left open from the user's settings."""

from __future__ import annotations

import argparse
from pathlib import Path

from cors_wizard.settings import read_settings
from cors_wizard.user_folders import settings_file


def take_settings(arguments: argparse.Namespace) -> None:
    """Read the settings; an option that was given outranks them. Raises FileError where they are broken."""
    settings = read_settings(settings_file())
    arguments.settings = settings
    if settings.probe and not hasattr(arguments, "probe"):
        arguments.probe = settings.probe
    if settings.page and not hasattr(arguments, "page"):
        arguments.page = [Path(settings.page).expanduser()]
