"""The list of debriefs as a table: the filter, order and columns of the page, all its rows."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final
from urllib.parse import urljoin

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from interviews.kinds import SHORT_TITLES, RoundKind
from rubrics.exports.cells import Cell
from rubrics.exports.files import Table
from rubrics.history import listing, selectors
from rubrics.history.facts import THOUSANDTHS
from rubrics.history.forms import FilterForm
from rubrics.history.rows import Row, rows, state_words
from rubrics.models import Debrief

PIECE: Final = 200
"""So many rows are read at once; who may see them is asked anew for each piece."""


class Listed:
    """What a person asked for, at one moment: the ids of its debriefs in their order.

    Args:
        user: who asks; nothing that they may not see at the time of reading is in it.
        query: the address of the list after "?".
        zone: IANA name; days begin in it, and times are told in it.

    Once its table is written, `rows` says how many it has, and `candidates` whose they are.
    """

    def __init__(self, user: User, query: str, zone: str) -> None:
        self.user, self.zone = user, zone
        with timezone.override(zone):
            self.form: FilterForm = listing.filter_form(user, QueryDict(query))
            self.wanted = self.form.wanted()
            found = selectors.found(selectors.debriefs_of(user), self.wanted, self.form.people)
            self.ids = list(selectors.ordered(found, self.wanted).values_list("pk", flat=True))
        self.candidates: set[int] = set()
        self.rows = 0
        self._tracks = dict(selectors.tracks())

    def table(self, after_piece: Callable[[int], None] = lambda done: None) -> Table:
        """The table, whose rows are read as they are written.

        Args:
            after_piece: told how many of `ids` are done, after each piece.
        """
        return Table(self._heads(), self._rows(after_piece), self._about(), _("Debriefs"))

    def _rows(self, after_piece: Callable[[int], None]) -> Iterator[Sequence[Cell]]:
        for begin in range(0, len(self.ids), PIECE):
            piece = self.ids[begin : begin + PIECE]
            readable = selectors.with_people(selectors.debriefs_of(self.user).filter(pk__in=piece))
            by_id: dict[Any, Debrief] = {each.pk: each for each in readable}
            there = [by_id[pk] for pk in piece if pk in by_id]
            for row in rows(there, self.wanted):
                self.candidates.add(row["debrief"].candidate_id)
                self.rows += 1
                yield self._cells(row)
            after_piece(min(begin + PIECE, len(self.ids)))

    def _heads(self) -> list[tuple[str, int]]:
        rounds = [
            head
            for kind in RoundKind
            for head in (
                (str(SHORT_TITLES[kind]), 12),
                (_("%(round)s: calls") % {"round": SHORT_TITLES[kind]}, 16),
            )
        ]
        return [
            (_("Candidate"), 24),
            (_("Held"), 26),
            (_("Zone"), 18),
            (_("Track"), 24),
            *rounds,
            (self.form.score_title(), 10),
            (_("Criterion"), 32),
            (_("Mean of all criteria"), 10),
            (_("Raters far apart"), 10),
            (_("Self-scores off"), 10),
            (_("Cards missing"), 10),
            (_("State"), 18),
            (_("Revision"), 9),
            (_("Address"), 60),
        ]

    def _cells(self, row: Row) -> list[Cell]:
        debrief, lowest = row["debrief"], row["lowest"]
        by_kind = {stop["kind"]: stop for stop in row["rounds"]}
        rounds: list[Cell] = []
        for kind in RoundKind.values:
            stop = by_kind.get(kind)
            rounds += [str(stop["word"]), ", ".join(stop["calls"])] if stop else ["", ""]
        return [
            debrief.candidate.shown_name,
            self._moment(debrief),
            self.zone,
            self._tracks.get(debrief.track_slug, debrief.track_slug),
            *rounds,
            None if lowest is None else round(lowest.total / lowest.raters / 2, 2),
            lowest.title if lowest else "",
            None if debrief.mean is None else round(debrief.mean / THOUSANDTHS / 2, 2),
            debrief.far_apart,
            debrief.seen_otherwise,
            debrief.cards_missing,
            state_words(row["state"]),
            row["number"] or None,
            urljoin(settings.SITE_URL, reverse("rubrics:debrief", args=[debrief.loop_id])),
        ]

    def _moment(self, debrief: Debrief) -> str:
        if debrief.held_at is None:
            return ""
        with timezone.override(self.zone):
            return timezone.localtime(debrief.held_at).isoformat(timespec="seconds")

    def _about(self) -> list[tuple[str, str]]:
        now = timezone.now()
        with timezone.override(self.zone):
            made = timezone.localtime(now).isoformat(timespec="seconds")
        return [
            (_("Shows"), self.form.sentence(len(self.ids))),
            (_("Asked by"), self.user.shown_name),
            (_("Made"), f"{made} ({self.zone})"),
            (_("Scores"), _("1 to 5 in half steps; means are rounded to two decimals.")),
        ]
