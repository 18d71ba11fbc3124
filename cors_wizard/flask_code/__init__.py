"""Reads Flask code with `ast`: which app there is, what it does about CORS, and how it is run.

Here is what was found; what reads is imported where it is called, since most texts hold no code.
"""

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
