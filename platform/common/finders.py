"""Which files of static/ are served: what browsers load, not what it was built from."""

from collections.abc import Iterable
from typing import Any

from django.contrib.staticfiles.finders import FileSystemFinder

NOT_SERVED = [
    "node_modules",
    "board/src",
    "board/build",
    "board/tests",
    "board/package*.json",
    "board/*.mjs",
    ".npmrc",
]


class ServedFilesFinder(FileSystemFinder):
    """Finds everything under static/ but the whiteboard's sources and their dependencies."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[Any]:
        """Every served file, as Django's own finder tells them."""
        return super().list([*(ignore_patterns or []), *NOT_SERVED])
