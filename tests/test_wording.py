"""The words that must not come back: what users read says what developers say.

Held over every text of the knowledge files, every sentence in the code, and the pages of the repository. The
product once said all of them, and nobody in a code review would.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from cors_wizard.knowledge_base import builtin_folder

ROOT = Path(__file__).parent.parent
PAGES = (
    "README.md",
    "CONTRIBUTING.md",
    "docs/knowledge.md",
    "docs/agents.md",
    "docs/how-it-works.md",
    "SECURITY.md",
    "CHANGELOG.md",
)

NOT_PROSE = frozenset(
    {"id", "fact", "goto", "not_sure", "fixes", "causes", "proof", "when", "only_where", "unless", "examples"}
    | {
        "template",
        "shown_by",
        "code",
        "wrong",
        "error",
        "optional",
        "contradicts",
        "kind",
        "symptom",
        "label",
    }
    | {"checked", "refused", "url", "schema", "field", "claim"}
)
"""Keys whose values are names, code, or what browsers and servers print."""

WORDS: Mapping[str, str] = {
    r"\bmend(s|ed|ing)?\b": "fix",
    r"\b(shall|whoever)\b": "will, anyone who",
    r"\bmisspelt\b": "misspelled",
    r"\b(recogni|normali|seriali)s(e|ed|es|ing)\b": "recognize, normalize, serialize",
    r"\b(behaviour|colour|favour)": "behavior, color, favor",
    r"\bstands? (in|under|there|in for|beside|before)\b": "is in, is inside, is there",
    r"\bspeaks? of CORS\b": "reports CORS",
    r"\b(is|not|be|are|was) told\b(?! (apart|from))": "is known, is shown",
    r"\blets? (strangers|nobody) in\b": "allows any origin, allows no origin",
    r"\bbarred\b": "blocked",
    r"\b[Tt]hose whom\b": "the origins that",
    r"\b[Ll]egs?\b": "hop",
    r"\b[Ee]verybody\b": "everyone",
    r"CORS is not concerned": "this isn't about CORS",
    r"\b[Ss]et-ups?\b(?!-)": "setup",
    r"\b[Aa]nswers? to OPTIONS\b": "preflight response",
    r"\b(is|was|were|are) answered (by|with)\b": "gets",
    r"\banswer(s|ed) (with )?`?[1-5][0-9][0-9]\b": "responds with",
    r"\b[Rr]efusals?\b": "error, failed check",
    r"\b[Ff]ound out, not answered\b": "detected",
    r"\b(?<!There )(?<!there )is no (URL|origin|text|list|number|regular expression|JSON|TOML)\b": "isn't a",
}


def of_knowledge() -> Iterator[tuple[str, str]]:
    """Every text of the knowledge files, with its place."""
    for path in sorted(builtin_folder().rglob("*.toml")):
        place = str(path.relative_to(builtin_folder()))
        for text in _texts(tomllib.loads(path.read_text(encoding="utf-8"))):
            yield place, text


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            if key not in NOT_PROSE:
                yield from _texts(each)


def of_code() -> Iterator[tuple[str, str]]:
    """Every sentence that the code can print, with its place: texts with a blank, docstrings left out."""
    for path in sorted((ROOT / "cors_wizard").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        bare = {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(tree):
            if id(node) in bare or not isinstance(node, ast.Constant):
                continue
            if isinstance(node.value, str) and " " in node.value:
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node.value


def of_docstrings() -> Iterator[tuple[str, str]]:
    """What the code says of itself, with its place; names of files are no prose."""
    for path in sorted((ROOT / "cors_wizard").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                text = re.sub(r"\S+\.md\b", "", str(node.value.value))
                # What a browser decides is a refusal in the code; on the screens it is an error.
                yield f"{path.relative_to(ROOT)}:{node.lineno}", re.sub(r"\b[Rr]efusals?\b", "", text)


def of_pages() -> Iterator[tuple[str, str]]:
    """The lines of the pages that people read first, with their place."""
    for name in (*PAGES, *(str(each.relative_to(ROOT)) for each in sorted((ROOT / "docs").rglob("*.md")))):
        for number, line in enumerate((ROOT / name).read_text(encoding="utf-8").splitlines(), 1):
            yield f"{name}:{number}", line


@pytest.mark.parametrize("texts", [of_knowledge, of_code, of_docstrings, of_pages])
def test_no_word_comes_back(texts: object) -> None:
    """Quoted code and quoted messages may say what they like."""
    assert callable(texts)
    found = [
        f"{place}: {match[0]!r}, write: {better}; in: {text.strip()[:100]}"
        for place, text in texts()
        for word, better in WORDS.items()
        if (match := re.search(word, re.sub(r"`[^`]*`|\*[^*]+\*", "", text)))
    ]
    assert found == []


@pytest.mark.parametrize("word", WORDS)
def test_every_word_can_be_found(word: str) -> None:
    """Each pattern matches what it is there for: none is a slip that never holds."""
    samples = (
        "mended whoever misspelt recognised behaviour stands in speaks of CORS is told lets strangers in "
        "barred everybody CORS is not concerned set-up answer to OPTIONS is answered by answers 405 refusal "
        "found out, not answered this is no URL those whom legs"
    )
    assert re.search(word, samples)


def test_a_page_that_is_named_is_there() -> None:
    """Code and knowledge refer to pages of this repository alone: a reader can follow every reference."""
    files = [*(ROOT / "cors_wizard").rglob("*.py"), *(ROOT / "knowledge").rglob("*.toml")]
    named = {
        (file.name, page)
        for file in files
        for page in re.findall(r"\b[a-z][a-z0-9-]*\.md\b", file.read_text(encoding="utf-8"))
    }
    pages = {page.name for page in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))}
    # What the wizard itself writes is there once it is written.
    pages |= {"cors-report.md", "report.md"}
    assert {(file, page) for file, page in named if page not in pages} == set()
