"""Reading what people typed: words whatever their case and hyphens, sentences, denials. Pure."""

import re
import unicodedata
from typing import Final

_NEAR: Final = 80
LONGEST: Final = 240
"""Characters of a quotation at most."""
# After a full stop, within a quotation or not, where a new sentence begins; and at line breaks.
_SENTENCES = re.compile(r"(?:(?<=[.!?])|(?<=[.!?][”\"’')]))\s+(?=[“\"‘'(]?[^\W_a-zß-öø-ÿ])|\s*\n\s*")
_DASHES = re.compile(r"[-_/‐‑‒–—]+")
_SPACES = re.compile(r"\s+")
# Up to three words may stand between the denial and what it denies, within the same clause.
_DENIED = re.compile(
    r"\b(?:no|not|never|without|missing|lacks?|lacked|lacking|forgot|nothing|nobody|neither|nor|skipped|omitted"
    r"|cannot|instead of|\w+n't|fail(?:s|ed)? to)\b(?: (?!because|since|but|so|then|and|which)[\w'%]+){0,3} $"
)
_DENIED_AFTER = re.compile(
    r"^[\w' ]{0,20}\b(?:(?:is|was|were|are) (?:missing|absent|not|never|nowhere)|never (?:came|fell|was)"
    r"|(?:did|does) not (?:come|appear)|didn't (?:come|appear)|missing|absent)\b"
)


def plain(text: str) -> str:
    """A text in which words are found: compatible letters, lower case, no hyphens, single spaces."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return _SPACES.sub(" ", _DASHES.sub(" ", text)).strip()


def sentences(text: str) -> list[str]:
    """The sentences and lines of a text as they were typed, spaces apart."""
    parts = [_SPACES.sub(" ", part).strip() for part in _SENTENCES.split(text)]
    return [part for part in parts if part]


def says(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a text says what a pattern over `plain` text describes, and does not deny it."""
    words = plain(text)
    return any(
        not _DENIED.search(words[: found.start()][-_NEAR:])
        and not _DENIED_AFTER.match(words[found.end() :][:_NEAR])
        for found in pattern.finditer(words)
    )


def quote(pattern: re.Pattern[str], text: str) -> str:
    """The first sentence of a text that says it, the whole where only sentences together do, else ""."""
    for sentence in sentences(text):
        if says(pattern, sentence):
            return shortened(sentence)
    return shortened(_SPACES.sub(" ", text).strip()) if says(pattern, text) else ""


def shortened(text: str) -> str:
    """A text of at most `LONGEST` characters, with an ellipsis where it went on."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
