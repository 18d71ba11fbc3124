"""Small apps that show what Flask and flask-cors really do under which versions, by rows of the evidence.

Myths and behaviors of the knowledge files name them as `claim:ID`.
"""

from __future__ import annotations

from tests.knowledge.claims.blueprints import BLUEPRINTS
from tests.knowledge.claims.claim import Claim
from tests.knowledge.claims.cookies import COOKIES
from tests.knowledge.claims.decorators import DECORATORS
from tests.knowledge.claims.errors import ERRORS
from tests.knowledge.claims.extensions import EXTENSIONS
from tests.knowledge.claims.options import OPTIONS
from tests.knowledge.claims.origins import ORIGINS
from tests.knowledge.claims.paths import PATHS
from tests.knowledge.claims.settings import SETTINGS

__all__ = ["CLAIMS", "Claim"]

CLAIMS: tuple[Claim, ...] = (
    *OPTIONS,
    *ORIGINS,
    *SETTINGS,
    *BLUEPRINTS,
    *PATHS,
    *DECORATORS,
    *ERRORS,
    *COOKIES,
    *EXTENSIONS,
)
