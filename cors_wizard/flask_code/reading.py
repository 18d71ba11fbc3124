"""What the readers of facts look at, put together once."""

from __future__ import annotations

from collections.abc import Sequence

from cors_wizard.flask_code.configuration.flask_config import FlaskConfig
from cors_wizard.flask_code.evaluation.evaluate import Evaluator
from cors_wizard.flask_code.findings import CorsSetup, Environment
from cors_wizard.flask_code.flask_cors.cors_setups import Setup, Surroundings
from cors_wizard.flask_code.header_code.own_headers import OwnHeader
from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.source_lines import SourceLines
from cors_wizard.frozen import dataclass


@dataclass(frozen=True)
class Reading:
    """All that the readers of facts look at."""

    modules: Sequence[Module]
    """The files that belong to the app."""
    around: Surroundings
    evaluator: Evaluator
    config: FlaskConfig
    environment: Environment
    lines: SourceLines
    found: tuple[Setup, ...]
    """The uses of flask-cors as they are in the code."""
    setups: tuple[CorsSetup, ...]
    """The same, with their options."""
    own: tuple[OwnHeader, ...]
    is_whole: bool
    is_snippet: bool = False
    """Whether it is a paste, in which the app may well be left out."""
