"""The manual page, made from the same parser as `--help`: `python -m cors_wizard.cli.man_page > FILE`."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator

from cors_wizard import __version__

_SEE_ALSO = "https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS"


def man_page(parser: argparse.ArgumentParser) -> str:
    """The page in roff's `man` macros; the same for the same parser, so a test can hold it fresh."""
    lines = [
        '.\\" Made from the help texts; edit those.',
        f'.TH CORS-WIZARD 1 "" "cors-wizard {__version__}" "User Commands"',
        ".SH NAME",
        f"cors-wizard \\- {_text(_first_line(parser))}",
        ".SH SYNOPSIS",
        *_synopsis(parser),
        ".SH DESCRIPTION",
        *_prose(parser.description or ""),
        ".SH OPTIONS",
        *_options(parser),
        ".SH COMMANDS",
        *_commands(parser),
        *_epilog(parser, ".SH"),
        ".SH SEE ALSO",
        _text(_SEE_ALSO),
    ]
    return "\n".join(lines) + "\n"


def _first_line(parser: argparse.ArgumentParser) -> str:
    return (parser.description or "").split("\n")[0].rstrip(".")


def _synopsis(parser: argparse.ArgumentParser) -> Iterator[str]:
    """The command and its options; argparse's own usage is wrapped by the terminal and the Python version."""
    yield f".B {_text(parser.prog)}"
    yield _text(" ".join(_usage(action) for action in parser._actions if action.help != argparse.SUPPRESS))


def _usage(action: argparse.Action) -> str:
    if isinstance(action, argparse._SubParsersAction):
        return f"{action.metavar} ..."
    name = _name(action).rpartition(", ")[2]
    return name if action.required and not action.option_strings else f"[{name}]"


def _commands(parser: argparse.ArgumentParser) -> Iterator[str]:
    """A section for each command, with those of its own below."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                yield f".SS {_text(inner.prog)}"
                yield from _synopsis(inner)
                yield ".PP"
                yield from _prose(inner.description or "")
                yield from _options(inner)
                yield from _epilog(inner, ".PP")
                yield from _commands(inner)


def _options(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction) or action.help in (None, argparse.SUPPRESS):
            continue
        yield ".TP"
        yield f".B {_text(_name(action))}"
        yield _text(str(action.help).replace("%%", "%"))


def _name(action: argparse.Action) -> str:
    """An option with what it takes, as the help shows it."""
    takes = str(action.metavar or "")
    if not takes and action.choices:
        takes = f"{{{','.join(map(str, action.choices))}}}"
    if not takes and action.option_strings and action.nargs != 0:
        takes = action.dest.upper()
    return f"{', '.join(action.option_strings)} {takes}".strip()


def _epilog(parser: argparse.ArgumentParser, macro: str) -> Iterator[str]:
    """The parts below the options, each with its heading: examples, exit status."""
    for part in (parser.epilog or "").split("\n\n"):
        head, _, body = part.partition("\n")
        if body:
            title = head.rstrip(":")
            yield f".SH {title.upper()}" if macro == ".SH" else f".PP\n.B {_text(title.capitalize())}"
            yield from (".nf", *(_text(line) for line in body.split("\n")), ".fi")


def _prose(text: str) -> Iterator[str]:
    yield from (_text(line) for line in text.split("\n"))


def _text(text: str) -> str:
    """Text as roff takes it: no line is a request, and hyphens can be copied."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^(?=[.'])", r"\\&", escaped)


if __name__ == "__main__":
    from cors_wizard.cli.arguments import build_parser

    print(man_page(build_parser()), end="")
