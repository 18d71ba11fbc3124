"""Through the proxy and past it: which requests show both, and what each header says at either. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from cors_wizard.behind_proxy import handed_on
from cors_wizard.facts import Fact, Facts
from cors_wizard.fetch_standard.trust import is_loopback
from cors_wizard.fetch_standard.urls import DEFAULT_PORTS, ParsedUrl, parse_url
from cors_wizard.frozen import dataclass
from cors_wizard.masking import mask_text
from cors_wizard.probe.plan import plan
from cors_wizard.probe.result import ProbeRequest, ProbeResult

DIRECT_OPTION = "--direct"
"""The evidence of an address that the user gave on the command line, wherever it is."""

_PREFIX = "direct-"
_COMPARED_PROBES = ("preflight", "request")
_COMPARED = (
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Credentials",
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Headers",
    "Access-Control-Expose-Headers",
    "Vary",
    "Location",
)
_ABSENT = "-"


@dataclass(frozen=True)
class LayerDifference:
    """One thing that differs; plain text, masked."""

    purpose: str
    header: str
    through: str
    direct: str
    is_of_preflight: bool = False

    @property
    def is_lost(self) -> bool:
        """Whether the proxy removes what the server behind it sends."""
        return self.through == _ABSENT and self.direct != _ABSENT

    @property
    def is_refusal(self) -> bool:
        """Whether the proxy responds with an error itself, where the server behind it doesn't."""
        return self.header == "status" and self.through[:1] in "45" and self.direct[:1] in "23"

    @property
    def says(self) -> str:
        """Which layer is guilty of it, in one sentence."""
        if self.header == "status":
            return f"The proxy responds {self.through}; the server behind it {self.direct}."
        if self.through == _ABSENT:
            return f"The proxy removes {self.header}."
        if self.direct == _ABSENT:
            return f"The proxy adds {self.header}."
        return f"The proxy changes {self.header}."


def plan_direct(facts: Facts) -> tuple[ProbeRequest, ...]:
    """The page's own request at the server behind the proxy; empty where no address of it is known."""
    url = direct_address(facts)
    if not url:
        return ()
    parsed = parse_url(url)
    at = f"at {parsed.origin}, behind the proxy" if parsed else ""
    planned = plan(facts.replacing(Fact("url", url, "answered")))
    return tuple(
        replace(request, id=f"{_PREFIX}{request.id}", purpose=f"{request.purpose}, {at}")
        for request in planned
        if request.id in _COMPARED_PROBES
    )


def is_direct(request_id: str) -> bool:
    """Whether a probe was sent past the proxy."""
    return request_id.startswith(_PREFIX)


def direct_address(facts: Facts) -> str:
    """The page's URL at the server behind the proxy: the given one, else that of the project's settings."""
    url, given = facts.text("url") or "", facts.get("direct_url")
    if given is None or not given.is_known:
        return handed_on(url, facts)
    found = direct_url(url, str(given.value))
    asked, behind = parse_url(url), parse_url(found)
    if asked is None or behind is None:
        return ""
    return found if given.evidence == DIRECT_OPTION or _is_near(asked, behind) else ""


def _is_near(asked: ParsedUrl, behind: ParsedUrl) -> bool:
    """Whether nobody need be asked: this machine, or the host that is probed already."""
    return behind.host == asked.host or (is_loopback(asked.host) and is_loopback(behind.host))


def direct_url(url: str, direct: str) -> str:
    """The same path at the server behind the proxy; a direct URL with a path of its own is taken as it is."""
    parsed, behind = parse_url(url), parse_url(direct)
    if parsed is None or behind is None or behind.rest not in ("", "/"):
        return direct
    return behind.origin + parsed.rest


def layer_differences(results: Iterable[ProbeResult]) -> tuple[LayerDifference, ...]:
    """What differs between the responses to the page's own request at both places.

    What settings name need not run: without any response from there nothing differs.
    """
    by_id = {result.request.id: result for result in results}
    pairs = ((by_id.get(id), by_id.get(f"{_PREFIX}{id}")) for id in _COMPARED_PROBES)
    both = [(through, direct) for through, direct in pairs if through and direct]
    if not any(direct.response for _, direct in both):
        return ()
    return tuple(
        difference
        for through, direct in both
        if through.request.method == direct.request.method
        for difference in _differences(through, direct)
    )


def silent_upstream(facts: Facts, results: Iterable[ProbeResult]) -> Fact | None:
    """Where the proxy sends requests and nothing listens, so that it responded with a gateway's error."""
    by_id = {result.request.id: result for result in results}
    for id in _COMPARED_PROBES:
        through, direct = by_id.get(id), by_id.get(f"{_PREFIX}{id}")
        if through and direct and through.is_in_its_place and direct.failure == "refused":
            behind = parse_url(direct.request.url)
            origin = behind.origin if behind else ""
            line = next((each for each in facts.items("proxied_to") if f"-> {origin}" in each), "")
            where = f"{origin} ({line.partition(': ')[0]})" if line else origin
            return Fact("silent_upstream", where, "probed", mask_text(direct.request.purpose))
    return None


def served_by_proxy(facts: Facts) -> str:
    """The settings of a proxy that serve the URL from a folder, and hand no longer beginning of it on.

    On this machine the page may call Flask's own port: only a port counts then on which the proxy listens.
    """
    url = parse_url(facts.text("url") or "")
    if url is None:
        return ""
    path, port = url.path, str(url.port or DEFAULT_PORTS.get(url.scheme, 0))
    items = [(*item.rpartition(": ")[2].split(" ", 1), item) for item in facts.items("proxy_serves")]
    served = [
        (prefix, item)
        for ports, prefix, item in items
        if path.startswith(prefix) and (port in ports.split(",") or not is_loopback(url.host))
    ]
    passed = (item.partition(": ")[2].partition(" -> ")[0] for item in facts.items("proxied_to"))
    longest = max((each for each in passed if path.startswith(each)), key=len, default="")
    prefix, item = max(served, key=lambda each: len(each[0]), default=("", ""))
    return item if len(prefix) > len(longest) else ""


def _differences(through: ProbeResult, direct: ProbeResult) -> Iterator[LayerDifference]:
    purpose = mask_text(through.request.purpose)
    is_preflight = "Access-Control-Request-Method" in through.request.headers
    # A redirect that the proxy sends itself was never Flask's response: nothing was removed from that.
    is_own_redirect = _is_redirect(through) and not _is_redirect(direct)
    for name, here, there in zip(("status", *_COMPARED), _values(through), _values(direct), strict=True):
        if here != there and (not is_own_redirect or name in ("status", "Location")):
            yield LayerDifference(purpose, name, here, there, is_preflight)


def _is_redirect(result: ProbeResult) -> bool:
    return result.response is not None and 300 <= result.response.status < 400


def _values(result: ProbeResult) -> tuple[str, ...]:
    if result.response is None:
        return (result.failure or _ABSENT, *(_ABSENT for _ in _COMPARED))
    headers = result.response.headers
    combined = (" | ".join(headers.all(name)) or _ABSENT for name in _COMPARED)
    return (str(result.response.status), *map(mask_text, combined))
