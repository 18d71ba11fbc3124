"""Reads Flask code with `ast`: which app there is, what it does about CORS, and how it is run.

Here is what was found; what reads is imported where it is called, since most texts hold no code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cors_wizard.flask_code.findings import (
        CorsSetup,
        Environment,
        FlaskApp,
        FlaskCode,
        Option,
        Route,
        Setting,
        SettingsFile,
        Span,
        Unresolved,
        Value,
        Variable,
    )

__all__ = [
    "CorsSetup",
    "Environment",
    "FlaskApp",
    "FlaskCode",
    "Option",
    "Route",
    "Setting",
    "SettingsFile",
    "Span",
    "Unresolved",
    "Value",
    "Variable",
]


def __getattr__(name: str) -> object:
    """What was found is made of many classes, loaded where one is named."""
    if name not in __all__:
        raise AttributeError(name)
    from cors_wizard.flask_code import findings

    return getattr(findings, name)
