"""Which hosting platform an address belongs to, and whether a response is the platform's own. Pure.

The headers are those that the platforms document; none of them can be shown here. The names of hosts that
platforms give away are knowledge: `knowledge/hosts/`.
"""

from __future__ import annotations

from collections.abc import Mapping

from cors_wizard.fetch_standard.trust import is_local
from cors_wizard.probe.servers import is_python

_HEADERS: tuple[tuple[str, str], ...] = (
    ("x-amz-apigw-id", "aws-gateway"),
    ("apigw-requestid", "aws-gateway"),
    ("x-amz-cf-id", "aws"),
    ("x-vercel-id", "vercel"),
    ("x-azure-ref", "azure"),
    ("x-cloud-trace-context", "google"),
    ("fly-request-id", "fly"),
    ("cf-ray", "cloudflare"),
)
"""Response headers that a platform puts on everything that passes it."""

_HANDED_ON_BY: tuple[tuple[str, str], ...] = (
    ("vegur", "heroku"),
    ("heroku", "heroku"),
    ("fly.io", "fly"),
    ("cloudfront", "aws"),
    ("google", "google"),
)
"""What the `Via` header of a platform has in it."""

_OF_PROJECTS: Mapping[str, str] = {
    "aws sam": "aws-gateway",
    "serverless": "aws-gateway",
    "zappa": "aws-gateway",
    "app engine": "google",
    "fly": "fly",
    "heroku": "heroku",
    "render": "render",
    "vercel": "vercel",
}
"""The fact `platform`, as the project's files or the user tell it."""


OWN_ANSWERS: Mapping[str, str] = {
    "api-gateway": "aws-gateway",
    "cloudfront": "aws",
    "bucket": "aws",
    "ngrok": "ngrok",
    "challenge": "cloudflare",
    "vercel": "vercel",
    "codespaces": "codespaces",
}
"""Which platform wrote an answer of its own, by the value of `platform_answer`."""


def hosting(headers: Mapping[str, str], platform: str = "", host: str = "") -> str:
    """The platform that a response or a project speaks of, where the address itself does not.

    Args:
        headers: of a response, by lower-case name: what a platform puts on all of them.
        platform: what the project or the user says; believed for addresses of the internet alone.
        host: of the address.
    """
    if marked := next((name for header, name in _HEADERS if header in headers), ""):
        return marked
    via = headers.get("via", "").lower()
    if passed := next((name for part, name in _HANDED_ON_BY if part in via), ""):
        return passed
    is_public = "." in host and not is_local(host)
    return _OF_PROJECTS.get(platform.lower(), "none") if is_public else "none"


def platform_answer(platform: str, status: int, headers: Mapping[str, str]) -> str:
    """Which part of a platform wrote this response itself, without Flask; "none" where nothing says so.

    Args:
        platform: that the address belongs to, as the fact `hosting` has it.
        status: of the response.
        headers: of the response, by lower-case name.
    """
    server = headers.get("server", "").lower()
    refuses = "www-authenticate" in headers or "text/html" in headers.get("content-type", "").lower()
    if "x-amzn-errortype" in headers:
        return "api-gateway"
    if "error from cloudfront" in headers.get("x-cache", "").lower():
        return "cloudfront"
    if "ngrok-error-code" in headers:
        return "ngrok"
    if "challenge" in headers.get("cf-mitigated", "").lower():
        return "challenge"
    if "x-vercel-error" in headers or "x-vercel-mitigated" in headers:
        return "vercel"
    if headers.get("x-render-routing", "") in ("no-server", "suspend") or "x-railway-fallback" in headers:
        return "no-app"
    if "amazons3" in server or "x-guploader-uploadid" in headers:
        return "bucket"
    if status in (401, 403) and refuses and platform in ("google", "azure", "vercel"):
        return "access-control"
    # A port that is not public sends everybody to a login, or names the tunnel that wants one.
    if "pf-signin" in headers.get("location", "") or "tunnel" in headers.get("www-authenticate", "").lower():
        return "codespaces"
    return "none"


def looks_private(platform: str, status: int, headers: Mapping[str, str]) -> bool:
    """Whether the forwarded port of a codespace most likely wanted a login itself: nothing names an app."""
    return platform == "codespaces" and status == 401 and not is_python(headers.get("server", ""))
