"""Reads Flask code with `ast`: which app there is, what it does about CORS, and how it is run."""

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
from cors_wizard.flask_code.framework import read_framework
from cors_wizard.flask_code.read_code import Code, is_wanted, read_code
from cors_wizard.flask_code.snippet import read_snippet

__all__ = [
    "Code",
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
    "is_wanted",
    "read_code",
    "read_framework",
    "read_snippet",
]
