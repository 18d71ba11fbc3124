"""Runs drawn exchanges in a browser and says where the judge disagrees."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from cors_wizard.exchange_words import sentence
from cors_wizard.fetch_standard import Engine, Verdict, judge_in
from tests.browsers.driver import Browser
from tests.differential.draw import Draw, Hosts
from tests.differential.odd_answers import OddAnswers
from tests.differential.odd_calls import Call, OddCalls
from tests.differential.server import RawServer
from tests.differential.texts import possible_texts, said_of_each

AT_ONCE = 6
PER_PAGE = 100

_HTML = "<!doctype html><meta charset=utf-8><link rel=icon href=data:,><script>%s</script>"

_NULL_PRINCIPAL = re.compile(r"moz-nullprincipal:\{[0-9a-f-]{36}\}\?http://[a-z]+:[0-9]+")

_OF_CONNECTION = {"connection", "content-length"}
"""Headers that are not drawn, but added by the server, or by Firefox to what came without one."""

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
      if (options.listens) xhr.upload.onprogress = () => {};
      xhr.send(options.body);
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

    call: Call
    what: str
    ours: object
    theirs: object
    verdict: Verdict

    def __str__(self) -> str:
        exchange = self.call.exchange
        lines = [f"case {exchange.id}: {self.what}: ours {self.ours!r}, theirs {self.theirs!r}"]
        lines.append(f"  {exchange.page_origin} {_as_case(self.call)}")
        hops = [(exchange.preflight_response, exchange.response)]
        hops += [(hop.preflight_response, hop.response) for hop in exchange.redirects]
        for preflight, response in hops:
            for name, one in (("preflight", preflight), ("response", response)):
                lines.append(f"  {name}: {one and (one.status, *one.headers)}")
        lines += [
            f"  ours: {violation.symptom}: {sentence(violation)}" for violation in self.verdict.violations
        ]
        return "\n".join(lines)


def differences(browser: Browser, seed: int, count: int) -> Iterator[Difference]:
    """Every disagreement over so many drawn exchanges."""
    with RawServer("localhost", "127.0.0.1", "localhost", "https://localhost", "https://127.0.0.1") as server:
        page, api, other, secure_page, secure_api = server.origins
        kinds = (
            Hosts(page, api, other),
            Hosts(page, api, other, is_opaque=True),
            Hosts(secure_page, secure_api, other),
        )
        for number, begin in enumerate(range(0, count, PER_PAGE)):
            hosts, numbers = kinds[number % len(kinds)], range(begin, min(begin + PER_PAGE, count))
            yield from _run_page(browser, server, hosts, drawn(f"{seed} {number}", hosts, numbers))


def drawn(seed: str, hosts: Hosts, numbers: Iterable[int]) -> list[Call]:
    """The calls of one page."""
    draw, answers, calls = Draw(seed, hosts), OddAnswers(seed), OddCalls(seed)
    return [calls.call(answers.spoilt(draw.exchange(number))) for number in numbers]


def _run_page(
    browser: Browser, server: RawServer, hosts: Hosts, calls: Sequence[Call]
) -> Iterator[Difference]:
    for call in calls:
        server.answer(call.exchange, call.asked)
    cases = json.dumps([_as_case(call) for call in calls]).replace("</", "<\\/")
    html = _HTML % (_SCRIPT % (cases, AT_ONCE, AT_ONCE))
    path = f"/page-{calls[0].exchange.id}"
    page = server.page(path, html, origin=hosts.page, in_sandbox=hosts.is_opaque)
    run = browser.run(page)
    results = {result["id"]: result for result in run.result["results"]}
    preflighted = {urlsplit(url).path for url, kind in server.seen if kind == "preflight"}
    said = said_of_each(_without_numbers(run.console, page), browser.engine)
    for call in calls:
        call = replace(call, exchange=replace(call.exchange, page_url=page))
        theirs = said.get(call.exchange.id, "")
        result = {**results[call.exchange.id], "said": theirs}
        result["asked"] = urlsplit(call.asked).path in preflighted
        found = list(_compare(call, result, browser.engine))
        yield from found or _compare_text(call, theirs, browser.engine)


def _without_numbers(console: Iterable[str], page: str) -> Iterator[str]:
    """The console with the page's URL where Firefox calls a page without an origin by a number of its own."""
    for line in console:
        yield _NULL_PRINCIPAL.sub(page, line)


def _as_case(call: Call) -> dict[str, object]:
    request = call.exchange.request
    options = {
        "method": request.method,
        "headers": list(request.headers),
        "credentials": request.credentials,
        "mode": request.mode,
        "redirect": request.redirect,
        "listens": request.use_cors_preflight,
        **call.options,
    }
    return {
        "id": call.exchange.id,
        "url": request.url,
        "options": options,
        "initiator": request.initiator_type,
    }


def _compare_text(call: Call, theirs: str, engine: Engine) -> Iterator[Difference]:
    verdict = judge_in(call.exchange, engine)
    ours = possible_texts(call.exchange, engine)
    if theirs not in ours:
        yield Difference(call, "text", " or ".join(sorted(ours)), theirs, verdict)


def _compare(call: Call, result: dict[str, object], engine: Engine) -> Iterator[Difference]:
    verdict = judge_in(call.exchange, engine)
    readable = verdict.readable
    if readable != result["readable"]:
        what = f"readable ({result['error']}; {result['said']})"
        yield Difference(call, what, readable, result["readable"], verdict)
        return
    stopped = any(violation.stage == "request" for violation in verdict.violations)
    asked = result["asked"]
    if not stopped and verdict.preflight_needed != asked:
        yield Difference(call, "preflight", verdict.preflight_needed, asked, verdict)
    exposed = result["exposed"]
    ours = sorted(verdict.exposed_headers)
    if (
        readable
        and isinstance(exposed, list)
        and ours != sorted({name.lower() for name in exposed} - _OF_CONNECTION)
    ):
        yield Difference(call, "exposed headers", ours, sorted(exposed), verdict)
