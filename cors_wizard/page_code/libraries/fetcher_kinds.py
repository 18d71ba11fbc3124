"""How the libraries that take a URL and an object with options differ."""

from __future__ import annotations

from typing import Literal

from cors_wizard.frozen import dataclass
from cors_wizard.page_code.page_call import Initiator


@dataclass(frozen=True)
class Fetcher:
    """How a library reads its options."""

    name: str
    bases: tuple[str, ...]
    """Options that the URL is put behind."""
    json_option: str = ""
    """An option that holds an object to send."""
    is_body_json: bool = False
    """Whether an object given as `body` becomes JSON."""
    accept: str = ""
    has_switch: bool = False
    """Whether it knows `withCredentials`."""
    body: str = "body"
    """The option that holds what is sent."""
    takes_data: bool = False
    """Whether `post(url, data, options)` takes the data before the options."""
    json_type: str = "application/json"
    always_typed: bool = False
    """Whether a request without a body has its Content-Type, too."""
    initiator: Initiator = "fetch"
    text_type: str = "text/plain;charset=UTF-8"
    """The Content-Type of a string that is sent."""
    is_body_form: bool = False
    """Whether an object given as `body` becomes a form."""
    accepts_with: Literal["always", "json", "body"] = "always"
    """When `accept` is sent."""
    token: str = ""
    """A header that the library adds where the API is on the page's own host."""
    has_marked_paths: bool = False
    """Whether a path may begin with its method: `@delete/items/1`."""
    hooks_take_url: bool = False
    """Whether a hook is `(url, options) => ({url, options})`."""
    has_auth: bool = False
    """Whether the option `auth` becomes Authorization."""


KY = Fetcher("ky", ("prefixUrl", "prefix", "baseUrl"), json_option="json")
OFETCH = Fetcher(
    "ofetch",
    ("baseURL",),
    is_body_json=True,
    accept="application/json",
    accepts_with="json",
    text_type="application/json",
)
_JSON_TEXT = "application/json"
REDAXIOS = Fetcher(
    "redaxios",
    ("baseURL",),
    is_body_json=True,
    has_switch=True,
    takes_data=True,
    body="data",
    has_auth=True,
)
XIOR = Fetcher(
    "xior",
    ("baseURL",),
    is_body_json=True,
    has_switch=True,
    takes_data=True,
    body="data",
    text_type=_JSON_TEXT,
)
UMI = Fetcher(
    "umi-request",
    ("prefix",),
    is_body_json=True,
    body="data",
    json_type="application/json;charset=UTF-8",
    accept="application/json",
    accepts_with="body",
    hooks_take_url=True,
)
BETTER = Fetcher(
    "better-fetch",
    ("baseURL",),
    is_body_json=True,
    has_auth=True,
    text_type=_JSON_TEXT,
    has_marked_paths=True,
)
GAXIOS = Fetcher("gaxios", ("baseURL",), is_body_json=True, body="data")
UP = Fetcher("up-fetch", ("baseUrl",), is_body_json=True)
