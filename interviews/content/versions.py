"""Immutable versions of content: a changed body is a new row, and what was used keeps its own."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.db import models

# By the fields that name a thing across its versions: the other fields of its current version.
Wanted = dict[tuple[str, ...], dict[str, Any]]


@dataclass(frozen=True)
class Stored:
    """How many versions were added, and how many slugs lost their current version to nothing."""

    added: int = 0
    unchanged: int = 0
    retired: int = 0


def digest(body: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON of a body; the order of keys does not matter, that of lists does."""
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def store_versions(model: type[models.Model], identity: tuple[str, ...], wanted: Wanted) -> Stored:
    """Make exactly the wanted bodies current; to be called inside a transaction. Idempotent.

    Takes at most four queries, however many rows there are.

    Args:
        model: has `digest`, `body` and `is_current`, unique on identity and digest.
        identity: the fields that name a thing across its versions.
        wanted: what is to be current; `body` among its fields.
    """
    digests = {name: digest(fields["body"]) for name, fields in wanted.items()}
    rows = model._default_manager
    known: set[tuple[str, ...]] = set()
    outdated, revived, left = [], [], set()
    for row in rows.values("pk", "digest", "is_current", *identity):
        name = tuple(row[field] for field in identity)
        if digests.get(name) == row["digest"]:
            known.add(name)
            if not row["is_current"]:
                revived.append(row["pk"])
        elif row["is_current"]:
            outdated.append(row["pk"])
            if name not in wanted:
                left.add(name)
    # At most one row may be current at any time, so the old ones step down first.
    if outdated:
        rows.filter(pk__in=outdated).update(is_current=False)
    if revived:
        rows.filter(pk__in=revived).update(is_current=True)
    new = [
        model(**dict(zip(identity, name, strict=True)), digest=digests[name], **fields)
        for name, fields in wanted.items()
        if name not in known
    ]
    if new:
        rows.bulk_create(new)
    return Stored(len(new), len(wanted) - len(new), len(left))
