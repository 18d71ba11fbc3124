"""Sites, by the public suffix list."""

from __future__ import annotations

import subprocess
import sys

import pytest

from cors_wizard.fetch_standard.site import (
    is_on_platform,
    is_public_suffix,
    is_same_site,
    registrable_domain,
    site_of,
)


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("localhost", "localhost"),
        ("example.com", "example.com"),
        ("a.b.example.com", "example.com"),
        ("a.b.example.com.", "example.com"),
        ("shop.example.co.uk", "example.co.uk"),
        ("example.co.uk", "example.co.uk"),
        ("a.example.ch", "example.ch"),
        ("me.github.io", "me.github.io"),
        ("x.me.github.io", "me.github.io"),
        ("app.up.railway.app", "app.up.railway.app"),
        ("shop.example.ck", "shop.example.ck"),
        ("x.app.up.railway.app", "app.up.railway.app"),
        ("127.0.0.1", "127.0.0.1"),
        ("[::1]", "[::1]"),
    ],
)
def test_registrable_domain(host: str, domain: str) -> None:
    """https://url.spec.whatwg.org/#host-registrable-domain"""
    assert registrable_domain(host) == domain


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("https://a.example.com", "https://b.example.com:8443", True),
        ("http://a.example.com", "https://b.example.com", False),
        ("http://localhost:3000", "http://localhost:5000", True),
        ("http://localhost:3000", "http://127.0.0.1:5000", False),
        ("null", "null", False),
        ("not a URL", "not a URL", False),
    ],
)
def test_same_site(a: str, b: str, same: bool) -> None:
    """https://html.spec.whatwg.org/#same-site: ports do not count, schemes do."""
    assert is_same_site(a, b) is same


@pytest.mark.parametrize(
    ("host", "public"),
    [("com", True), ("localhost", False), ("co.uk", True), ("vercel.app", True), ("example.com", False)],
)
def test_public_suffix(host: str, public: bool) -> None:
    """What no cookie may be set for."""
    assert is_public_suffix(host) is public


# fmt: off
HOSTERS = (
    "run.app", "a.run.app", "github.io", "gitlab.io", "herokuapp.com", "vercel.app", "vercel.dev",
    "now.sh", "netlify.app", "azurewebsites.net", "azurestaticapps.net", "azurecontainer.io",
    "cloudapp.net", "trafficmanager.net", "blob.core.windows.net", "azurefd.net", "azureedge.net",
    "cloudfront.net", "elasticbeanstalk.com", "us-east-1.elasticbeanstalk.com",
    "execute-api.us-east-1.amazonaws.com", "s3.amazonaws.com", "us-east-1.awsapprunner.com",
    "amplifyapp.com", "lambda-url.us-east-1.on.aws", "onrender.com", "up.railway.app", "fly.dev",
    "pages.dev", "workers.dev", "r2.dev", "trycloudflare.com", "ngrok.io", "ngrok.app", "ngrok.dev",
    "ngrok-free.app", "ngrok-free.dev", "web.app", "firebaseapp.com", "appspot.com", "r.appspot.com",
    "cloudfunctions.net", "gateway.dev", "repl.co", "replit.app", "replit.dev", "deno.dev", "surge.sh",
    "pythonanywhere.com", "eu.pythonanywhere.com", "code.run", "ondigitalocean.app", "cleverapps.io",
    "githubpreview.dev", "csb.app", "streamlit.app", "hf.space", "lovable.app", "bubbleapps.io",
    "webflow.io", "myshopify.com", "wixsite.com", "blogspot.com", "bolt.host", "zeabur.app",
    "northflank.app", "wasmer.app", "supabase.co", "appwrite.run", "val.run", "duckdns.org",
    "readthedocs.io",
)
# fmt: on
"""Where many owners have a name each below one domain."""


@pytest.mark.parametrize("domain", HOSTERS)
def test_two_customers_of_a_host_are_two_sites(domain: str) -> None:
    """A Lax cookie of the API reaches no page beside it, though both names end alike."""
    assert not is_same_site(f"https://a-1.{domain}", f"https://b-2.{domain}")
    assert is_public_suffix(domain) or is_public_suffix(f"a-1.{domain}")


def test_there_are_many_of_them() -> None:
    """The list above is no sample of two or three."""
    assert len(set(HOSTERS)) >= 67


def test_the_list_is_loaded_only_where_it_decides() -> None:
    """It takes longer than everything else that a verdict needs."""
    code = (
        "import sys; from cors_wizard.fetch_standard.site import is_same_site as same;"
        "print(same('http://localhost:3000', 'http://localhost:5000'),"
        " same('https://app.example', 'https://api.other.example'), same('http://127.0.0.1', 'http://localhost'),"
        " 'publicsuffixlist' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False", "False", "False"]


@pytest.mark.parametrize(
    ("origin", "site"),
    [
        ("https://a.shop.example.co.uk", "https://example.co.uk"),
        ("http://127.0.0.1:5000", "http://127.0.0.1"),
        ("null", "null"),
        ("no url", "null"),
    ],
)
def test_site_of(origin: str, site: str) -> None:
    """With its scheme and without its port."""
    assert site_of(origin) == site


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("shop.vercel.app", True),
        ("me.github.io", True),
        ("shop.example.com", False),
        ("example.co.uk", False),
        ("co.uk", False),
        ("localhost", False),
    ],
)
def test_is_on_platform(host: str, expected: bool) -> None:
    """Who has a name there has none beside it."""
    assert is_on_platform(host) is expected
