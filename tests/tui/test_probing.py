"""Probes: shown with purpose and result, and never sent where the user has not agreed."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Iterable
from pathlib import Path

import pytest
from flask import Flask, Response, request
from flask_cors import CORS

from cors_wizard.facts import Fact, Facts
from cors_wizard.probe.result import ProbeRequest, ProbeResult
from cors_wizard.probe.run import OnResult, Sender
from cors_wizard.this_machine.learn import learn_from_machine
from cors_wizard.tui.screens.probing import ProbingScreen
from cors_wizard.tui.screens.result import ResultScreen
from cors_wizard.tui.screens.verify import VerifyScreen
from cors_wizard.tui.services import Start
from tests.tui.harness import CODE, MISSING, diagnose, paste, sender_to, settle, shown, small_api, wizard

ELSEWHERE = MISSING.replace("http://localhost:5000", "https://api.example.com")


class Recording:
    """A sender that notes what was sent."""

    def __init__(self, api: Flask) -> None:
        self._send: Sender = sender_to(api)
        self.sent: list[str] = []

    async def __call__(
        self, requests: Iterable[ProbeRequest], *, on_result: OnResult | None = None
    ) -> tuple[ProbeResult, ...]:
        wanted = tuple(requests)
        self.sent += [request.method for request in wanted]
        return await self._send(wanted, on_result=on_result)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(MISSING, id="message"),
        pytest.param(
            "curl 'http://localhost:5000/api/data' -H 'Origin: http://localhost:3000' -H 'Accept: */*'",
            id="what-every-browser-sends",
        ),
    ],
)
async def test_loopback_is_probed_at_once(state: Path, text: str) -> None:
    """With `auto` nobody is asked about their own machine."""
    send = Recording(small_api())
    app = wizard(state, send=send)
    async with app.run_test() as pilot:
        await diagnose(pilot, text)
        assert not isinstance(app.screen, ProbingScreen)
    assert set(send.sent) == {"GET", "OPTIONS"}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(MISSING.replace("/api/data", "/api/data?delete=all"), id="query"),
        pytest.param(
            "curl 'http://localhost:5000/api/data' -H 'Origin: http://localhost:3000' -H 'X-Run: all'",
            id="header",
        ),
    ],
)
async def test_a_pasted_query_or_header_is_sent_to_this_machine_after_a_yes(state: Path, text: str) -> None:
    """A text that somebody else wrote can name any port here: once for each server, the user decides."""
    send = Recording(small_api())
    app = wizard(state, send=send)
    async with app.run_test(size=(120, 40)) as pilot:
        await diagnose(pilot, text)
        assert send.sent == []
        assert "May the wizard probe http://localhost:5000?" in shown(app)
        await pilot.press("1")
        await settle(pilot)
        assert send.sent
        assert not isinstance(app.screen, ProbingScreen)


@pytest.mark.parametrize(
    ("text", "policy"),
    [pytest.param(ELSEWHERE, "auto", id="another-host"), pytest.param(MISSING, "ask", id="asked-for-always")],
)
async def test_consent_comes_first_and_a_no_sends_nothing(state: Path, text: str, policy: str) -> None:
    """The user sees what would be sent, and may decline."""
    send = Recording(small_api())
    app = wizard(state, send=send, start=Start(probe="ask" if policy == "ask" else "auto"))
    async with app.run_test(size=(120, 40)) as pilot:
        await diagnose(pilot, text)
        assert isinstance(app.screen, ProbingScreen)
        assert "May the wizard probe" in shown(app)
        assert "the CORS-preflight request" in shown(app)
        assert send.sent == []
        await pilot.press("2")
        await settle(pilot)
        assert send.sent == []
        assert not isinstance(app.screen, ProbingScreen)


async def test_a_yes_is_remembered_for_that_server(state: Path) -> None:
    """Verifying does not ask again."""
    send = Recording(small_api())
    app = wizard(state, send=send)
    async with app.run_test() as pilot:
        await diagnose(pilot, ELSEWHERE)
        await pilot.press("1")
        await settle(pilot)
        assert isinstance(app.screen, ResultScreen)
        first = len(send.sent)
        await pilot.press("v")
        await settle(pilot)
        assert isinstance(app.screen, VerifyScreen)
        # A server elsewhere is asked again by and by: on a slow machine there may be more than two rounds.
        assert len(send.sent) >= 2 * first


async def test_with_never_nothing_is_sent(state: Path) -> None:
    """`--probe never` holds."""
    send = Recording(small_api())
    app = wizard(state, send=send, start=Start(probe="never"))
    async with app.run_test() as pilot:
        await diagnose(pilot, MISSING)
        assert not isinstance(app.screen, ProbingScreen)
    assert send.sent == []


@pytest.mark.parametrize(
    ("text", "policy"),
    [pytest.param(ELSEWHERE, "auto", id="declined"), pytest.param(MISSING, "never", id="never")],
)
async def test_verifying_sends_nothing_before_a_yes(state: Path, text: str, policy: str) -> None:
    """Whoever declined the probes, or started with `--probe never`, is asked before the first request."""
    text = text.replace("No 'Access-Control-Allow-Origin' header is present on the requested resource.", _PUT)
    send = Recording(small_api())
    app = wizard(state, send=send, start=Start(probe="never" if policy == "never" else "auto"))
    async with app.run_test(size=(120, 40)) as pilot:
        await diagnose(pilot, text)
        if policy == "auto":
            await pilot.press("2")
            await settle(pilot)
        assert isinstance(app.screen, ResultScreen), shown(app)
        for key in ("2", "1"):
            await pilot.press("v")
            await settle(pilot)
            assert "May the wizard probe" in shown(app)
            assert send.sent == []
            await pilot.press(key)
            await settle(pilot)
        assert isinstance(app.screen, VerifyScreen)
        assert send.sent


_PUT = "Method PUT is not allowed by Access-Control-Allow-Methods in preflight response."


def _api_that_forgets_delete() -> Flask:
    """Preflight and GET pass; only the answer to the DELETE itself lacks the header."""
    api = Flask("deleting")
    CORS(api, methods=["GET", "DELETE"])

    @api.delete("/api/data")
    def delete() -> str:
        return "gone"

    @api.get("/api/data")
    def read() -> str:
        return "fine"

    @api.after_request
    def forget(response: Response) -> Response:
        if request.method == "DELETE":
            response.headers.pop("Access-Control-Allow-Origin", None)
        return response

    # The hook that was registered last runs first, and flask-cors has to come before ours.
    api.after_request_funcs[None].reverse()
    return api


DELETE_FAILS = f"{MISSING}\nDELETE http://localhost:5000/api/data net::ERR_FAILED 200 (OK)"


@pytest.mark.parametrize(
    ("key", "is_sent"),
    [
        pytest.param("1", True, id="yes"),
        pytest.param("2", False, id="no"),
        pytest.param("enter", False, id="out-of-habit"),
    ],
)
async def test_another_method_is_sent_only_after_a_yes(state: Path, key: str, is_sent: bool) -> None:
    """GET, HEAD and OPTIONS need no word; DELETE does."""
    send = Recording(_api_that_forgets_delete())
    app = wizard(state, send=send)
    async with app.run_test(size=(120, 40)) as pilot:
        await diagnose(pilot, DELETE_FAILS)
        assert "DELETE" not in send.sent
        assert isinstance(app.screen, ProbingScreen)
        assert "Send one real DELETE" in shown(app)
        await pilot.press(key)
        await settle(pilot)
    assert ("DELETE" in send.sent) is is_sent
    assert send.sent.count("DELETE") <= 1


async def test_no_method_is_sent_for_an_origin_that_is_only_assumed(state: Path) -> None:
    """The server refuses the assumed origin: nothing shows that its preflight passes for the page's own."""
    api = small_api()
    CORS(api, origins=["http://localhost:8088"])
    send = Recording(api)
    given = Facts.of([Fact("method", "DELETE", "answered")])
    app = wizard(state, send=send, start=Start(given=given))
    async with app.run_test(size=(120, 40)) as pilot:
        await diagnose(pilot, "http://localhost:5000/api/data")
        assert "Send one real DELETE" not in shown(app)
    assert "DELETE" not in send.sent


async def test_nobody_answering_is_a_finding(state: Path) -> None:
    """An API that is not there leads on, and the probes say so."""
    app = wizard(state)
    async with app.run_test(size=(120, 40)) as pilot:
        await diagnose(pilot, MISSING)
        assert not isinstance(app.screen, ProbingScreen)
        await pilot.press("f")
        await settle(pilot)
        assert "refused" in shown(app)


async def test_probing_can_be_skipped_while_it_runs(state: Path) -> None:
    """A server that never answers does not hold the user up."""
    never = asyncio.Event()

    async def silent(
        requests: Iterable[ProbeRequest], *, on_result: OnResult | None = None
    ) -> tuple[ProbeResult, ...]:
        await never.wait()
        return ()

    app = wizard(state, send=silent)
    async with app.run_test() as pilot:
        await settle(pilot)
        await paste(pilot, MISSING)
        await pilot.press("ctrl+d")
        while not isinstance(app.screen, ProbingScreen):
            await pilot.pause()
        for _ in range(3):
            app.screen.probes.tick()
        await pilot.pause()
        # The timer may have counted a second of its own.
        assert re.search(r"OPTIONS [3-9] s +the CORS-preflight request", shown(app))
        await pilot.press("s")
        await settle(pilot)
        assert not isinstance(app.screen, ProbingScreen)
        assert app.diagnosis is not None
        assert not app.diagnosis.may_probe


async def test_the_window_learns_that_the_app_runs_on_another_port(state: Path, tmp_path: Path) -> None:
    """The page calls a silent port, and the app listens on its own: that is the first fix offered."""
    with socket.create_server(("127.0.0.1", 0)) as own:
        port = own.getsockname()[1]
        (tmp_path / "app.py").write_text(f'{CODE}\n\nif __name__ == "__main__":\n    app.run(port={port})\n')
        app = wizard(state, start=Start(project=tmp_path), learn=learn_from_machine)
        async with app.run_test(size=(120, 40)) as pilot:
            await diagnose(pilot, "GET http://localhost:5000/api/data net::ERR_CONNECTION_REFUSED")
            screen = app.screen
            assert isinstance(screen, ResultScreen)
            assert screen.diagnosis.facts.text("app_listens") == "yes"
            assert screen.diagnosis.fix is not None
            assert screen.diagnosis.fix.title == "Call the port that Flask listens on"
            assert f"Flask listens on port {port} of this machine" in shown(app)


async def test_nothing_that_writes_goes_to_code_of_another_folder(state: Path, tmp_path: Path) -> None:
    """The folder's code refuses this page and the server allows it: no method is asked for."""
    setup = "\nCORS(app, origins=['https://other.example'])"
    code = CODE.replace("app = Flask(__name__)", f"app = Flask(__name__){setup}")
    code = code.replace("from flask import Flask", "from flask import Flask\nfrom flask_cors import CORS")
    (tmp_path / "app.py").write_text(code.replace("app.get", "app.delete"))
    send = Recording(_api_that_forgets_delete())
    app = wizard(state, start=Start(project=tmp_path), send=send)
    async with app.run_test(size=(120, 40)) as pilot:
        await diagnose(pilot, MISSING)
        assert not isinstance(app.screen, ProbingScreen)
        await pilot.press("ctrl+n")
        await settle(pilot)
        assert "A response of this folder's code: app.py:6" in shown(app)
    assert "DELETE" not in send.sent
