"""The script for the browser's console prints failing requests, and each line is read as what was sent."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from cors_wizard.console.clipboards.printed_request import read_printed_request
from cors_wizard.facts import FactValue
from cors_wizard.knowledge_base import load_knowledge
from tests.browsers.driver import Browser
from tests.page_code.recorder import Recorder
from tests.probe.serving import flask_server

pytestmark = pytest.mark.browser

_CALLS = """
const json = { 'Content-Type': 'application/json', 'X-Tenant': 'secret' };
const quiet = (call) => call.then(() => 0, () => 0);
const sent = (open, set) => new Promise((done) => {
  const xhr = new XMLHttpRequest();
  open(xhr);
  set(xhr);
  xhr.onerror = () => setTimeout(done);
  xhr.send('a=1');
});
window.outcome = quiet(fetch('{API}/1', { method: 'PUT', headers: json, credentials: 'include', body: '{}' }))
  .then(() => quiet(fetch(new Request('{API}/2', { method: 'POST', body: new FormData() }))))
  .then(() => sent((xhr) => xhr.open('delete', '{API}/3'), (xhr) => {
    xhr.withCredentials = true;
    xhr.setRequestHeader('Authorization', 'Bearer secret');
  }))
  .then(() => sent((xhr) => xhr.open('POST', '{API}/4'), (xhr) =>
    xhr.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded')))
  .then(() => ({ readable: false, status: 0, error: '' }));
"""


def test_each_failing_request_is_printed_and_read(chromium: Browser) -> None:
    """Method, names without values, credentials, mode, URL and page; a plain form's type isn't named."""
    script = load_knowledge().nodes["page-request"].script
    api = Flask("without_cors")
    with Recorder() as pages, flask_server(api) as url:
        calls = _CALLS.replace("{API}", url)
        page = pages.serve(f"<!doctype html><script>{script}</script><script>{calls}</script>")
        console = chromium.run(page).console
    lines = [line for line in console if "cors-wizard request" in line]
    assert "secret" not in json.dumps(lines)
    assert [_read(line, url) for line in lines] == [
        ("/1", "PUT", ("content-type", "x-tenant"), "include", "cors", page.rstrip("/")),
        ("/2", "POST", (), "same-origin", "cors", page.rstrip("/")),
        ("/3", "DELETE", ("Authorization",), "include", "cors", page.rstrip("/")),
        ("/4", "POST", (), "same-origin", "cors", page.rstrip("/")),
    ]


def _read(line: str, api: str) -> tuple[FactValue, ...]:
    found = read_printed_request(line)
    facts = {fact.name: fact.value for fact in found.facts} if found else {}
    names = ("method", "request_headers", "credentials", "request_mode", "origin")
    return str(facts["url"]).removeprefix(api), *(facts[name] for name in names)
