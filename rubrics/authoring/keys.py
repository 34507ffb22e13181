"""Keys of criteria, made from their titles. Pure."""

import re
import unicodedata
from collections.abc import Collection, Mapping

from interviews.content.fields import KEY

LONGEST = 40
_OTHER = re.compile(r"[^a-z0-9]+")


def key_from(title: str) -> str:
    """A key that says what the title says: "Ledger & reconciliation" gives `ledger_reconciliation`."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = _OTHER.sub("_", plain).strip("_").lstrip("0123456789_")
    key = words[:LONGEST].rstrip("_")
    return key if KEY.fullmatch(key) else "criterion"


def new_key(title: str, taken: Collection[str], elsewhere: Mapping[str, str]) -> str:
    """The key of a new criterion.

    Args:
        title: its title.
        taken: the keys that its rubric has, or had while this draft was written.
        elsewhere: by key, the titles of criteria of the track's other rubrics. A criterion with the very same
            title is the same criterion and shares the key; with another title it gets a key of its own.
    """
    base = key_from(title)
    key, number = base, 1
    while key in taken or (key in elsewhere and elsewhere[key] != title):
        number += 1
        ending = f"_{number}"
        key = base[: LONGEST - len(ending)] + ending
    return key
