"""Which hosting platform a folder is made for, as far as its files tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.project.folders import evidence, scan, values


@pytest.mark.parametrize(
    ("name", "content", "platform", "where"),
    [
        pytest.param("Procfile", "web: gunicorn app:app\n", "heroku", "Procfile:1", id="procfile"),
        pytest.param("Procfile", "worker: python x.py\n", None, "", id="no-web-process"),
        pytest.param("app.yaml", "# x\nruntime: python312\n", "app engine", "app.yaml:2", id="app-engine"),
        pytest.param("fly.toml", 'app = "shop"\n', "fly", "fly.toml:1", id="fly"),
        pytest.param("render.yaml", "services:\n", "render", "render.yaml:1", id="render"),
        pytest.param("serverless.yml", "provider:\n", "serverless", "serverless.yml:1", id="serverless"),
        pytest.param(
            "template.yaml", "Type: AWS::Serverless::Api\n", "aws sam", "template.yaml:1", id="aws-sam"
        ),
        pytest.param("template.yaml", "title: letter\n", None, "", id="another-template"),
        pytest.param("zappa_settings.json", "{}\n", "zappa", "zappa_settings.json:1", id="zappa"),
        pytest.param(
            "vercel.json", '{"builds": [{"src": "api.py"}]}\n', "vercel", "vercel.json:1", id="vercel"
        ),
        pytest.param("vercel.json", '{"rewrites": []}\n', None, "", id="vercel-of-the-page"),
        pytest.param("tests/fly.toml", 'app = "shop"\n', None, "", id="in-tests"),
    ],
)
def test_tells_the_platform(
    tmp_path: Path, name: str, content: str, platform: str | None, where: str
) -> None:
    """The file that a platform wants gives it away; without a line about the app nothing is claimed."""
    found = scan(tmp_path, {name: content})
    assert values(found).get("platform") == platform
    assert evidence(found, "platform").startswith(where)


def test_a_file_that_others_read_too_counts_least(tmp_path: Path) -> None:
    """A Procfile beside fly.toml is no second platform."""
    found = scan(tmp_path, {"Procfile": "web: x\n", "fly.toml": "app = 'shop'\n"})
    assert values(found)["platform"] == "fly"


def test_of_several_platforms_none_is_picked(tmp_path: Path) -> None:
    """Only the address tells then."""
    found = scan(tmp_path, {"render.yaml": "services:\n", "fly.toml": "app = 'shop'\n"})
    assert "platform" not in values(found)
    assert found.notes[-1] == "The folder is made for several hosting platforms: fly, render."
