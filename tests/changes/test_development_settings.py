"""Talisman's redirect is turned off for development; what production does stays as it is."""

from __future__ import annotations

import pytest

from cors_wizard.changes import ChangeSet
from cors_wizard.changes.plan import plan
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_APP = (
    "from flask import Flask\nfrom flask_cors import CORS\nfrom flask_talisman import Talisman\n\n"
    "from config import DevConfig\n\napp = Flask(__name__)\napp.config.from_object(DevConfig)\n"
    "Talisman(app, force_https={})\nCORS(app, origins=['http://localhost:3000'])\n"
)


def _made(knowledge: Knowledge, given: str, config: str, origin: str = "http://localhost:3000") -> ChangeSet:
    known = {"origin": origin, "url": "http://localhost:5000/api/items"}
    facts = Facts.of([Fact(name, value, "answered") for name, value in known.items()])
    files = {"app.py": TextFile("app.py", _APP.format(given)), "config.py": TextFile("config.py", config)}
    return plan((knowledge.fixes["keep-talisman-from-redirecting"],), facts, files)


_BASE = "class Config:\n    FORCE_HTTPS = True\n\n\n"


@pytest.mark.parametrize(
    "given", ["app.config['FORCE_HTTPS']", 'app.config.get("FORCE_HTTPS", True)', "DevConfig.FORCE_HTTPS"]
)
@pytest.mark.parametrize(
    ("config", "after"),
    [
        (
            _BASE + "class DevConfig(Config):\n    DEBUG = True\n",
            _BASE + "class DevConfig(Config):\n    DEBUG = True\n    FORCE_HTTPS = False\n",
        ),
        (
            _BASE + "class DevConfig(Config):\n    pass\n",
            _BASE + "class DevConfig(Config):\n    FORCE_HTTPS = False\n",
        ),
        ("class DevConfig:\n    FORCE_HTTPS = True\n", "class DevConfig:\n    FORCE_HTTPS = False\n"),
    ],
    ids=["inherits", "empty", "own"],
)
def test_the_class_for_development(knowledge: Knowledge, given: str, config: str, after: str) -> None:
    """It alone gets another value."""
    assert {each.path: each.after for each in _made(knowledge, given, config).changes} == {"config.py": after}


@pytest.mark.parametrize(
    ("given", "config"),
    [
        pytest.param("app.config['FORCE_HTTPS']", _BASE.rstrip("\n") + "\n", id="one-class-for-all"),
        pytest.param("not app.debug", _BASE, id="worked-out"),
        pytest.param("os.getenv('HTTPS', '1') == '1'", _BASE, id="environment"),
    ],
)
def test_what_production_uses_too(knowledge: Knowledge, given: str, config: str) -> None:
    """Nothing is changed; what to turn off is said."""
    made = _made(knowledge, given, config)
    assert not made.changes
    assert any("on this machine, and nowhere else" in each.text for each in made.by_hand)


def test_a_deployed_page(knowledge: Knowledge) -> None:
    """Where the page isn't on this machine, the class for development has no part in it."""
    config = _BASE + "class DevConfig(Config):\n    DEBUG = True\n"
    assert not _made(knowledge, "app.config['FORCE_HTTPS']", config, "https://shop.example").changes


_LISTED = "class Config:\n    PAGES = ['https://shop.example']\n\n\n"
_PRODUCTION = "class Production(Config):\n    PORT = 80\n"


@pytest.mark.parametrize(
    ("config", "after"),
    [
        pytest.param(
            _LISTED + "class DevConfig(Config):\n    DEBUG = True\n\n\n" + _PRODUCTION,
            _LISTED + "class DevConfig(Config):\n    DEBUG = True\n"
            "    PAGES = [*Config.PAGES, 'http://localhost:3000']\n\n\n" + _PRODUCTION,
            id="inherits",
        ),
        pytest.param(
            _LISTED + "class Both(Config):\n    A = 1\n\n\nclass DevConfig(Both):\n    pass\n",
            _LISTED + "class Both(Config):\n    A = 1\n\n\nclass DevConfig(Both):\n"
            "    PAGES = [*Both.PAGES, 'http://localhost:3000']\n",
            id="of-two",
        ),
        pytest.param(
            "class DevConfig:\n    PAGES = ['https://shop.example']\n",
            "class DevConfig:\n    PAGES = ['https://shop.example', 'http://localhost:3000']\n",
            id="own",
        ),
        pytest.param(
            "class Config:\n    PAGES = ['http://localhost:4000']\n\n\nclass DevConfig(Config):\n    A = 1\n",
            "class Config:\n    PAGES = ['http://localhost:4000', 'http://localhost:3000']\n\n\n"
            "class DevConfig(Config):\n    A = 1\n",
            id="all-have-this-machine",
        ),
    ],
)
@pytest.mark.parametrize("socketio", [False, True])
def test_a_page_of_this_machine(knowledge: Knowledge, config: str, after: str, *, socketio: bool) -> None:
    """Production, which inherits the same list, doesn't allow it."""
    app = _APP.format("False").replace("['http://localhost:3000']", "app.config['PAGES']")
    fix, url = "set-up-cors", "http://localhost:5000/api/items"
    if socketio:
        app += (
            "from flask_socketio import SocketIO\nSocketIO(app, cors_allowed_origins=app.config['PAGES'])\n"
        )
        fix, url = "set-socketio-origins", "http://localhost:5000/socket.io/?EIO=4"
    known = {"origin": "http://localhost:3000", "url": url}
    facts = Facts.of([Fact(name, value, "answered") for name, value in known.items()])
    files = {"app.py": TextFile("app.py", app), "config.py": TextFile("config.py", config)}
    made = plan((knowledge.fixes[fix],), facts, files)
    assert {each.path: each.after for each in made.changes} == {"config.py": after}


def test_another_class_is_loaded(knowledge: Knowledge) -> None:
    """What the app loads is changed, not a class that it doesn't."""
    config = _LISTED + "class DevConfig(Config):\n    DEBUG = True\n"
    app = _APP.format("False").replace("['http://localhost:3000']", "app.config['PAGES']")
    app = app.replace("DevConfig", "Config")
    known = {"origin": "http://localhost:3000", "url": "http://localhost:5000/api/items"}
    facts = Facts.of([Fact(name, value, "answered") for name, value in known.items()])
    files = {"app.py": TextFile("app.py", app), "config.py": TextFile("config.py", config)}
    (made,) = plan((knowledge.fixes["set-up-cors"],), facts, files).changes
    assert made.after.startswith(
        "class Config:\n    PAGES = ['https://shop.example', 'http://localhost:3000']"
    )
