"""Origins that are patterns, and the pages that try to get in through them."""

from __future__ import annotations

from itertools import product

PAGE = "http://localhost:5173"
"""The page's own origin, where what is hostile comes from elsewhere."""

NAMED = "https://shop.example"
"""What the user's own code allows beside it."""

_ANY = (
    *("(.+)", "(.*)", ".*", ".+", "[a-z.]+", r"[^/]+", r"\w+", "(?:.)+", "(.|x)+", "x?.*", "*", "(?i).+"),
    *(r"\S+", "{.+}", "%s", "${HOST}", ".{0,80}", "[^.]+"),
)
_FORMS = (
    *("https://{}", "https://{}.shop.example", "https://evil{}.shop.example", "https://shop{}example"),
    *("https://shop.example{}", "http://{}:5173", "^https://{}$", "{}"),
)


def hostile_inputs() -> tuple[str, ...]:
    """Origins as somebody may paste, give or write them; each would let strangers in as a pattern."""
    written = [form.format(any_) for form, any_ in product(_FORMS, _ANY)]
    encoded = [f"https://{''.join(f'%{ord(char):02x}' for char in any_)}.shop.example" for any_ in _ANY]
    encoded += [f"http://{''.join(f'%{ord(char):02X}' for char in any_)}" for any_ in _ANY]
    others = [
        *(
            "https://shop.example$",
            "https://shop.example?",
            "^https://shop.example",
            "https://shop[.]example",
        ),
        *(
            "https://(shop|evil).example",
            "https://shop.example|https://evil.example",
            "https?://shop.example",
        ),
        *(
            r"^https://.*\.com$",
            r"https://.*\.herokuapp\.com$",
            r"https://\w+\.co\.uk$",
            r"^https?://.*\.github\.io$",
        ),
        *(
            r"^https://.*shop\.example",
            r"https://shop\.example",
            r"https://.*\.shop\.example",
            "https://.+.example$",
        ),
        *(
            "https://[shop].example",
            "https://[s-t]hop.example",
            "https://shop.example:\\d*",
            "https://sho*p.example",
        ),
        *(
            "null",
            "file://",
            "https://",
            "//shop.example",
            "https://*",
            "*",
            "https://*.shop.example",
            "http://*:*",
        ),
        *(
            "https://shop.example, *",
            "https://shop.example,https://(.+)",
            "https://shop.example\n*",
            "\u202ehttps://(.+)",
        ),
        *(
            "https://shop.example;*",
            "https://shop.example'](.*)",
            'https://shop.example", ".*',
            "https://shop.example\\",
        ),
        *(
            "https://(.+)@shop.example",
            "https://shop.example@(.+)",
            "https://shop.example#(.+)",
            "http://[::1](.*)",
        ),
    ]
    return tuple(dict.fromkeys((*written, *encoded, *others)))


STRANGERS = (
    *("https://evil.test", "http://evil.test", "https://evil.example", "http://evil.test:5173", "null"),
    *("https://evilshop.example", "https://evil-shop.example", "https://evil.shop.example", "https://a.b.shop.example"),
    *("https://shopXexample", "https://shop-example", "https://shop1example", "https://shop.example.evil.test"),
    *("https://shop.example.com", "https://shop.exampleevil", "https://shop.examples", "https://xshop.example"),
    *("https://shop.example:444", "https://shop.example:5173", "http://shop.example", "http://shop.example:443"),
    *("http://localhost:51730", "http://localhost:5174", "https://localhost:5173", "http://127.0.0.1:5173"),
    *("http://localhost.evil.test:5173", "http://evillocalhost:5173", "http://localhost", "http://s:5173"),
    *("https://evil.com", "https://evil.herokuapp.com", "https://evil.co.uk", "https://evil.github.io"),
    *("http://[::1]", "http://[2001:db8::1]", "http://1:3000", "http://a", "https://s.example", "https://sop.example"),
    *("https://shop.example%40evil.test", "chrome-extension://abcdefgh", "https://xn--shp-7qa.example"),
)  # fmt: skip
"""Serialized origins that nobody named."""
