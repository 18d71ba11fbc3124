"""Which hosting platform an address belongs to, and whether a response is the platform's own. Pure.

The headers are those that the platforms document; none of them can be shown here, and the names of hosts
are the ones that the platforms give away themselves.
"""

from __future__ import annotations

from collections.abc import Mapping

_HOSTS: tuple[tuple[str, str], ...] = (
    (".execute-api.", "aws-gateway"),
    (".lambda-url.", "aws-gateway"),
    (".cloudfront.net", "aws"),
    (".amazonaws.com", "aws"),
    (".awsapprunner.com", "aws"),
    (".elasticbeanstalk.com", "aws"),
    (".azurewebsites.net", "azure"),
    (".azure-api.net", "azure"),
    (".azurecontainerapps.io", "azure"),
    (".trycloudflare.com", "cloudflare"),
    (".workers.dev", "cloudflare"),
    (".app.github.dev", "codespaces"),
    (".preview.app.github.dev", "codespaces"),
    (".devtunnels.ms", "codespaces"),
    (".run.app", "google"),
    (".cloudfunctions.net", "google"),
    (".appspot.com", "google"),
    (".googleapis.com", "google"),
    (".herokuapp.com", "heroku"),
    (".ngrok.io", "ngrok"),
    (".ngrok.app", "ngrok"),
    (".ngrok.dev", "ngrok"),
    (".ngrok-free.app", "ngrok"),
    (".ngrok-free.dev", "ngrok"),
    (".vercel.app", "vercel"),
    (".netlify.app", "other"),
    (".onrender.com", "other"),
    (".up.railway.app", "other"),
    (".fly.dev", "other"),
    (".pythonanywhere.com", "other"),
)
"""What a host's name ends with, or has in it, and the value of the fact `hosting`."""

_HEADERS: tuple[tuple[str, str], ...] = (
    ("x-amz-apigw-id", "aws-gateway"),
    ("apigw-requestid", "aws-gateway"),
    ("x-amz-cf-id", "aws"),
    ("x-vercel-id", "vercel"),
    ("x-azure-ref", "azure"),
    ("x-cloud-trace-context", "google"),
    ("cf-ray", "cloudflare"),
)
"""Response headers that a platform puts on everything that passes it."""


def hosting(host: str, headers: Mapping[str, str]) -> str:
    """The platform that a host belongs to, by its name or by what it puts on every response."""
    for part, platform in _HOSTS:
        if host.endswith(part) or (
            part.endswith(".") and part in host and host.endswith((".amazonaws.com", ".aws"))
        ):
            return platform
    return next((platform for header, platform in _HEADERS if header in headers), "none")


def platform_answer(host: str, status: int, headers: Mapping[str, str]) -> str:
    """Which part of a platform wrote this response itself, without Flask; "none" where nothing says so."""
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
    if "amazons3" in server or "x-guploader-uploadid" in headers:
        return "bucket"
    if status in (401, 403) and refuses and hosting(host, headers) in ("google", "azure"):
        return "access-control"
    # A port that is not public sends everybody to a login, or names the tunnel that wants one.
    if "pf-signin" in headers.get("location", "") or "tunnel" in headers.get("www-authenticate", "").lower():
        return "codespaces"
    return "none"
