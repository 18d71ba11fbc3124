"""Runs drawn exchanges in a browser and says where the judge disagrees."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from cors_wizard.fetch_standard import Engine, Verdict, judge_in
from cors_wizard.http_exchange import Exchange
from tests.browsers.driver import Browser
from tests.differential.draw import Draw, Hosts
from tests.differential.server import RawServer
from tests.differential.texts import possible_texts, said_of_each

AT_ONCE = 6
PER_PAGE = 100

_SCRIPT = """
const cases = %s;
function runXhr({id, url, options}) {
  return new Promise((done) => {
    const xhr = new XMLHttpRequest();
    const lines = () => xhr.getAllResponseHeaders().split(/[\\r\\n]+/).filter(Boolean);
    const names = () => lines().map((line) => line.split(":")[0]);
    xhr.onload = () => done({id, readable: true, exposed: names(), error: ""});
    xhr.onerror = () => done({id, readable: false, exposed: [], error: "error"});
    try {
      xhr.open(options.method, url);
      for (const [name, value] of options.headers) xhr.setRequestHeader(name, value);
      xhr.withCredentials = options.credentials === "include";
      xhr.send();
    } catch (error) {
      done({id, readable: false, exposed: [], error: String(error)});
    }
  });
}
async function run({id, url, options, initiator}) {
  if (initiator === "xmlhttprequest") return runXhr({id, url, options});
  try {
    const response = await fetch(url, options);
    const readable = !response.type.startsWith("opaque");
    return {id, readable, exposed: [...response.headers.keys()], error: ""};
  } catch (error) {
    return {id, readable: false, exposed: [], error: String(error)};
  }
}
window.outcome = (async () => {
  const results = [];
  for (let at = 0; at < cases.length; at += %d)
    results.push(...await Promise.all(cases.slice(at, at + %d).map(run)));
  return {results};
})();
"""


@dataclass(frozen=True)
class Difference:
    """One exchange of which browser and judge say different things."""

    exchange: Exchange
    what: str
    ours: object
    theirs: object
    verdict: Verdict

    def __str__(self) -> str:
        lines = [f"case {self.exchange.id}: {self.what}: ours {self.ours!r}, theirs {self.theirs!r}"]
        lines.append(f"  {self.exchange.page_origin} {_as_case(self.exchange)}")
        legs = [(self.exchange.preflight_response, self.exchange.response)]
        legs += [(hop.preflight_response, hop.response) for hop in self.exchange.redirects]
        for preflight, response in legs:
            for name, one in (("preflight", preflight), ("response", response)):
                lines.append(f"  {name}: {one and (one.status, *one.headers)}")
        lines += [
            f"  ours: {violation.symptom}: {violation.message}" for violation in self.verdict.violations
        ]
        return "\n".join(lines)


def differences(browser: Browser, seed: int, count: int) -> Iterator[Difference]:
    """Every disagreement over so many drawn exchanges."""
    with RawServer("localhost", "127.0.0.1", "localhost") as server:
        draw = Draw(seed, Hosts(*server.origins))
        for begin in range(0, count, PER_PAGE):
            exchanges = [draw.exchange(number) for number in range(begin, min(begin + PER_PAGE, count))]
            yield from _run_page(browser, server, exchanges, begin)


def _run_page(
    browser: Browser, server: RawServer, exchanges: Sequence[Exchange], begin: int
) -> Iterator[Difference]:
    for exchange in exchanges:
        server.answer(exchange)
    cases = json.dumps([_as_case(exchange) for exchange in exchanges]).replace("</", "<\\/")
    html = f"<!doctype html><link rel=icon href=data:,><script>{_SCRIPT % (cases, AT_ONCE, AT_ONCE)}</script>"
    page = server.page(f"/page-{begin}", html)
    exchanges = [replace(exchange, page_url=page) for exchange in exchanges]
    run = browser.run(page)
    results = {result["id"]: result for result in run.result["results"]}
    said = said_of_each(run.console)
    for exchange in exchanges:
        theirs = said.get(exchange.id, "")
        result = {**results[exchange.id], "said": theirs}
        found = list(_compare(exchange, result, server.seen, browser.engine))
        yield from found or _compare_text(exchange, theirs, browser.engine)


def _as_case(exchange: Exchange) -> dict[str, object]:
    request = exchange.request
    options = {
        "method": request.method,
        "headers": list(request.headers),
        "credentials": request.credentials,
        "mode": request.mode,
        "redirect": request.redirect,
    }
    return {
        "id": exchange.id,
        "url": request.url,
        "options": options,
        "initiator": request.initiator_type,
    }


def _compare_text(exchange: Exchange, theirs: str, engine: Engine) -> Iterator[Difference]:
    verdict = judge_in(exchange, engine)
    ours = possible_texts(exchange, engine)
    if theirs not in ours:
        yield Difference(exchange, "text", " or ".join(sorted(ours)), theirs, verdict)


def _compare(
    exchange: Exchange, result: dict[str, object], seen: set[tuple[str, str]], engine: Engine
) -> Iterator[Difference]:
    verdict = judge_in(exchange, engine)
    readable = verdict.readable
    if readable != result["readable"]:
        yield Difference(
            exchange, f"readable ({result['error']}; {result['said']})", readable, result["readable"], verdict
        )
        return
    stopped = any(violation.stage == "request" for violation in verdict.violations)
    asked = (exchange.request.url, "preflight") in seen
    if not stopped and verdict.preflight_needed != asked:
        yield Difference(exchange, "preflight", verdict.preflight_needed, asked, verdict)
    exposed = result["exposed"]
    ours = sorted(verdict.exposed_headers)
    if readable and isinstance(exposed, list) and ours != sorted(set(exposed) - {"connection"}):
        yield Difference(exchange, "exposed headers", ours, sorted(exposed), verdict)
