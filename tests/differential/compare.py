"""Runs drawn exchanges in a browser and says where the judge disagrees."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

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
        legs = [(exchange.preflight_response, exchange.response)]
        legs += [(hop.preflight_response, hop.response) for hop in exchange.redirects]
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
        hosts = Hosts(*server.origins)
        draw, answers, calls = Draw(seed, hosts), OddAnswers(seed, hosts), OddCalls(seed)
        for begin in range(0, count, PER_PAGE):
            numbers = range(begin, min(begin + PER_PAGE, count))
            drawn = [calls.call(answers.spoilt(draw.exchange(number))) for number in numbers]
            yield from _run_page(browser, server, drawn, begin)


def _run_page(browser: Browser, server: RawServer, calls: Sequence[Call], begin: int) -> Iterator[Difference]:
    for call in calls:
        server.answer(call.exchange, call.asked)
    cases = json.dumps([_as_case(call) for call in calls]).replace("</", "<\\/")
    page = server.page(f"/page-{begin}", _HTML % (_SCRIPT % (cases, AT_ONCE, AT_ONCE)))
    run = browser.run(page)
    results = {result["id"]: result for result in run.result["results"]}
    said = said_of_each(run.console, browser.engine)
    for call in calls:
        call = replace(call, exchange=replace(call.exchange, page_url=page))
        theirs = said.get(call.exchange.id, "")
        result = {**results[call.exchange.id], "said": theirs}
        result["asked"] = (call.asked, "preflight") in server.seen
        found = list(_compare(call, result, browser.engine))
        yield from found or _compare_text(call, theirs, browser.engine)


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
