"""Code of another framework than Flask in a paste: its CORS setup is another one."""

from __future__ import annotations

import re

from cors_wizard.console.clipboards.copied import Copied, copied
from cors_wizard.console.raised import without_frames
from cors_wizard.facts.found import TextFile
from cors_wizard.flask_code.framework import read_framework

_READ = 100_000
_OTHERS = (
    (re.compile(r"require\([\"']express[\"']\)|\bfrom\s{1,5}[\"']express[\"']"), "express"),
    (re.compile(r"\bcorsheaders\.middleware\b|[\"']corsheaders[\"']"), "django"),
    (
        re.compile(
            r"@(?:RestController|CrossOrigin|SpringBootApplication|EnableWebSecurity)\b|\bWebMvcConfigurer\b"
            r"|\.(?:AddCors|UseCors)\(|\[EnableCors|\bRack::Cors\b|\brack-cors\b"
            r"|\bcors\.(?:New|Default)\(|\bgin\.Default\(|@fastify/cors|\bNestFactory\.create\b"
            r"|[\"']supports_credentials[\"']\s?=>|(?:require\(|\bfrom\s{1,5})[\"']firebase-functions[\"'/]"
        ),
        "other",
    ),
)
"""Marks of Node, Django, Spring, ASP.NET, Rails, Go, Laravel and Firebase's functions."""
_UVICORN = re.compile(r"\bINFO: {4,7}\S{1,60}:[0-9]{1,5} - \"[A-Z]{3,7} \S{1,2000} HTTP/")
_FLASK = re.compile(r"flask|connexion|mlflow|werkzeug", re.IGNORECASE)
"""Uvicorn runs FastAPI and Starlette, and Flask only where it is wrapped: then the text speaks of it."""


def read_framework_lines(text: str) -> Copied | None:
    """The framework, where the paste shows one that isn't Flask."""
    # The source lines of a traceback are where it failed, not code that the user asks about.
    start = without_frames(text[:_READ])
    found = read_framework((TextFile("pasted.py", start),)).facts
    name = next((str(fact.value) for fact in found if fact.name == "framework"), "")
    name = name or next((other for pattern, other in _OTHERS if pattern.search(start)), "")
    if not name and _UVICORN.search(start) and not _FLASK.search(start):
        return copied("a log of Uvicorn", [("framework", "starlette"), ("log_says", "async-framework")])
    return copied("code of another framework", [("framework", name)]) if name not in ("", "flask") else None
