"""What is secret by its shape: tokens of known issuers, and words that nobody made up."""

from __future__ import annotations

import re
from itertools import pairwise

SHORTEST = 16
"""Characters from which a word that nobody made up counts as secret."""
_LONG = 20
"""From here, fewer changes between classes of letters suffice: names of that length have hardly any."""

TOKEN = re.compile(
    r"(?<![A-Za-z0-9])(?:"
    r"gh[a-z]_[A-Za-z0-9]{16,255}+|github_pat_[A-Za-z0-9_]{16,255}+|gl[a-z]{2,12}-[A-Za-z0-9_.\-]{16,255}+"
    r"|xox[a-z]-[A-Za-z0-9-]{8,255}+|xapp-[A-Za-z0-9-]{8,255}+"
    r"|(?:sk|rk|pk)_(?:live|test|prod)_[A-Za-z0-9_]{6,255}+|whsec_[A-Za-z0-9+/=]{8,255}+|sk-[A-Za-z0-9_-]{16,255}+"
    r"|(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{12,20}+|AIza[A-Za-z0-9_-]{16,60}+|ya29\.[A-Za-z0-9._-]{8,500}+|GOCSPX-[\w-]{8,80}+"
    r"|npm_[A-Za-z0-9]{16,80}+|pypi-[A-Za-z0-9_-]{16,500}+|dckr_pat_[\w-]{8,80}+|rubygems_[0-9a-f]{16,80}+"
    r"|SG\.[\w-]{8,80}\.[\w-]{8,80}+|key-[0-9a-f]{32}|(?:AC|SK)[0-9a-f]{32}|hf_[A-Za-z0-9]{16,80}+"
    r"|do[opr]_v1_[0-9a-f]{16,80}+|shp[a-z]{2}_[0-9a-fA-F]{16,80}+|sq0[a-z]{3}-[\w-]{16,80}+|hv[sbr]\.[\w-]{16,300}+"
    r"|sntry[su]_[\w=+/-]{16,300}+|NRAK-[A-Z0-9]{16,60}+|lin_api_\w{16,80}+|PMAK-[\w-]{16,120}+|figd_[\w-]{16,80}+"
    r"|(?:secret|ntn)_[A-Za-z0-9]{32,60}+|EAA[A-Za-z0-9]{30,300}+|AGE-SECRET-KEY-1[A-Z0-9]{20,80}+"
    r"|bot[0-9]{6,12}:[\w-]{20,60}+|[0-9]{8,10}:AA[\w-]{30,40}+"
    r"|(?:r8|gsk|sbp|nf[a-z]|vc[a-z]|fm[12])_[\w+/=]{16,500}+|(?:xai|pplx|tvly)-[A-Za-z0-9-]{16,200}+|dapi[0-9a-f]{32}(?:-\d)?"
    r"|pul-[0-9a-f]{40}|[0-9a-f]{32}-us[0-9]{1,2}|re_[A-Za-z0-9]{6,12}_[A-Za-z0-9]{16,60}+|dp\.[a-z]{2,6}\.[\w.\-]{20,120}+"
    r"|[A-Za-z0-9]{14}\.atlasv1\.[\w\-]{20,120}+|AT(?:ATT|CTT|BB)[\w=.\-]{16,300}+|1//?0[\w\-]{20,200}+|gl(?:sa|c)_[\w=+/]{16,300}+"
    r"|[a-z]{2,12}_(?:secret|tkn|token|pat|oauth|api|key|live|test)_[A-Za-z0-9]{20,200}+|[A-Za-z0-9_-]{20,30}\.[\w-]{6}\.[\w-]{27,40}"
    r"|eyJ[A-Za-z0-9_-]{8,8000}+(?:\.[A-Za-z0-9_-]{0,8000}+){0,4}"
    r")"
)
"""Tokens that say whose they are."""

PRIVATE_KEY = re.compile(
    r"(-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|\bPrivate-Lines: [0-9]{1,4})"
    r"(?:(?!-----(?:END|BEGIN)|Private-MAC:).){0,20000}",
    re.DOTALL,
)
"""A key as PEM, also where its line breaks are written as `\\n`, or as PuTTY's; up to its end."""

_URL_HOST = r"(?P<host>[a-z][a-z0-9+.\-]{1,20}://[^\s/?#\"'`<>\\)\]]{1,300})"
_FILE_OR_HOST = r"(?P<end>(?:\.[a-z0-9-]{1,40}){0,4}\.[a-z]{2,10}(?![A-Za-z0-9_\-]))?"
_WORD = rf"(?P<word>[A-Za-z0-9_+/=\-]{{{SHORTEST},10000}}+){_FILE_OR_HOST}"
_HOST_OR_WORD = re.compile(f"{_URL_HOST}|{_WORD}")
_UUID = re.compile(r"[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}")
_OBJECT_ID = re.compile(r"[4-7][0-9a-f]{23}")
"""The id of a document in MongoDB: its time comes first."""
_SIGNED = re.compile(r"[A-Za-z0-9_-]{18,4000}\.[A-Za-z0-9_-]{4,4000}\.(?P<last>[A-Za-z0-9_-]{20,4000})")
_SEPARATOR = re.compile(r"[-_]")


def mask_words(text: str, mask: str) -> str:
    """The text with every word masked that nobody made up; hosts, UUIDs and names of files stay."""

    def shown(found: re.Match[str]) -> str:
        word = found["word"]
        if word is None or found["end"]:
            return found[0]
        return _masked_word(word, mask)

    return _HOST_OR_WORD.sub(shown, text)


def looks_secret(value: str) -> bool:
    """Whether a whole value is one word that nobody made up."""
    word = value.strip().strip("\"'")
    if len(word) < SHORTEST or not re.fullmatch(r"[A-Za-z0-9_+/=.~:\-]{1,10000}", word):
        return False
    if word.startswith("/") or "://" in word:
        return False
    signed = _SIGNED.fullmatch(word)
    if signed:
        return _is_random(signed["last"])
    return "." not in word and _is_random(word.replace("/", "").replace(":", "").replace("~", ""))


def looks_like_an_id(value: str) -> bool:
    """Whether a value mixes letters and digits as keys do and versions don't: `Rt72mWx81Lq`."""
    word = value.strip().strip("\"'")
    # `app://1a2b3c` is an origin.
    is_word = re.fullmatch(r"(?!//)[A-Za-z0-9_+/=~|\-]{8,200}", word) is not None
    if not is_word or len(re.findall(r"[A-Za-z]", word)) < 3:
        return False
    return len(re.findall(r"[0-9]+", word)) >= 2 and not _UUID.fullmatch(word)


def _masked_word(word: str, mask: str) -> str:
    # Base64 has slashes, and so have paths: what ends in `=` or holds a `+` is no path.
    if "/" not in word or word.endswith("=") or "+" in word:
        name, equals, value = word.partition("=")
        if equals and value.strip("=") and len(name) < _LONG:
            return f"{name}={mask}" if _is_random(value) else word
        if not word.startswith("/"):
            return mask if _is_random(word.replace("/", "")) else word
    return "/".join(mask if _is_random(part) else part for part in word.split("/"))


def _is_random(word: str) -> bool:
    """Whether a word is made of classes of letters that alternate as no name's do."""
    if len(word) < SHORTEST or _OBJECT_ID.fullmatch(word):
        return False
    word = _UUID.sub("", word).strip("=")
    separators = len(_SEPARATOR.findall(word))
    letters = _SEPARATOR.sub("", word)
    if len(letters) < SHORTEST or separators * 8 > len(word) or letters.isdecimal():
        return False
    if re.fullmatch(r"[0-9a-f]+|[0-9A-F]+", letters):
        return not letters.isalpha()
    classes = [0 if char.isdecimal() else 1 if char.islower() else 2 for char in letters]
    changes = sum(one != other for one, other in pairwise(classes))
    digit_runs = sum(other == 0 and one != 0 for one, other in pairwise([1, *classes]))
    if len(letters) < _LONG:
        return digit_runs >= 4 or (digit_runs >= 3 and changes * 10 >= len(letters) * 4)
    if {0, 1, 2} <= set(classes):
        return changes * 10 >= len(letters) * 3
    return digit_runs >= 4 or (0 not in classes and changes * 10 >= len(letters) * 4)
