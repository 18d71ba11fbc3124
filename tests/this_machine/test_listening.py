"""Who listens, since when, and whether its code is older than the files: with real processes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cors_wizard.project import scan_project
from cors_wizard.this_machine import FileTimes, ServerState, file_times, listener_at, look
from cors_wizard.this_machine.listening import Listener, seconds_of
from cors_wizard.this_machine.old_code import old_code_fact, serves_project
from cors_wizard.this_machine.since_fix import look_at, since_fix
from cors_wizard.this_machine.waiting import Waiting
from tests.ports import unused_port
from tests.this_machine.processes import CODE, FIXED, server_of

SHARING = """\
import socket, sys, time
shared = socket.socket()
shared.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
shared.bind(("127.0.0.1", int(sys.argv[1])))
shared.listen()
print(shared.getsockname()[1], flush=True)
time.sleep(30)
"""


def test_nobody_listens() -> None:
    """A free port has no listener, and another machine's is not looked for."""
    assert listener_at(unused_port()) is None
    assert look("https://api.example/x", None) == ServerState()


@pytest.mark.skipif(sys.platform != "linux", reason="only /proc names the address")
def test_who_listens_where_it_is_asked() -> None:
    """Another address of the machine has other listeners; a socket for all of them has them all."""
    with socket.create_server(("127.0.0.1", 0)) as here:
        port = here.getsockname()[1]
        found = [listener_at(port, host) for host in ("127.0.0.1", "localhost", "[::1]", "127.0.0.2")]
    assert [bool(each) for each in found] == [True, True, False, False]
    assert found[0] is not None
    assert found[0].address == "127.0.0.1"
    with socket.create_server(("0.0.0.0", 0)) as everywhere:
        assert listener_at(everywhere.getsockname()[1], "127.0.0.2") is not None


@pytest.mark.skipif(not hasattr(socket, "SO_REUSEPORT"), reason="no two sockets for one address")
def test_two_servers_share_an_address(tmp_path: Path) -> None:
    """The older one gets requests, too, so that its age counts."""
    (tmp_path / "app.py").write_text(SHARING)
    command = [sys.executable, "app.py"]
    with subprocess.Popen([*command, "0"], cwd=tmp_path, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout is not None
        port = int(first.stdout.readline())
        time.sleep(0.1)
        with subprocess.Popen(
            [*command, str(port)], cwd=tmp_path, stdout=subprocess.PIPE, text=True
        ) as second:
            assert second.stdout is not None
            second.stdout.readline()
            found = listener_at(port, "127.0.0.1")
            second.kill()
        first.kill()
    assert found is not None
    assert found.pid == first.pid


WORKERS = """\
import os, socket, sys, time
shared = socket.create_server(("127.0.0.1", 0))
old = os.fork() or time.sleep(30)
time.sleep(0.1)
new = os.fork() or time.sleep(30)
print(shared.getsockname()[1], old, new, flush=True)
time.sleep(30)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only /proc names the workers")
@pytest.mark.parametrize(
    ("words", "is_main"), [(["--preload", "app:app"], True), (["--reload", "app:app"], False)]
)
def test_who_loads_the_app_before_forking_counts(words: list[str], is_main: bool) -> None:
    """Its workers, however new, run the code that it has loaded."""
    command = [sys.executable, "-c", WORKERS, *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as main:
        assert main.stdout is not None
        port = int(main.stdout.readline().split()[0])
        found = listener_at(port, "127.0.0.1")
        os.killpg(main.pid, signal.SIGKILL)
    assert found is not None
    assert (found.pid == main.pid) is is_main


@pytest.mark.skipif(sys.platform != "linux", reason="only /proc names the workers")
def test_the_oldest_worker_counts(tmp_path: Path) -> None:
    """A worker that was started anew runs new code, its neighbor the old; the main process serves none."""
    with subprocess.Popen(
        [sys.executable, "-c", WORKERS], stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as main:
        assert main.stdout is not None
        port, old, _ = map(int, main.stdout.readline().split())
        found = listener_at(port, "127.0.0.1")
        os.killpg(main.pid, signal.SIGKILL)
    assert found is not None
    assert found.pid == old


@pytest.mark.skipif(sys.platform != "linux", reason="only /proc names the address")
def test_a_name_with_two_addresses(tmp_path: Path) -> None:
    """Of two servers that `localhost` may mean, the older one counts, whichever address it has."""
    with socket.create_server(("127.0.0.1", 0)) as here:
        port = here.getsockname()[1]
        code = f"import socket, time; s = socket.create_server(('::1', {port}), family=socket.AF_INET6)"
        with subprocess.Popen(
            [sys.executable, "-c", f"{code}; print(flush=True); time.sleep(30)"], stdout=subprocess.PIPE
        ) as other:
            assert other.stdout is not None
            other.stdout.readline()
            found = listener_at(port, "localhost")
            other.kill()
    assert found is not None
    assert (found.pid, found.address) == (os.getpid(), "127.0.0.1")


def test_old_code_is_seen(tmp_path: Path) -> None:
    """A file that was edited after the start, by a server that does not reload; a restart ends it."""
    (tmp_path / "app.py").write_text(CODE)
    port = unused_port()
    url = f"http://127.0.0.1:{port}/"
    then = scan_project(tmp_path)
    with server_of(tmp_path, port) as server:
        server.flask()
        found = listener_at(port)
        assert found is not None
        assert found.pid == server.pid
        assert found.is_python
        assert found.started is not None
        assert serves_project(found, tmp_path)
        assert old_code_fact(then, url) is None
        later = time.time() + 1
        (tmp_path / "app.py").write_text(FIXED)
        os.utime(tmp_path / "app.py", (later, later))
        fact = old_code_fact(scan_project(tmp_path), url)
        assert fact is not None
        assert fact.value == "app.py"
        now = scan_project(tmp_path)
        since = since_fix(then, now, look_at(now, url))
        assert since.changed_files == ("app.py",)
        assert since.stale.startswith("app.py was changed at ")
        assert not since.restarted
    earlier = time.time() - 10
    os.utime(tmp_path / "app.py", (earlier, earlier))
    with server_of(tmp_path, port) as server:
        server.flask()
        assert old_code_fact(scan_project(tmp_path), url) is None


@pytest.mark.parametrize(
    ("changed", "is_seen"),
    [("origins.py", True), (".env", True), (".flaskenv", True), ("prices.py", False), (".env.other", False)],
)
def test_a_file_with_a_value_of_the_setup_counts(changed: str, is_seen: bool, tmp_path: Path) -> None:
    """The list of origins is in another file, or in a variable; a file without either says nothing."""
    (tmp_path / "app.py").write_text(
        "import os\n" + CODE + "\nfrom flask_cors import CORS\nfrom origins import ALLOWED\n"
        "CORS(app, origins=ALLOWED, methods=os.environ.get('ALLOWED_METHODS', 'GET'))\n"
    )
    (tmp_path / "origins.py").write_text("ALLOWED = ['http://localhost:3000']\n")
    (tmp_path / "prices.py").write_text("PRICES = [1]\n")
    (tmp_path / ".env").write_text("ALLOWED_METHODS=GET\n")
    (tmp_path / ".flaskenv").write_text("ALLOWED_METHODS=GET\n")
    (tmp_path / ".env.other").write_text("COLOR=red\n")
    port = unused_port()
    with server_of(tmp_path, port) as server:
        server.flask()
        later = time.time() + 1
        os.utime(tmp_path / changed, (later, later))
        fact = old_code_fact(scan_project(tmp_path), f"http://127.0.0.1:{port}/")
    assert (fact.value if fact else None) == (changed if is_seen else None)


@pytest.mark.parametrize(
    ("command", "folder", "expected"),
    [
        ("python -m flask run", "", True),
        ("/usr/bin/gunicorn app:app", "", True),
        ("python app.py", "", True),
        ("python -m pytest tests", "", False),
        ("python -u -c import sys", "", False),
        ("python -m flask run", "/elsewhere", False),
        # Started above several projects, the script's place says which one it is.
        ("python -m flask --app backend run", "..", True),
        ("python3 other/app.py", "..", False),
        ("python3 run.py", "..", True),
        ("/venv/lib/python3.12/site-packages/flask/__main__.py run", "..", True),
        ("python3 {project}/app.py", "/elsewhere", True),
        # Renamed since it was started there.
        ("python other.py", "", True),
        ("python -m http.server", "", False),
        ("nginx: master process", "", False),
    ],
)
def test_whose_server_it_is(command: str, folder: str, expected: bool, tmp_path: Path) -> None:
    """Only a server of this project's code can be older than the project's files."""
    (tmp_path / "app.py").write_text(CODE)
    command = command.format(project=tmp_path)
    listener = Listener(1, command, 1.0, os.path.normpath(tmp_path / folder))
    assert serves_project(listener, tmp_path) is expected


@pytest.mark.parametrize(
    ("age", "seconds"),
    [("00:05", 5), ("01:02:03", 3723), ("2-00:00:01", 172_801), ("", None), ("x", None), ("-1:2", None)],
)
def test_ages_of_ps(age: str, seconds: int | None) -> None:
    """The `etime` of `ps`, where there is no `/proc`."""
    assert seconds_of(age) == seconds


def test_file_times(tmp_path: Path) -> None:
    """The youngest file, and what changed; what is not there is left out."""
    (tmp_path / "a.py").write_text("a")
    before = file_times(tmp_path, ("a.py", "b.py"))
    (tmp_path / "b.py").write_text("b")
    os.utime(tmp_path / "b.py", (4_000_000_000, 4_000_000_000))
    after = file_times(tmp_path, ("a.py", "b.py"))
    assert after.newest == ("b.py", 4_000_000_000)
    assert after.changed_since(before) == ("b.py",)
    assert FileTimes().newest is None


def test_when_to_check_again() -> None:
    """A changed file or another process, once it has settled; elsewhere ever more rarely; else never."""
    idle = ServerState(is_local=True, listener=Listener(1, "flask", 1.0))
    waiting = Waiting(idle)
    assert [waiting.reason_to_repeat(idle) for _ in range(50)] == [""] * 50
    other = ServerState(is_local=True, listener=Listener(2, "flask", 9.0))
    assert [waiting.reason_to_repeat(other) for _ in range(4)] == ["", "", "The server restarted.", ""]
    edited = ServerState(True, other.listener, FileTimes((("app.py", 3.0, 1),)))
    assert [waiting.reason_to_repeat(edited) for _ in range(3)] == ["", "", "app.py changed."]
    ticked = ServerState(is_local=True, listener=Listener(2, "flask", 9.49))
    waiting = Waiting(ticked)
    later = ServerState(is_local=True, listener=Listener(2, "flask", 9.51))
    assert [waiting.reason_to_repeat(later) for _ in range(4)] == [""] * 4, "one start, read a tick apart"
    hangs = Waiting(idle, is_silent=True)
    assert [hangs.reason_to_repeat(idle) for _ in range(8)][-1] == "Checking again."
    elsewhere = Waiting(ServerState())
    asked = [at for at in range(1, 60) if elsewhere.reason_to_repeat(ServerState())]
    assert asked == [8, 24, 56]


def test_a_server_that_stopped_did_not_restart() -> None:
    """It says what happened; once it is back, that it restarted."""
    runs, gone = ServerState(True, Listener(1, "flask", 1.0)), ServerState(True)
    waiting = Waiting(runs)
    assert [waiting.reason_to_repeat(gone) for _ in range(3)][-1] == "The server stopped."
    assert [waiting.reason_to_repeat(runs) for _ in range(3)][-1] == "The server restarted."
