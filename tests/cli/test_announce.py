"""What a pasted text would have sent to a port of this machine is shown before it is sent."""

from __future__ import annotations

import io
import sys
from threading import Lock

import pytest
from flask import Flask, request

from cors_wizard.cli.main import main
from cors_wizard.cli.plain import PlainWizard
from tests.cli.error_texts import MISSING, PAGE
from tests.probe.serving import flask_server


def _api(lines_before: list[int], said: pytest.CaptureFixture[str]) -> Flask:
    """An API that notes how many lines of a plan were on standard error before its first request."""
    api = Flask("api")
    one_at_a_time = Lock()  # The requests come in parallel, and what was said can be read once.

    @api.before_request
    def note() -> None:
        with one_at_a_time:
            lines_before.append(said.readouterr().err.count("Sending ") if not lines_before else 0)

    @api.get("/orders")
    def orders() -> dict[str, object]:
        return {"args": request.args}

    return api


def _diagnose(text: str, monkeypatch: pytest.MonkeyPatch, *options: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    main(["diagnose", "-", *options])


def test_the_plan_comes_before_the_first_request(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A text that somebody else wrote names the server, its query and headers."""
    before: list[int] = []
    with flask_server(_api(before, capfd)) as api:
        _diagnose(MISSING["chromium"].format(url=f"{api}/orders?page=2", page=PAGE), monkeypatch)
    assert before[0] == 1
    assert len(before) > 5


def test_each_path_method_and_header_is_named(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """And no secret, and every request of the first round is counted."""
    with flask_server(Flask("empty")) as api:
        curl = (
            f"curl '{api}/orders?token=8f14e45fceea167a' -X PUT -H 'Origin: {PAGE}' -H 'X-Tenant: blue' "
            f"-H 'Authorization: Bearer 8f14e45fceea167a5a36dedd4bea2543'"
        )
        _diagnose(curl, monkeypatch)
        said = capfd.readouterr().err
    assert f"to {api}, named in your text:" in said
    assert "/orders?token=***" in said
    assert "x-tenant" in said
    assert "/orders/cors-wizard/no-such-path" in said
    assert "8f14e45" not in said


@pytest.mark.parametrize("options", [["--probe", "never"], ["--url", "http://localhost:1/x"]])
def test_no_plan_where_none_is_due(
    options: list[str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Nothing is sent, or the user named the server."""
    text = MISSING["chromium"].format(url="http://localhost:1/x", page=PAGE)
    _diagnose(text, monkeypatch, *options)
    assert "Sending" not in capfd.readouterr().err


def test_the_plain_wizard_says_it_once_for_a_server() -> None:
    """Verifying sends the same again, without a word."""
    from cors_wizard.cli.arguments import build_parser

    said: list[str] = []
    with flask_server(Flask("empty")) as api:
        text = MISSING["chromium"].format(url=f"{api}/orders", page=PAGE)
        keys = iter(["\n"] * 8 + ["v\n", "q\n"] + ["q\n"] * 5)
        PlainWizard(build_parser().parse_args([]), lambda: next(keys, ""), said.append).run(text)
    assert sum(line.startswith("Sending ") for line in said) == 1
