"""judge_cookie() against real browsers: what a fetch sets, and whether the next one sends it.

Not WebKit: where it runs here its cookies are kept by libsoup, which tells nothing about Safari.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from cors_wizard.fetch_standard import judge_cookie
from cors_wizard.http_exchange import CredentialsMode
from tests.browsers.driver import Browser
from tests.differential.server import RawServer
from tests.fetch_standard.build import sent_in

pytestmark = pytest.mark.browser

ATTRIBUTES = [
    *("", "Path=/", "HttpOnly", "Max-Age=600", "Max-Age=0", "Secure", "SameSite=Lax", "SameSite=Strict"),
    *("SameSite=None", "SameSite=None; Secure", "samesite=NONE; secure", "SameSite=odd", "SameSite"),
    *("SameSite=Lax; SameSite=None; Secure", "Domain=example.com", "Domain=localhost", "Domain=127.0.0.1"),
    *("Domain=.localhost", "Domain=", "Partitioned; Secure; SameSite=None", "Path=/elsewhere"),
]
PREFIXES = [
    *("__Host-{name}=1; Secure; Path=/", "__Host-{name}=1; Secure", "__host-{name}=1; Path=/"),
    *("__Secure-{name}=1; Secure", "__Secure-{name}=1", "__SECURE-{name}=1; Secure; SameSite=None"),
]
_SCRIPT = """
<!doctype html><meta charset=utf-8><link rel=icon href=data:,><script>
window.outcome = (async () => {
  const cases = %s;
  async function run([url, credentials]) {
    await fetch(url + "-0", {credentials}).catch(() => "refused");
    await fetch(url + "-1", {credentials}).catch(() => "refused");
  }
  for (let at = 0; at < cases.length; at += 10) await Promise.all(cases.slice(at, at + 10).map(run));
  return {};
})();
</script>
"""


@dataclass(frozen=True)
class Case:
    """One cookie, and who sets it for whom."""

    name: str
    header: str
    page: str
    url: str
    credentials: CredentialsMode


def _cases(page: str, apis: list[str]) -> Iterator[Case]:
    modes: tuple[CredentialsMode, ...] = ("include", "same-origin")
    headers = [f"{{name}}=1; {each}" for each in ATTRIBUTES] + PREFIXES
    for api in apis:
        for number, header in enumerate(headers):
            mode = modes[number == 0]
            name = f"c{len(page)}-{apis.index(api)}-{number}"
            yield Case(name, header.format(name=name), page, f"{api}/{name}", mode)


def test_cookies(browser: Browser) -> None:
    """Sent along or not, for pages over HTTP and HTTPS, of the same site and of another."""
    different = []
    hosts = (
        "localhost",
        "localhost",
        "127.0.0.1",
        "https://localhost",
        "https://localhost",
        "https://127.0.0.1",
    )
    with RawServer(*hosts) as server:
        page, near, far, secure_page, secure_near, secure_far = server.origins
        for origin, apis in ((page, [page, near, far]), (secure_page, [secure_near, secure_far])):
            cases = [*_cases(origin, apis)]
            calls = []
            for case in cases:
                server.answer_with_cookie(case.url, case.header, origin)
                calls.append((case.url, case.credentials))
            browser.run(server.page(f"/page-{len(apis)}", _SCRIPT % json.dumps(calls), origin=origin))
            for case in cases:
                verdict = judge_cookie(case.header, case.url, origin, case.credentials)
                sent = case.name in server.cookies.get(f"{case.url}-1", "")
                depends = any(reason.prevents == "some-browsers" for reason in verdict.reasons)
                if sent_in(verdict, browser.engine) != sent and not (depends and not sent):
                    different.append((case, verdict.sent, [each.id for each in verdict.reasons]))
    assert not different, "\n".join(map(str, different))
