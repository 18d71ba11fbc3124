"""The CORS-preflight fetch: when it comes, what it requests, and whether its response permits the request."""

from __future__ import annotations

from collections.abc import Iterator

from cors_wizard.facts import Symptom
from cors_wizard.fetch_standard.cors_check import check_origin
from cors_wizard.fetch_standard.headers import (
    NON_WILDCARD_REQUEST_HEADERS,
    cors_unsafe_request_headers,
    extract_list,
)
from cors_wizard.fetch_standard.hops import REDIRECT_STATUSES, JudgedHop, hops_of
from cors_wizard.fetch_standard.methods import is_cors_safelisted_method
from cors_wizard.fetch_standard.verdict import PreflightReason, Violation, ViolationId
from cors_wizard.http_exchange import Exchange, Request, Response

ALLOW_METHODS = "Access-Control-Allow-Methods"
ALLOW_HEADERS = "Access-Control-Allow-Headers"


def preflight_reasons(request: Request, page_origin: str) -> tuple[PreflightReason, ...]:
    """Why this request of a page of `page_origin` needs a CORS-preflight request; empty where it needs none.

    https://fetch.spec.whatwg.org/#main-fetch, the step that sets makeCORSPreflight
    """
    return hop_reasons(hops_of(Exchange(page_origin, request))[0])


def preflight_header_names(request: Request) -> tuple[str, ...]:
    """What Access-Control-Request-Headers lists for this request: lower-cased and sorted.

    https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names
    """
    return sorted_names(cors_unsafe_request_headers(request.headers))


def sorted_names(headers: tuple[PreflightReason, ...]) -> tuple[str, ...]:
    """The names of unsafe headers in the order in which the preflight lists them."""
    return tuple(sorted(header.name for header in headers))


def hop_reasons(hop: JudgedHop) -> tuple[PreflightReason, ...]:
    """Why this hop needs a CORS-preflight request; empty where it needs none."""
    if not hop.needs_preflight:
        return ()
    request = hop.request
    reasons = []
    if not is_cors_safelisted_method(request.method):
        reasons.append(PreflightReason("method-not-safelisted", request.method))
    reasons += hop.unsafe_headers
    if request.use_cors_preflight:
        reasons.append(PreflightReason("upload-listener"))
    return tuple(reasons)


def judge_preflight(hop: JudgedHop, response: Response) -> Iterator[Violation]:
    """Every reason for which a preflight response does not permit the request.

    https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, step 7. Browsers refuse a redirect before
    they look at the CORS headers (`preflight-redirect-301` in the table of browser exchanges); then
    come the origin, the status, the lists.
    """
    url, status = hop.request.url, response.status
    redirected = status in REDIRECT_STATUSES and "Location" in response.headers
    if redirected:
        yield _violation("preflight-disallowed-redirect", "preflight-redirect", hop, response, "Location")
    if hop.preflight_origin is not None:
        yield from check_origin(response, hop.preflight_origin, hop.request.credentials, url, "preflight")
    if not redirected and not 200 <= status <= 299:
        yield Violation("preflight-invalid-status", "preflight", "preflight-status", url, status=status)
    yield from _judge_lists(hop, response)


def _judge_lists(hop: JudgedHop, response: Response) -> Iterator[Violation]:
    """Fetch, "CORS-preflight fetch", steps 7.1 to 7.7; lists that do not parse fail before any is read."""
    methods = extract_list(response.headers, ALLOW_METHODS)
    names = extract_list(response.headers, ALLOW_HEADERS)
    if methods is None:
        yield _violation("invalid-allow-methods", "allow-methods-invalid", hop, response, ALLOW_METHODS)
    if names is None:
        yield _violation("invalid-allow-headers", "allow-headers-invalid", hop, response, ALLOW_HEADERS)
    if methods is not None and not permits_method(hop.request, methods):
        method = hop.request.method
        yield _violation("method-disallowed", "method-not-allowed", hop, response, ALLOW_METHODS, method)
    if names is not None:
        for name in (header.name for header in hop.unsafe_headers):
            if not permits_header(hop.request, names, name):
                yield _violation(
                    "header-disallowed", "header-not-allowed", hop, response, ALLOW_HEADERS, name
                )


def permits_method(request: Request, methods: tuple[str, ...]) -> bool:
    """Whether Access-Control-Allow-Methods permits the request's method; upper and lower case differ.

    https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, steps 7.4 and 7.5. By step 7.3 any method passes
    where the header is absent and the use-CORS-preflight flag is set; no engine lets it.
    """
    if is_cors_safelisted_method(request.method) or request.method in methods:
        return True
    return request.credentials != "include" and "*" in methods


def permits_header(request: Request, names: tuple[str, ...], name: str) -> bool:
    """Whether Access-Control-Allow-Headers permits a header.

    https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, steps 7.6 and 7.7. By the standard `*` never covers
    Authorization; all three engines let it through (`acah-star-authorization` in the table of browser
    exchanges), so the verdict does too, with a warning.
    """
    if name in map(str.lower, names):
        return True
    return request.credentials != "include" and "*" in names


def leans_on_wildcard(request: Request, names: tuple[str, ...]) -> bool:
    """Whether Authorization passes by `*` alone, which the standard does not allow."""
    unnamed = NON_WILDCARD_REQUEST_HEADERS - set(map(str.lower, names))
    if "*" not in names or request.credentials == "include":
        return False
    return any(name in unnamed for name in request.headers.names())


def _violation(
    symptom: Symptom,
    id: ViolationId,
    hop: JudgedHop,
    response: Response,
    header: str,
    wanted: str | None = None,
) -> Violation:
    got = response.headers.get(header)
    return Violation(symptom, "preflight", id, hop.request.url, header, got, wanted, response.status)
