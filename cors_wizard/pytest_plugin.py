"""The pytest fixture `cors_client`: a page's requests to a Flask app, judged as a browser would.

It is there in every suite of an environment that has cors-wizard; Flask's own test client does the requests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from cors_wizard.frozen import dataclass

if TYPE_CHECKING:
    from cors_wizard.fetch_standard import Verdict
    from cors_wizard.http_exchange import CredentialsMode, Request, Response

BASE = "http://localhost"
"""Where Flask's test client says that the app is."""
_MOST_REDIRECTS = 5


@dataclass(frozen=True)
class CorsResult:
    """What a browser makes of one request of the page."""

    verdict: Verdict
    """Readable or not, every violation, and whether there was a preflight."""
    response: Any
    """Flask's response to the request itself; None where the browser would not send it."""
    preflight: Any
    """Flask's response to the preflight; None where there is none."""
    redirected_to: str
    """Another server, which the app can't speak for; empty where the last response is the app's."""
    _asked: str

    @property
    def readable(self) -> bool:
        """Whether the page may read the response."""
        return self.verdict.readable and not self.redirected_to

    @property
    def symptoms(self) -> tuple[str, ...]:
        """The ids of all violations, in the order in which a browser meets them."""
        return tuple(each.symptom for each in self.verdict.violations)

    def assert_readable(self) -> None:
        """Fail the test with every reason, unless the page may read the response."""
        __tracebackhide__ = True
        self._refuse_to_guess()
        if not self.readable:
            from cors_wizard.exchange_words import sentence

            reasons = (f"  {sentence(each)} [{each.symptom}]" for each in self.verdict.violations)
            _fail(f"The browser blocks {self._asked}:", *reasons)

    def assert_refused(self) -> None:
        """Fail the test if the page may read the response."""
        __tracebackhide__ = True
        self._refuse_to_guess()
        if self.readable:
            _fail(f"The browser lets the page read {self._asked}.")

    def _refuse_to_guess(self) -> None:
        __tracebackhide__ = True
        if self.verdict.readable and self.redirected_to:
            _fail(f"{self._asked} is redirected to {self.redirected_to}, whose response isn't known here.")


@dataclass(frozen=True)
class CorsClient:
    """A page of one origin, in front of one Flask app."""

    app: Any
    origin: str
    client: Any = None
    """A test client with the cookies that the page has; used where a request includes credentials."""
    _bare: Any = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_bare", self.app.test_client(use_cookies=False))

    def request(
        self,
        path: str,
        method: str = "GET",
        *,
        headers: Mapping[str, str] | None = None,
        credentials: CredentialsMode = "same-origin",
        **options: Any,
    ) -> CorsResult:
        """Do what a browser does for a fetch() with these options, preflight and redirects included.

        Args:
            path: the URL's path, with its query.
            method: the request's method.
            headers: the headers that the page adds.
            credentials: as for fetch().
            options: passed on to Flask's test client, such as `json` or `data`.
        """
        from cors_wizard.fetch_standard import judge
        from cors_wizard.fetch_standard.urls import absolute
        from cors_wizard.http_exchange import Exchange, Headers, Hop, Request

        given = dict(headers or {})
        if "json" in options and "content-type" not in {name.lower() for name in given}:
            given["Content-Type"] = "application/json"
        url = absolute(path, BASE)
        if not url.startswith(f"{BASE}/"):
            raise ValueError("Give the path of a URL of the app, as /api/orders.")
        first = request = Request(url, method, Headers.of(given), credentials)
        preflight, response = self._hop(request, options)
        hops: list[Hop] = []
        last = response
        while (target := _target(request.url, last)) and len(hops) < _MOST_REDIRECTS:
            if _becomes_get(request.method, last.status_code):
                request, options = replace(request, method="GET"), {}
            request = replace(request, url=target)
            of_hop, last = self._hop(request, options)
            hops.append(Hop(target, _plain(last), _plain(of_hop)))
        verdict = judge(Exchange(self.origin, first, _plain(preflight), _plain(response), tuple(hops)))
        away = _location(request.url, last)
        return CorsResult(verdict, last, preflight, away, f"{method} {path} for {self.origin}")

    def _hop(self, request: Request, options: Mapping[str, Any]) -> tuple[Any, Any]:
        """The preflight, where there is one, and the response; none where the preflight fails."""
        from cors_wizard.fetch_standard import judge, preflight_header_names, preflight_reasons
        from cors_wizard.http_exchange import Exchange

        preflight = None
        if preflight_reasons(request, self.origin):
            asked = {"Origin": self.origin, "Access-Control-Request-Method": request.method}
            if names := preflight_header_names(request):
                asked["Access-Control-Request-Headers"] = ",".join(names)
            preflight = self._bare.open(request.url, method="OPTIONS", headers=asked)
            found = judge(Exchange(self.origin, request, _plain(preflight)))
            if any(each.stage == "preflight" for each in found.violations):
                return preflight, None
        client = self.client if self.client is not None and request.credentials == "include" else self._bare
        sent = {**dict(request.headers), "Origin": self.origin}
        return preflight, client.open(request.url, method=request.method, headers=sent, **options)


@pytest.fixture
def cors_client() -> Callable[..., CorsClient]:
    """Make a `CorsClient`: `cors_client(app, origin="http://localhost:3000")`."""

    def made(app: Any, origin: str, *, client: Any = None) -> CorsClient:
        return CorsClient(app, origin, client)

    return made


def _fail(*lines: str) -> NoReturn:
    """Fail the test with what a public log may show and a terminal doesn't obey."""
    from cors_wizard.masking import mask_text
    from cors_wizard.printable import visible_line

    __tracebackhide__ = True
    pytest.fail("\n".join(visible_line(mask_text(line)) for line in lines))


def _plain(response: Any) -> Response | None:
    from cors_wizard.http_exchange import Headers, Response

    if response is None:
        return None
    return Response(response.status_code, Headers.of(list(response.headers)))


def _becomes_get(method: str, status: int) -> bool:
    """Whether a browser goes on with GET (Fetch, "HTTP-redirect fetch")."""
    return (status == 303 and method not in ("GET", "HEAD")) or (status in (301, 302) and method == "POST")


def _location(url: str, response: Any) -> str:
    """Where a redirect leads; empty where the response is none."""
    from cors_wizard.fetch_standard.urls import absolute

    if response is None or response.status_code not in (301, 302, 303, 307, 308):
        return ""
    location: str = response.headers.get("Location", "")
    return absolute(location, url) if location else ""


def _target(url: str, response: Any) -> str:
    """Where a redirect within the app leads; empty where there is none."""
    target = _location(url, response)
    return target if target.startswith(f"{BASE}/") else ""
