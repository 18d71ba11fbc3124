"""Settings of Flask's cookies that no browser accepts, whichever page asks."""

from __future__ import annotations

from collections.abc import Iterator

from cors_wizard.fetch_standard.site import is_public_suffix
from cors_wizard.flask_code import FlaskCode
from cors_wizard.flask_code.findings import CorsSetup, Option, Setting
from cors_wizard.lint.finding import Level, LintFinding

_COOKIES = ("SESSION_COOKIE", "REMEMBER_COOKIE")


def about_cookies(code: FlaskCode) -> Iterator[LintFinding]:
    """`SameSite=None` or `Partitioned` without `Secure`, and a domain that is a public suffix."""
    known = {each.key: each for each in code.cookies}
    for cookie in _COOKIES:
        secure = known.get(f"{cookie}_SECURE")
        if secure is None or secure.value.is_true is False:
            yield from _without_secure(known, cookie)
        domain = known.get(f"{cookie}_DOMAIN")
        name = domain.value.text.removeprefix(".").lower() if domain else ""
        if domain and name and is_public_suffix(name):
            yield _at(domain, f"no browser takes a cookie for {name}: many sites share that domain.")
    for setup in code.beside:
        if setup.kind == "set-cookie":
            yield from _about_view(setup)


def _about_view(setup: CorsSetup) -> Iterator[LintFinding]:
    """A `set_cookie(...)` of a view; the arguments after `domain` are seldom given by position."""
    secure, same_site = setup.option("secure"), setup.option("samesite")
    if same_site and same_site.value.text.lower() == "none" and _is_off(secure):
        level: Level = "warning" if setup.is_conditional else "error"
        detail = "browsers reject SameSite=None without `secure=True`."
        yield LintFinding("cookie-not-sent", level, same_site.span.path, same_site.span.line, detail)


def _is_off(option: Option | None) -> bool:
    return option is None or option.value.is_true is False


def _without_secure(known: dict[str, Setting], cookie: str) -> Iterator[LintFinding]:
    same_site, partitioned = known.get(f"{cookie}_SAMESITE"), known.get(f"{cookie}_PARTITIONED")
    if same_site and same_site.value.text.lower() == "none":
        yield _at(same_site, f"browsers reject SameSite=None without {cookie}_SECURE.")
    if partitioned and partitioned.value.is_true and partitioned.value.is_whole:
        yield _at(partitioned, f"browsers reject a partitioned cookie without {cookie}_SECURE.")


def _at(setting: Setting, detail: str) -> LintFinding:
    level: Level = "error" if setting.is_loaded else "warning"
    return LintFinding("cookie-not-sent", level, setting.span.path, setting.span.line, detail)
