"""`manage.py load_content`: tracks, prompts, rubrics, drills, samples, usual ranges: all or none."""

from argparse import ArgumentParser
from os.path import relpath
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, transaction

from interviews.content.files import Catalog, read_catalog
from interviews.content.services import TRACKS, store_catalog
from interviews.content.versions import Stored
from prep.offers.ranges import RANGES, BadRanges, read_ranges, store_ranges
from rubrics.content.files import RubricCatalog, read_rubrics
from rubrics.content.samples import SampleCatalog, read_samples
from rubrics.content.services import TRACKS as RUBRICS
from rubrics.content.services import store_rubrics, store_samples


class Command(BaseCommand):
    """Checks every file first; with a single problem, prints all of them and changes nothing."""

    help = "Load tracks, prompts, rubrics, drills and samples from their files. Safe to run at every start."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--tracks", type=Path, default=TRACKS, help="folder of tracks and prompts")
        parser.add_argument("--rubrics", type=Path, default=RUBRICS, help="their rubrics, drills, samples")
        parser.add_argument("--ranges", type=Path, default=RANGES, help="what is usual in an offer")
        parser.add_argument("--check", action="store_true", help="only check the files; change nothing")

    def handle(
        self, *args: Any, tracks: Path, rubrics: Path, ranges: Path, check: bool, **options: Any
    ) -> None:
        catalog = read_catalog(tracks)
        scoring = read_rubrics(rubrics, {track.slug for track in catalog.tracks})
        samples = read_samples(rubrics, catalog, scoring)
        problems = [
            f"{relpath(root)}/{problem}"
            for root, found in (
                (tracks, catalog.problems),
                (rubrics, scoring.problems + samples.problems),
            )
            for problem in sorted(set(found))
        ]
        try:
            usual = read_ranges(ranges)
        except BadRanges as error:
            problems += error.problems
        if problems:
            for problem in problems:
                self.stderr.write(problem)
            raise CommandError(f"{len(problems)} problems in the content files. Nothing was loaded.")
        if check:
            self.stdout.write("The content files are in order.")
            return
        stored = _store(catalog, scoring, samples, usual)
        if options["verbosity"]:
            for what, counts in stored.items():
                self.stdout.write(
                    f"{what}: {counts.added} added, {counts.unchanged} unchanged, {counts.retired} retired"
                )


def _store(
    catalog: Catalog,
    scoring: RubricCatalog,
    samples: SampleCatalog,
    usual: list[dict[str, Any]],
    attempts: int = 3,
) -> dict[str, Stored]:
    """Store all in one transaction; when another process that starts just now was first, look again."""
    try:
        with transaction.atomic():
            return {
                **store_catalog(catalog=catalog),
                **store_rubrics(catalog=scoring),
                **store_samples(catalog=samples),
                "usual ranges": Stored(*store_ranges(entries=usual)),
            }
    except IntegrityError:
        if attempts == 1:
            raise
        return _store(catalog, scoring, samples, usual, attempts - 1)
