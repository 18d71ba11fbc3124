"""nginx that answers preflights itself, without the headers that Flask would send."""

from __future__ import annotations

import pytest

from cors_wizard.facts.found import TextFile
from cors_wizard.project.proxies import read_proxies


def _answers(text: str) -> list[object]:
    found = read_proxies([TextFile("nginx/site.conf", text)])
    return [fact.value for fact in found.facts if fact.name == "proxy_answers_options"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("if ($request_method = OPTIONS) {\n  return 204;\n}\n", id="lines"),
        pytest.param("if ($request_method = 'OPTIONS') { return 200; }\n", id="one-line"),
        pytest.param("if ($request_method = OPTIONS) {\n add_header X b;\n return 204;\n}\n", id="another"),
        pytest.param("if ($request_method = OPTIONS) {\n  return 405;\n}\n", id="rejected"),
        pytest.param("if ($request_method !~ ^(GET|POST|PUT)$) {\n  return 444;\n}\n", id="not-listed"),
        pytest.param("if ($request_method != GET) { return 403; }\n", id="get-alone"),
        pytest.param("limit_except GET POST {\n  deny all;\n}\n", id="limit-except"),
    ],
)
def test_answers_itself(text: str) -> None:
    """The browser gets a good status and no header, or an error."""
    assert _answers(text) == ["yes"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("# if ($request_method = OPTIONS) { return 204; }\n", id="comment"),
        pytest.param("if ($request_method !~ ^(GET|OPTIONS)$) {\n  return 405;\n}\n", id="options-listed"),
        pytest.param("if ($request_method != OPTIONS) {\n  return 405;\n}\n", id="the-others"),
        pytest.param("limit_except GET OPTIONS {\n  deny all;\n}\n", id="limit-except-options"),
        pytest.param(
            'if ($request_method = OPTIONS) {\n  add_header Access-Control-Allow-Origin "*";\n'
            "  return 204;\n}\n",
            id="with-the-header",
        ),
        pytest.param("if ($request_method = POST) {\n  return 204;\n}\n", id="another-method"),
        pytest.param("if ($request_method = OPTIONS) {", id="cut-off"),
    ],
)
def test_does_not(text: str) -> None:
    """What sends the header, or is for other methods, is another matter."""
    assert _answers(text) == []
