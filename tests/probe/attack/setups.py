"""CORS setups as the internet advises them: unsafe ones with who gets in, and safe ones (`setups.toml`)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from flask import Flask

SHOP = "https://shop.example.com"
_HEAD = """\
import fnmatch
import os
import re
from urllib.parse import urlparse

from flask import Flask, jsonify, make_response, request
from flask_cors import CORS, cross_origin

app = Flask(__name__)
"""
_ROUTES = """

@app.route("/api/data")
def data():
    return jsonify(value=1)
"""


@dataclass(frozen=True)
class CorsCode:
    """A Flask app's CORS setup as code, and what is expected of an attack on it."""

    id: str
    code: str
    page: str = SHOP
    cautions: tuple[str, ...] = ()
    """Those that the responses give reason for."""
    stranger: str = ""
    """One that gets in and should not."""
    in_code: tuple[str, ...] | None = None
    """The cautions that the code alone gives reason for; the same unless it says otherwise."""
    credentials: str = "include"
    has_line: bool = True
    """Whether the line that lets the stranger in can be named."""
    line: str = ""
    """What stands in that line; empty where any will do."""

    @property
    def source(self) -> str:
        """The whole app."""
        return f"{_HEAD}\n{self.code}\n{_ROUTES}"


def _read(kind: str) -> tuple[CorsCode, ...]:
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text())
    return tuple(CorsCode(**{key: _frozen(value) for key, value in each.items()}) for each in table[kind])


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def served(code: CorsCode) -> Flask:
    """The app that the code makes."""
    names: dict[str, Any] = {"__name__": "shop"}
    exec(compile(code.source, "app.py", "exec"), names)
    return cast(Flask, names["app"])


UNSAFE = _read("unsafe")
"""Each is asked for by `page`, with cookies unless it says otherwise."""
SAFE = _read("safe")
"""Nobody but the page gets in, and whoever owns its site."""
PUBLIC = _read("public")
"""Anybody may read, without cookies: said, and no alarm."""
