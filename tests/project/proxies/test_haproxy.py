"""HAProxy's settings: where requests go, and which headers it writes itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.project.folders import evidence, scan, values

SETTINGS = """\
frontend web
    bind :80  # server no
    http-response set-header Access-Control-Allow-Origin *
backend api
    server api 127.0.0.1:5000 check
"""


@pytest.mark.parametrize("name", ["haproxy.cfg", "deploy/haproxy-prod.cfg.j2"])
def test_tells_what_haproxy_does(tmp_path: Path, name: str) -> None:
    """It is a proxy like any other, and a header of its own is named with its line."""
    found = scan(tmp_path, {name: SETTINGS})
    assert values(found)["proxy"] == "other"
    assert evidence(found, "proxy") == f"{name}:5: server api 127.0.0.1:5000 check"
    assert values(found)["proxy_sets"] == (
        f"{name}:3: http-response set-header Access-Control-Allow-Origin *",
    )
    (note,) = [each for each in found.notes if "HAProxy sets" in each]
    assert note.startswith(f"{name}:3: HAProxy sets Access-Control-Allow-Origin itself: ")


def test_another_cfg_is_not_haproxy(tmp_path: Path) -> None:
    """`setup.cfg` has nothing to say of proxies."""
    assert "proxy" not in values(scan(tmp_path, {"setup.cfg": SETTINGS}))
