"""The demo as a user meets it: a broken API, its message, its source to repair, over real HTTP."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from email.message import Message
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from cors_wizard.demo import DEMO_NAMES, Demo, serve, start_demo
from cors_wizard.errors import InputError
from cors_wizard.project import scan_project
from cors_wizard.this_machine import look

pytestmark = pytest.mark.process

ROOT = Path(__file__).resolve().parents[2]


def ask(demo: Demo, method: str, **headers: str) -> tuple[int, Message]:
    """Status and headers of one request as the page would make it."""
    given = {"Origin": demo.origin, **{name.replace("_", "-"): value for name, value in headers.items()}}
    request = urllib.request.Request(demo.url, method=method, headers=given)
    try:
        with urllib.request.urlopen(request) as response:
            return response.status, response.headers
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers


def ask_to_the_end(demo: Demo) -> str:
    """The whole answer; the connection ends only after the server has written its log."""
    address = urlsplit(demo.url)
    with socket.create_connection(("127.0.0.1", address.port or 0)) as connection:
        connection.sendall(f"GET {address.path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        with connection.makefile("rb") as answer:
            return answer.read().decode()


def preflight(demo: Demo) -> tuple[int, Message]:
    """Status and headers of the preflight for a GET with an Authorization header."""
    asked = {"Access_Control_Request_Method": "GET", "Access_Control_Request_Headers": "authorization"}
    return ask(demo, "OPTIONS", **asked)


def change(demo: Demo, old: str, new: str) -> None:
    """Edits the served file, as a user does."""
    source = demo.app_file.read_text(encoding="utf-8")
    assert old in source
    demo.app_file.write_text(source.replace(old, new), encoding="utf-8")


def test_missing_is_broken_as_its_message_says_and_can_be_repaired() -> None:
    """No header before; with two lines in app.py the very next request has it."""
    with start_demo("missing") as demo:
        assert "No 'Access-Control-Allow-Origin' header is present" in demo.text
        status, headers = ask(demo, "GET")
        assert (status, headers["Access-Control-Allow-Origin"]) == (200, None)
        change(demo, "app = Flask(__name__)\n", "app = Flask(__name__)\nCORS(app)\n")
        change(demo, "import Flask\n", "import Flask\nfrom flask_cors import CORS\n")
        assert ask(demo, "GET")[1]["Access-Control-Allow-Origin"] == demo.origin


def test_preflight_is_broken_as_its_message_says_and_can_be_repaired() -> None:
    """The preflight is refused with CORS headers; letting OPTIONS pass the check repairs it."""
    with start_demo("preflight") as demo:
        assert "It does not have HTTP ok status." in demo.text
        status, headers = preflight(demo)
        assert (status, headers["Access-Control-Allow-Origin"]) == (401, demo.origin)
        change(demo, "    if request", '    if request.method != "OPTIONS" and request')
        assert preflight(demo)[0] == 200
        assert ask(demo, "GET")[0] == 401
        assert ask(demo, "GET", Authorization="Bearer demo")[0] == 200


def test_credentials_is_broken_as_its_message_says_and_can_be_repaired() -> None:
    """A wildcard before; with the origin named and credentials allowed it is what a browser takes."""
    with start_demo("credentials") as demo:
        assert "must not be the wildcard '*'" in demo.text
        assert ask(demo, "GET", Cookie="visitor=7")[1]["Access-Control-Allow-Origin"] == "*"
        change(demo, 'origins="*", send_wildcard=True', f'origins="{demo.origin}", supports_credentials=True')
        headers = ask(demo, "GET", Cookie="visitor=7")[1]
        assert headers["Access-Control-Allow-Origin"] == demo.origin
        assert headers["Access-Control-Allow-Credentials"] == "true"


def test_nginx_is_broken_as_its_message_says_and_can_be_repaired() -> None:
    """Two headers before; without nginx's own there is one, as soon as nginx has read its settings again."""
    with start_demo("nginx") as demo:
        assert "multiple values" in demo.text
        assert ask(demo, "GET")[1].get_all("Access-Control-Allow-Origin") == [demo.origin, "*"]
        settings = demo.folder / "nginx.conf"
        text = settings.read_text(encoding="utf-8")
        settings.write_text(text.replace("add_header", "# add_header"), encoding="utf-8")
        seen: list[str] | None = None
        for _ in range(1200):
            seen = ask(demo, "GET")[1].get_all("Access-Control-Allow-Origin")
            if seen == [demo.origin]:
                break
            time.sleep(0.05)
        assert seen == [demo.origin]
    with pytest.raises(urllib.error.URLError):
        ask(demo, "GET")


def test_without_nginx_the_demo_behind_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence, and nothing is left behind."""
    monkeypatch.setattr("cors_wizard.demo.start.shutil.which", lambda *_args, **_more: None)
    with pytest.raises(InputError, match="needs nginx"):
        start_demo("nginx")


@pytest.mark.parametrize("name", DEMO_NAMES)
def test_every_demo_is_ready_to_be_pasted_probed_and_scanned(name: str) -> None:
    """Message, address and folder belong together, and Flask responds, or nginx before it."""
    with start_demo(name) as demo:
        port = urlsplit(demo.url).port
        assert demo.name == name
        assert demo.title.endswith(".")
        assert urlsplit(demo.url).hostname == "127.0.0.1"
        first, second = demo.text.splitlines()
        assert first.startswith(
            f"Access to fetch at '{demo.url}' from origin '{demo.origin}' has been blocked"
        )
        assert second.startswith(f"GET {demo.url} net::ERR_FAILED")
        assert ask(demo, "GET")[1]["Server"].startswith("nginx/" if name == "nginx" else "Werkzeug/")
        facts = {fact.name: fact.value for fact in scan_project(demo.folder).facts}
        assert facts["app_file"] == "app.py"
        assert facts["app_variable"] == "app"
        assert (facts["run_port"] == port) is (name != "nginx")
        assert facts["cors_setup"] == ("none" if name == "missing" else "app")
        assert {"flask_version", "flask_cors_version"} <= facts.keys()


def test_its_server_is_never_called_old() -> None:
    """It loads the app again after an edit, so that a process older than the file says nothing."""
    with start_demo("credentials") as demo:
        change(demo, "send_wildcard=True", "send_wildcard=False")
        state = look(demo.url, demo.folder, ["app.py"])
    assert state.listener is not None
    assert state.listener.started is not None
    assert state.stale_file == ""


def test_a_mistake_while_editing_is_a_server_error_until_it_is_mended() -> None:
    """A typo does not end the demo; the log says what is wrong, as the server's terminal would."""
    with start_demo() as demo:
        change(demo, "app = Flask(__name__)", "app = Flask(__name__")
        assert ask_to_the_end(demo).startswith("HTTP/1.1 500 ")
        assert "SyntaxError" in (demo.folder / "server.log").read_text(encoding="utf-8")
        change(demo, "app = Flask(__name__", "app = Flask(__name__)")
        assert ask(demo, "GET")[0] == 200


def test_a_factory_and_a_second_file_work_as_with_flask_run() -> None:
    """The user may restructure the app; an import from the same folder is found."""
    with start_demo() as demo:
        (demo.folder / "shop.py").write_text(
            "from flask import Flask\ndef make():\n    app = Flask('shop')\n"
            "    @app.get('/api/books')\n    def books():\n        return 'from the factory', 203\n"
            "    return app\n"
        )
        demo.app_file.write_text("from shop import make as create_app\n")
        assert ask(demo, "GET")[0] == 203
        demo.app_file.write_text("from shop import make\napplication = make()\n")
        assert ask(demo, "GET")[0] == 203


def test_stopping_leaves_nothing_behind() -> None:
    """After the wizard the port is free and the folder gone; stopping twice is no error."""
    demo = start_demo()
    demo.stop()
    demo.stop()
    assert not demo.folder.exists()
    with pytest.raises(urllib.error.URLError):
        ask(demo, "GET")


def test_two_demos_run_side_by_side() -> None:
    """Each has a port and a folder of its own."""
    with start_demo() as one, start_demo("credentials") as other:
        assert one.url != other.url
        assert ask(one, "GET")[0] == ask(other, "GET")[0] == 200


def test_the_server_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    """A wizard that is killed leaves no server: the end of the pipe between them is enough."""
    file = tmp_path / "app.py"
    file.write_text("")
    command = [sys.executable, "-P", serve.__file__, str(file), "--port", "0"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            assert process.stdin is not None
            assert process.stdout.readline().decode().strip() == serve.READY
            process.stdin.close()
            assert process.wait(timeout=120) == 0
        finally:
            process.kill()


def test_an_unknown_name_says_which_there_are() -> None:
    """A mistyped demo is one clear sentence."""
    with pytest.raises(InputError, match="no demo 'mising'") as caught:
        start_demo("mising")
    assert caught.value.hint == "Give one of: missing, preflight, credentials, nginx."


def test_without_flask_the_remedy_is_named() -> None:
    """On a Python that has the wizard but not its extra, the demo says how to get it."""
    code = (
        "from cors_wizard.demo import start_demo\nfrom cors_wizard.errors import InputError\n"
        "try:\n    start_demo()\nexcept InputError as error:\n    print(error)\n"
    )
    # -S leaves the folder with installed packages out.
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == (
        "The demo needs Flask and flask-cors, which this Python does not have. "
        "Install with: pip install 'cors-wizard[demo]'\n"
    )


def test_a_server_that_does_not_start_is_said_with_its_last_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where every port that was tried is taken, the user reads so and nothing is left behind."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        monkeypatch.setattr("cors_wizard.demo.start._free_port", lambda: taken.getsockname()[1])
        with pytest.raises(InputError, match="server did not start") as caught:
            start_demo()
        assert "in use" in caught.value.hint
        assert list(tmp_path.iterdir()) == []
