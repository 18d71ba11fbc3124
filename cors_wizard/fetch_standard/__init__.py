"""The CORS protocol of the Fetch standard as pure functions: exchange in, verdict out, every violation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cors_wizard.fetch_standard.origin import is_same_origin, serialize_origin

if TYPE_CHECKING:
    from cors_wizard.fetch_standard.cookies import CookieReason, CookieVerdict, judge_cookie
    from cors_wizard.fetch_standard.cors_fetch import judge
    from cors_wizard.fetch_standard.engine_differences import Engine
    from cors_wizard.fetch_standard.engines import judge_in
    from cors_wizard.fetch_standard.hops import unfollowed_redirect
    from cors_wizard.fetch_standard.preflight import preflight_header_names, preflight_reasons
    from cors_wizard.fetch_standard.preflight_cache import remembered_seconds
    from cors_wizard.fetch_standard.verdict import Caution, CautionId, Stage, Verdict, Violation

__all__ = [
    "Caution",
    "CautionId",
    "CookieReason",
    "CookieVerdict",
    "Engine",
    "Stage",
    "Verdict",
    "Violation",
    "is_same_origin",
    "judge",
    "judge_cookie",
    "judge_in",
    "preflight_header_names",
    "preflight_reasons",
    "remembered_seconds",
    "serialize_origin",
    "unfollowed_redirect",
]


def __getattr__(name: str) -> object:
    """What judges is loaded on first use: a page of knowledge needs no verdict."""
    if name not in __all__:
        raise AttributeError(name)
    from cors_wizard.fetch_standard import (
        cookies,
        cors_fetch,
        engine_differences,
        engines,
        hops,
        preflight,
        preflight_cache,
        verdict,
    )

    homes = (cookies, cors_fetch, engine_differences, engines, hops, preflight, preflight_cache, verdict)
    return next(vars(home)[name] for home in homes if name in vars(home))
