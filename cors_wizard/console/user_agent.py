"""What a User-Agent header says about the sender."""

from __future__ import annotations

import re

_OTHER_PROGRAMS = re.compile(
    r"\b(?:curl|Wget|PostmanRuntime|insomnia|HTTPie|python-requests|python-httpx|okhttp|kube-probe)/",
    re.IGNORECASE,
)
_ENGINES = (("Firefox/", "firefox"), ("Chrome/", "chromium"), ("AppleWebKit/", "webkit"))
"""Chromium calls itself Safari too, so the order matters."""


def engine_of_agent(user_agent: str) -> str | None:
    """The engine of the browser that calls itself so; every browser of iOS is built on WebKit."""
    return next((engine for word, engine in _ENGINES if word in user_agent), None)


def is_another_program(user_agent: str) -> bool:
    """Whether it is a program that knows no CORS."""
    return bool(_OTHER_PROGRAMS.search(user_agent))
