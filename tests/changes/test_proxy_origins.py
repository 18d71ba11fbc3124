"""A proxy that chooses by the Origin whom it lets in: the page is named there, and the others stay."""

from __future__ import annotations

import pytest

from cors_wizard.changes import ChangeSet
from cors_wizard.diagnosis.planning import plan_for
from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_PAGE = "http://localhost:5175"
_APP = (
    "from flask import Flask\n\napp = Flask(__name__)\n\n\n"
    '@app.get("/api/loans")\ndef loans():\n    return []\n'
)
_SERVER = (
    "server {{\n    listen 80;\n    location /api/ {{\n{}        proxy_pass http://flask;\n    }}\n"
    "    location / {{\n        proxy_pass http://flask;\n    }}\n}}\n"
)
_ALLOW = "        add_header Access-Control-Allow-Origin $cors_origin always;\n"
_USERS = "        add_header Access-Control-Allow-Credentials $cors_users always;\n"


def _plan(knowledge: Knowledge, text: str, **more: FactValue) -> ChangeSet:
    known: dict[str, FactValue] = {
        "url": "http://localhost/api/loans",
        "origin": _PAGE,
        "method": "GET",
        "symptom": "header-missing",
        **more,
    }
    facts = Facts.of(Fact(key, value, "answered") for key, value in known.items())
    files = {"app.py": TextFile("app.py", _APP), "nginx.conf": TextFile("nginx.conf", text)}
    return plan_for((knowledge.fixes["set-up-cors"],), facts, files)


def _added(made: ChangeSet) -> list[str]:
    assert [each.path for each in made.changes] == ["nginx.conf"], made.problem
    lines = made.changes[0].diff.split("\n")
    assert not any(line.startswith("-") and not line.startswith("---") for line in lines)
    return [line[1:] for line in lines if line.startswith("+") and not line.startswith("+++")]


_OTHERS = [
    pytest.param(
        'map $http_origin $cors_origin {\n    default                  "";\n'
        '    "https://shop.example"   $http_origin;\n    "http://localhost:3000"  $http_origin; # Ann\n}\n',
        ['    "http://localhost:5175"  $http_origin;'],
        id="map",
    ),
    pytest.param(
        "map $http_origin $cors_origin {\n  default '';\n  https://shop.example https://shop.example;\n}\n",
        ["  http://localhost:5175 http://localhost:5175;"],
        id="no-quotes",
    ),
    pytest.param(
        'map $http_origin $cors_origin {\n    "~^https://[a-z]+\\.shop\\.example$" $http_origin;\n}\n',
        ['    "http://localhost:5175" $http_origin;'],
        id="pattern",
    ),
    pytest.param(
        'map $http_origin $cors_origin {\n    default "https://shop.example";\n'
        '    "https://b.example" $http_origin;\n    "http://localhost:5175" "";\n}\n',
        None,
        id="named-but-not-let-in",
    ),
    pytest.param(
        "map $http_origin $is_ours {\n    default 0;\n    https://shop.example 1;\n}\n"
        'map $is_ours $cors_origin {\n    default "";\n    1 $http_origin;\n}\n',
        ["    http://localhost:5175 1;"],
        id="two-steps",
    ),
]


@pytest.mark.parametrize(("table", "expected"), _OTHERS)
def test_a_row_for_the_page(knowledge: Knowledge, table: str, expected: list[str] | None) -> None:
    """In the map of origins; Flask gets no setup of its own, and no other path is opened."""
    made = _plan(knowledge, table + _SERVER.format(_ALLOW))
    if expected is None:
        assert made.changes[0].after == table.replace('5175" "";', '5175" $http_origin;') + _SERVER.format(
            _ALLOW
        )
    else:
        assert _added(made) == expected


_USERS_TABLE = (
    "map $http_origin $cors_origin {\n    https://shop.example $http_origin;\n}\n"
    'map $http_origin $cors_users {\n    https://shop.example "true";\n}\n'
)


def test_several_maps(knowledge: Knowledge) -> None:
    """A map of credentials gets the page where it sends some, and only there."""
    text = _USERS_TABLE + _SERVER.format(_ALLOW + _USERS)
    row = "    http://localhost:5175 $http_origin;"
    assert _added(_plan(knowledge, text)) == [row]
    assert _added(_plan(knowledge, text, credentials="include")) == [row, '    http://localhost:5175 "true";']


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        pytest.param(
            '        set $cors_origin "";\n'
            '        if ($http_origin ~* "^https://(a|b)\\.shop\\.example$") {\n'
            f"            set $cors_origin $http_origin;\n        }}\n{_ALLOW}",
            [
                f'        if ($http_origin = "{_PAGE}") {{',
                "            set $cors_origin $http_origin;",
                "        }",
            ],
            id="set",
        ),
        pytest.param(
            '        if ($http_origin = "https://shop.example") {\n'
            '            add_header Access-Control-Allow-Origin "https://shop.example" always;\n        }\n',
            [
                f'        if ($http_origin = "{_PAGE}") {{',
                f'            add_header Access-Control-Allow-Origin "{_PAGE}" always;',
                "        }",
            ],
            id="header-in-if",
        ),
    ],
)
def test_one_more_if(knowledge: Knowledge, choice: str, expected: list[str]) -> None:
    """The same block once more, for the page's origin."""
    made = _plan(knowledge, _SERVER.format(choice))
    assert len(_added(made)) == len(expected)
    assert "\n".join(["        }", *expected, ""]) in made.changes[0].after


@pytest.mark.parametrize(
    "table",
    [
        pytest.param("", id="made-elsewhere"),
        pytest.param("map $http_origin $cors_origin {\n    include origins.map;\n}\n", id="included"),
        pytest.param(
            'map "$scheme:$http_origin" $cors_origin {\n    "https:https://shop.example" $http_origin;\n}\n',
            id="of-two-things",
        ),
        pytest.param(
            f'map $http_origin $cors_origin {{\n    "{_PAGE}" $http_origin;\n}}\n', id="let-in-already"
        ),
    ],
)
def test_what_cannot_be_read_stays(knowledge: Knowledge, table: str) -> None:
    """No diff that locks out those whom nginx lets in; the place to look at is named."""
    made = _plan(knowledge, table + _SERVER.format(_ALLOW))
    assert made.changes == ()
    assert made.problem == "The code does not show where to change whom nginx lets in."
    assert any("nginx.conf:" in each.text and _PAGE in each.text for each in made.by_hand)


def test_other_locations_are_told(knowledge: Knowledge) -> None:
    """Where the same map decides for another path, too."""
    table = "map $http_origin $cors_origin {\n    https://shop.example $http_origin;\n}\n"
    other = f"server {{\n    location /files/ {{\n{_ALLOW}        root /srv;\n    }}\n}}\n"
    made = _plan(knowledge, table + _SERVER.format(_ALLOW) + other)
    assert [each.text for each in made.by_hand if "/files/" in each.text] == [
        f"The same choice holds for /files/: {_PAGE} can read that now, too."
    ]
