"""Settings that the code reads from a YAML file are changed there; comments, quotes and all else stay."""

from __future__ import annotations

import pytest

from cors_wizard.changes.plan import plan
from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.facts.found import TextFile
from cors_wizard.flask_code.configuration.plain_yaml import UNKNOWN, read_yaml
from cors_wizard.knowledge_base import Knowledge

_GIVEN: dict[str, FactValue] = {
    "url": "http://localhost:5000/api/items",
    "origin": "http://localhost:3000",
    "method": "GET",
    "symptom": "missing-allow-origin",
}
_APP = (
    "import yaml\nfrom flask import Flask\nfrom flask_cors import CORS\n\n"
    'with open("config.yaml") as file:\n    cfg = yaml.safe_load(file)\n\n'
    "app = Flask(__name__)\nCORS(app, {})\n\n\n@app.get('/api/items')\ndef items():\n    return {{}}\n"
)
_ORIGINS = 'origins=cfg["cors"]["origins"]'


def _changed(knowledge: Knowledge, options: str, text: str, **facts: FactValue) -> dict[str, str]:
    """What the files hold after the fix."""
    given = Facts.of([Fact(name, value, "answered") for name, value in {**_GIVEN, **facts}.items()])
    texts = {"app.py": _APP.format(options), "config.yaml": text}
    files = {path: TextFile(path, text) for path, text in texts.items()}
    made = plan((knowledge.fixes["set-up-cors"],), given, files)
    return {change.path: change.after for change in made.changes}


@pytest.mark.parametrize(
    ("options", "before", "after"),
    [
        pytest.param(
            _ORIGINS,
            "cors:\n  origins:  # who may read\n    - https://a.example  # live\nport: 5000\n",
            "cors:\n  origins:  # who may read\n    - https://a.example  # live\n"
            "    - http://localhost:3000\nport: 5000\n",
            id="block-list",
        ),
        pytest.param(
            _ORIGINS,
            "cors:\n  origins:\n  - 'https://a.example'\n",
            "cors:\n  origins:\n  - 'https://a.example'\n  - 'http://localhost:3000'\n",
            id="quotes-and-no-indent",
        ),
        pytest.param(
            _ORIGINS,
            'cors:\n  origins: ["https://a.example", "http://localhost:3000/"]  # all\n',
            'cors:\n  origins: ["https://a.example", "http://localhost:3000"]  # all\n',
            id="flow-list-corrected",
        ),
        pytest.param(
            _ORIGINS,
            "cors: {origins: [https://a.example], max_age: 60}\n",
            "cors: {origins: [https://a.example, http://localhost:3000], max_age: 60}\n",
            id="flow-table",
        ),
        pytest.param(
            _ORIGINS,
            "cors:\n  origins: https://a.example\n",
            "cors:\n  origins: [https://a.example, http://localhost:3000]\n",
            id="one-text",
        ),
        pytest.param(
            'origins=cfg.get("cors", {{}}).get("origins", [])'.replace("{{}}", "{}"),
            "other:\n  origins: [x]\ncors:\n  origins: &all\n    - https://a.example\n",
            "other:\n  origins: [x]\ncors:\n  origins: &all\n    - https://a.example\n"
            "    - http://localhost:3000\n",
            id="get-and-anchor",
        ),
        pytest.param(
            'origins=cfg[os.environ["APP_ENV"]]["origins"]',
            "production:\n  origins: [https://a.example]\ndevelopment:\n  origins: [http://localhost:8080]\n",
            "production:\n  origins: [https://a.example]\n"
            "development:\n  origins: [http://localhost:8080, http://localhost:3000]\n",
            id="environments",
        ),
    ],
)
def test_the_origin_is_allowed_in_the_file(
    knowledge: Knowledge, options: str, before: str, after: str
) -> None:
    """And the code still reads it there."""
    assert _changed(knowledge, options, before) == {"config.yaml": after}


def test_every_setting_of_the_file_is_changed_in_one_diff(knowledge: Knowledge) -> None:
    """Origins, headers, methods and credentials."""
    options = ", ".join(
        f'{name}=cfg["cors"]["{name}"]'
        for name in ("origins", "allow_headers", "methods", "supports_credentials")
    )
    text = (
        "cors:\n  origins:\n    - localhost:3000\n  allow_headers: [Content-Type]\n"
        "  methods:\n    - GET\n  supports_credentials: no  # yet\n"
    )
    changed = _changed(
        knowledge,
        options,
        text,
        method="PUT",
        credentials="include",
        request_headers=("Authorization: Bearer x", "Content-Type: application/json"),
    )
    assert changed == {
        "config.yaml": "cors:\n  origins:\n    - http://localhost:3000\n"
        "  allow_headers: [Content-Type, Authorization]\n"
        "  methods:\n    - GET\n    - PUT\n  supports_credentials: true  # yet\n"
    }


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (
            "a: 1\nb: [x, 'y', 2.5]\nc:\n- p: yes\n  q: ~\n",
            {"a": 1, "b": ["x", "y", 2.5], "c": [{"p": True, "q": None}]},
        ),
        ("a: &x [1]\nb: *x\n", {"a": [1], "b": UNKNOWN}),
        ("a: |\n  text: of\n  lines\nb: http://x:80/#c # d\n", {"a": UNKNOWN, "b": "http://x:80/#c"}),
        ("# only\n---\na:\n  /api/*:\n    b: {c: d}\n", {"a": {"/api/*": {"b": {"c": "d"}}}}),
        ("a: [1,\n  2, # two\n  3]\nb: !env X\n", {"a": [1, 2, 3], "b": UNKNOWN}),
    ],
)
def test_plain_yaml_is_read(text: str, value: object) -> None:
    """What is more than that is unknown."""
    found = read_yaml(text)
    assert found is not None
    assert found.plain == value


@pytest.mark.parametrize("text", ["", "- a\n", "a: 1\n---\nb: 2\n", "a: [1\n", "\ta: 1\n"])
def test_other_files_are_not_read(text: str) -> None:
    """No table, several documents, or no YAML."""
    assert read_yaml(text) is None
