"""How long the whole of verify takes, in multiples of its longest chain of dependent requests.

python -m benchmarks.verify            on loopback
python -m benchmarks.verify 0.1        with a latency of 100 ms

The server is a process of its own, as a user's is. On loopback only processor time counts, and two dozen
requests cost more of it than one; with latency the waves count.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from cors_wizard.facts import Fact, Facts
from cors_wizard.probe.run import run_probes
from cors_wizard.probe.send import send

ROUNDS = 7
LATENCY = 0.1

_SERVER = """
import sys, time
from flask import Flask
from flask_cors import CORS
from werkzeug.serving import WSGIRequestHandler, make_server

class Quiet(WSGIRequestHandler):
    def log(self, *_args, **_named):
        pass

app = Flask("api")
app.add_url_rule("/api/data", "data", dict, methods=["GET", "PUT"])
app.before_request(lambda: time.sleep(float(sys.argv[1])))
CORS(app, origins=["http://localhost:3000"], supports_credentials=True)
server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
print(server.port, flush=True)
server.serve_forever()
"""


def main(latency: float) -> None:
    """Prints the ratio and the number of requests."""
    whole, chain, count = measured(latency)
    print(f"{count} requests, {whole * 1000:.0f} ms, {whole / chain:.2f} of the longest chain")


def against_the_chain() -> float:
    """The ratio with latency; the number of requests is printed."""
    whole, chain, count = measured(LATENCY)
    print(f"{count} requests", end=" ")
    return whole / chain


def measured(latency: float) -> tuple[float, float, int]:
    """Seconds for all and for the longest chain, each the least of several rounds, and how many were sent."""
    with _server(latency) as api:
        given = {"url": f"{api}/api/data", "origin": "http://localhost:3000", "method": "PUT"}
        facts = Facts.of(Fact(name, value, "answered") for name, value in given.items())
        rounds = [_round(facts) for _ in range(ROUNDS)]
    return min(each[0] for each in rounds), min(each[1] for each in rounds), rounds[0][2]


@contextmanager
def _server(latency: float) -> Iterator[str]:
    command = [sys.executable, "-c", _SERVER, str(latency)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.terminate()


def _round(facts: Facts) -> tuple[float, float, int]:
    """Seconds for all, seconds for one request of each wave in turn, and how many were sent."""
    waves: list[int] = []

    async def counted(requests, *, on_result=None):  # type: ignore[no-untyped-def]  # as `send`
        waves.append(len(requests))
        return await send(requests, on_result=on_result)

    began = time.perf_counter()
    results = asyncio.run(run_probes(facts, counted))
    whole = time.perf_counter() - began
    began = time.perf_counter()
    for _ in waves:
        asyncio.run(send((results[0].request,)))
    return whole, time.perf_counter() - began, len(results)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 0.0)
