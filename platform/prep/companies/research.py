"""When a target company counts as researched (pure)."""

from collections.abc import Mapping
from typing import Final

ASKED: Final = ("settles", "architecture", "launches", "people")
"""What has to be known of a company, by the names of its fields."""


def lacks(company: Mapping[str, str]) -> list[str]:
    """Which of `ASKED` are still empty, in their order; nothing for a company that is researched."""
    return [name for name in ASKED if not company.get(name, "").strip()]
