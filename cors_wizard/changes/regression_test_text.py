"""The text of the regression test that a fix comes with, in parts that depend on the setup."""

from __future__ import annotations

HEAD = '''\
"""The page's requests to the API, as a browser sends them: allowed for the page, and for nobody else."""

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[{up}]{root}))

{imported}

PAGE = {page!r}
STRANGER = {stranger!r}
PATH = {path!r}
METHOD = {method!r}
HEADERS = {asked!r}
WITH_COOKIES = {credentials!r}


@pytest.fixture
def app():
    app = {made}
    config, views = dict(app.config), dict(app.view_functions)
    # A test run would let exceptions through, which a server turns into a response.
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    yield app
    # Your other tests may use the same app.
    app.config.update(config)
    app.view_functions.update(views)


def allows(response, origin):
    """Whether a browser lets a page of this origin read the response."""
    values = response.headers.getlist("Access-Control-Allow-Origin")
    if WITH_COOKIES:
        return values == [origin] and response.headers.get("Access-Control-Allow-Credentials") == "true"
    return values in ([origin], ["*"])


def is_open(response, origin):
    """Whether it does so without cookies, too: nobody else should read anything."""
    return response.headers.getlist("Access-Control-Allow-Origin") in ([origin], ["*"])
'''
PREFLIGHT = """

def preflight(app, origin):
    headers = {"Origin": origin, "Access-Control-Request-Method": METHOD}
    if HEADERS:
        headers["Access-Control-Request-Headers"] = HEADERS
    return app.test_client().options(PATH, headers=headers)


def names(response, header):
    return {name.strip().lower() for name in response.headers.get(header, "").split(",")}


def test_preflight_passes(app):
    response = preflight(app, PAGE)
    assert 200 <= response.status_code < 300
    assert allows(response, PAGE)
    allowed = names(response, "Access-Control-Allow-Methods") | {"get", "head", "post"}
    assert METHOD.lower() in allowed or ("*" in allowed and not WITH_COOKIES)
    listed = names(response, "Access-Control-Allow-Headers")
    assert not HEADERS or set(HEADERS.split(",")) <= listed or ("*" in listed and not WITH_COOKIES)
"""
PREFLIGHT_OF_A_STRANGER = """

def test_preflight_of_a_stranger_is_refused(app):
    assert not is_open(preflight(app, STRANGER), STRANGER)
"""
STUBBED = '''

def request_with_view(app, view, origin):
    """The request, with a view in place of the route's own: nothing is read or written."""
    endpoint, _ = app.url_map.bind("localhost").match(PATH.partition("?")[0], method=METHOD)
    app.view_functions[endpoint] = view
    return app.test_client().open(PATH, method=METHOD, headers={"Origin": origin})


def works(**_):
    return "ok"


def fails(**_):
    raise RuntimeError("on purpose")


def test_request_passes(app):
    assert allows(request_with_view(app, works, PAGE), PAGE)

'''
STUBBED_STRANGER = """

def test_request_of_a_stranger_is_refused(app):
    assert not is_open(request_with_view(app, works, STRANGER), STRANGER)
"""
STUBBED_ERROR = """

def test_an_error_response_keeps_its_headers(app):
    response = request_with_view(app, fails, PAGE)
    assert response.status_code >= 400
    assert allows(response, PAGE)
"""
PLAIN = """

def test_request_passes(app):
    assert allows(app.test_client().open(PATH, method=METHOD, headers={"Origin": PAGE}), PAGE)
"""
PLAIN_STRANGER = """

def test_request_of_a_stranger_is_refused(app):
    response = app.test_client().open(PATH, method=METHOD, headers={"Origin": STRANGER})
    assert not is_open(response, STRANGER)
"""
