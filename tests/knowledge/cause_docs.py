"""Writes `docs/causes/` from the knowledge files, or checks that what is there is fresh.

python -m tests.knowledge.cause_docs           writes the pages
python -m tests.knowledge.cause_docs --check   exits 1 and says so where one is out of date
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from cors_wizard.fixes.quoting import code_span
from cors_wizard.knowledge_base import Cause, Knowledge, load_knowledge
from cors_wizard.report.cause_page import cause_page
from cors_wizard.report.markdown import render_markdown

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "causes"
_MOST_TEXTS = 6
_NOTE = "<!-- Written by `python -m tests.knowledge.cause_docs`; edit the files of knowledge/ instead. -->"


def pages(knowledge: Knowledge) -> dict[str, str]:
    """Every page by its file's name, the index among them."""
    made = {f"{cause.id}.md": _page(cause, knowledge) for cause in knowledge.causes.values()}
    return {"README.md": _index(knowledge), **made}


def _page(cause: Cause, knowledge: Knowledge) -> str:
    texts = list(_texts(cause, knowledge))
    headings = "".join(f"\n## {_heading(text)}\n" for text in texts)
    errors = f"\n# Error texts that lead here\n{headings}" if texts else ""
    return f"{_NOTE}\n\n{render_markdown(cause_page(cause, knowledge))}{errors}"


def _index(knowledge: Knowledge) -> str:
    ranked = sorted(knowledge.causes.values(), key=lambda cause: (-cause.commonness, cause.id))
    lines = [_NOTE, "", "# CORS errors in Flask, by cause", ""]
    lines += [f"- [{cause.title.replace('[', '').replace(']', '')}]({cause.id}.md)" for cause in ranked]
    lines += ["", "# By error text", ""]
    for cause in ranked:
        lines += [f"- {_heading(text)}: [{cause.id}]({cause.id}.md)" for text in _texts(cause, knowledge)]
    return "\n".join(lines) + "\n"


def _heading(text: str) -> str:
    return code_span(" ".join(text.split())[:300])


def _texts(cause: Cause, knowledge: Knowledge) -> Iterable[str]:
    """Examples of the messages that lead to this cause, today's English ones first."""
    of_symptom = knowledge.symptom_causes
    fitting = [
        message
        for _, message in knowledge.messages
        if _first_cause(message.causes, of_symptom.get(message.symptom, ())) == cause.id
        and message.lang == "en"
        and not message.until
    ]
    return dict.fromkeys(message.examples[0] for message in fitting[:_MOST_TEXTS])


def _first_cause(own: tuple[str, ...] | None, of_symptom: tuple[str, ...]) -> str:
    """The likeliest of a message's causes: its own, else those of its symptom."""
    return next(iter(of_symptom if own is None else own), "")


def stale(made: dict[str, str]) -> list[str]:
    """The names of the files that differ, are missing, or belong to no cause any more."""
    there = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    return sorted(name for name in {*made, *there} if made.get(name) != there.get(name))


def main(arguments: list[str]) -> int:
    """Writes or checks; 1 where a page is out of date."""
    made = pages(load_knowledge())
    if "--check" in arguments:
        names = stale(made)
        if names:
            print(
                f"Out of date: {', '.join(names)}. Run python -m tests.knowledge.cause_docs.", file=sys.stderr
            )
        return 1 if names else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in stale(made):
        path = FOLDER / name
        if name in made:
            path.write_text(made[name], encoding="utf-8")
        else:
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
