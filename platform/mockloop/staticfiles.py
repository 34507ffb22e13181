"""Which of the files in static/ are served: not the whiteboard's sources and what they are built with."""

from collections.abc import Iterable
from typing import Any

from django.contrib.staticfiles.finders import FileSystemFinder

SOURCES = ["node_modules", "src", "tests", "package.json", "package-lock.json", "*.mjs", ".*"]


class ServedFilesFinder(FileSystemFinder):
    """Django's finder over STATICFILES_DIRS, without sources."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[Any]:
        """(path, storage) of each file that is served."""
        return super().list([*(ignore_patterns or []), *SOURCES])
