"""An element that a policy forbids to embed is loaded with CORS, in the page's own markup or script."""

from __future__ import annotations

import pytest

from cors_wizard.changes.plan import plan
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_KNOWN = Facts.of(
    [
        Fact("url", "http://localhost:5000/img/logo.svg", "pasted"),
        Fact("origin", "http://localhost:3000", "answered"),
        Fact("method", "GET", "answered"),
        Fact("credentials", "same-origin", "answered"),
    ]
)


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        pytest.param(
            "page.js",
            "  logo.src = 'http://localhost:5000/img/logo.svg';\n",
            "  logo.crossOrigin = 'anonymous';\n  logo.src = 'http://localhost:5000/img/logo.svg';\n",
            id="script",
        ),
        pytest.param(
            "page.ts",
            "this.image.src = `${API}/img/logo.svg`\n",
            'this.image.crossOrigin = "anonymous"\nthis.image.src = `${API}/img/logo.svg`\n',
            id="template",
        ),
        pytest.param(
            "index.html",
            '<img alt="" src="http://localhost:5000/img/logo.svg"><img src="/img/logo.svgz">\n',
            '<img alt="" src="http://localhost:5000/img/logo.svg" crossorigin><img src="/img/logo.svgz">\n',
            id="markup",
        ),
        pytest.param(
            "Logo.jsx",
            'export const Logo = () => <img src={`${API}/img/logo.svg`} alt="" />;\n',
            'export const Logo = () => <img src={`${API}/img/logo.svg`} alt="" crossOrigin="anonymous" />;\n',
            id="component",
        ),
        pytest.param("index.html", '<img crossorigin src="/img/logo.svg">\n', "", id="has-it"),
        pytest.param("index.html", '<img src="/img/other.svg">\n', "", id="another"),
    ],
)
def test_the_element_asks_with_cors(knowledge: Knowledge, path: str, before: str, after: str) -> None:
    """One attribute, or one line above the address; other elements stay."""
    files = {path: TextFile(path, before)}
    made = plan((knowledge.fixes["load-with-cors"],), _KNOWN, files)
    assert {each.path: each.after for each in made.changes} == ({path: after} if after else {}), made.problem
