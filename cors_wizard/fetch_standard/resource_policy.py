"""Cross-Origin-Resource-Policy: a server asks that pages of other sites don't even embed its response."""

from __future__ import annotations

from cors_wizard.fetch_standard.origin import is_same_origin
from cors_wizard.fetch_standard.site import is_same_site
from cors_wizard.http_exchange import Response

RESOURCE_POLICY = "Cross-Origin-Resource-Policy"


def is_blocked_by_resource_policy(response: Response, page_origin: str, url: str) -> bool:
    """Whether an opaque response is withheld; a response that CORS allows never is.

    https://fetch.spec.whatwg.org/#cross-origin-resource-policy-internal-check, without an embedder policy
    """
    policy = response.headers.get(RESOURCE_POLICY)
    if is_same_origin(page_origin, url) or policy not in ("same-origin", "same-site"):
        return False
    # A response over HTTPS may go to the same site over HTTP, not the other way round.
    return policy == "same-origin" or not is_same_site(_over_https(page_origin, url), url)


def _over_https(page_origin: str, url: str) -> str:
    return page_origin.replace("http://", "https://", 1) if url.startswith("https://") else page_origin
