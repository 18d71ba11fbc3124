"""How long the whole of verify takes, in multiples of its longest chain of dependent requests.

python -m benchmarks.verify            on loopback
python -m benchmarks.verify 0.1        with a latency of 100 ms
"""

from __future__ import annotations

import asyncio
import sys
import time

from flask import Flask
from flask_cors import CORS

from cors_wizard.facts import Fact, Facts
from cors_wizard.probe.run import run_probes
from cors_wizard.probe.send import send
from tests.probe.serving import flask_server

ROUNDS = 7


def main(latency: float) -> None:
    """Prints the ratio and the number of requests."""
    app = Flask("api")
    app.add_url_rule("/api/data", "data", dict, methods=["GET", "PUT"])
    app.before_request(lambda: time.sleep(latency))
    CORS(app, origins=["http://localhost:3000"], supports_credentials=True)
    with flask_server(app) as api:
        given = {"url": f"{api}/api/data", "origin": "http://localhost:3000", "method": "PUT"}
        facts = Facts.of(Fact(name, value, "answered") for name, value in given.items())
        rounds = [_round(facts) for _ in range(ROUNDS)]
    whole, chain, count = sorted(rounds)[ROUNDS // 2]
    print(f"{count} requests, {whole * 1000:.0f} ms, {whole / chain:.2f} of the longest chain")


def _round(facts: Facts) -> tuple[float, float, int]:
    """Seconds for all, seconds for one request of each wave in turn, and how many were sent."""
    waves: list[int] = []

    async def counted(requests, *, on_result=None):  # type: ignore[no-untyped-def]
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
