"""Sites: whether two origins belong together for cookies and Cross-Origin-Resource-Policy.

The standard asks the public suffix list, which is not here: a site is the last two labels of a name, or the
last three under the suffixes named below, of which the hosters are those that developers deploy to.
"""

from __future__ import annotations

from functools import lru_cache

from cors_wizard.fetch_standard.trust import is_address
from cors_wizard.fetch_standard.urls import parse_url

_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gov", "net", "org"})
_HOSTERS = frozenset(
    {
        "azurewebsites.net",
        "cloudfront.net",
        "fly.dev",
        "github.io",
        "gitlab.io",
        "herokuapp.com",
        "netlify.app",
        "ngrok.io",
        "ngrok-free.app",
        "onrender.com",
        "pages.dev",
        "pythonanywhere.com",
        "run.app",
        "surge.sh",
        "up.railway.app",
        "vercel.app",
        "web.app",
        "workers.dev",
    }
)


@lru_cache(maxsize=1024)
def site_of(origin: str) -> str:
    """The site of an origin, with its scheme; "null" for an opaque origin.

    https://html.spec.whatwg.org/#obtain-a-site
    """
    parsed = parse_url(origin)
    if parsed is None or parsed.origin == "null":
        return "null"
    return f"{parsed.scheme}://{registrable_domain(parsed.host)}"


def is_same_site(a: str, b: str) -> bool:
    """Whether two origins are schemefully same site.

    https://html.spec.whatwg.org/#same-site
    """
    return site_of(a) != "null" and site_of(a) == site_of(b)


def registrable_domain(host: str) -> str:
    """The part of a host that one owner has; an address and a name of one label stay as they are."""
    labels = host.removesuffix(".").split(".")
    if is_address(host) or len(labels) < 3:
        return host.removesuffix(".")
    if ".".join(labels[-3:]) in _HOSTERS:
        return ".".join(labels[-4:])
    country_code = len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    if country_code or ".".join(labels[-2:]) in _HOSTERS:
        return ".".join(labels[-3:])
    return ".".join(labels[-2:])


def is_public_suffix(host: str) -> bool:
    """Whether a cookie's Domain would cover the sites of many owners."""
    labels = host.split(".")
    if len(labels) < 2:
        return host != "localhost"
    return host in _HOSTERS or (len(labels) == 2 and len(labels[1]) == 2 and labels[0] in _SECOND_LEVEL)
