"""The week view of one's rounds."""

from datetime import time, timedelta
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.models import User
from common.clock import current_clock
from common.zones import clock_figures, written, zone_names
from interviews.kinds import SHORT_TITLES, RoundKind
from interviews.loops.words import round_card
from interviews.models import Round
from interviews.week import layout
from interviews.week.selectors import week_of

EARLIEST, LATEST = 7, 21
"""Hours of the day that are shown in any week; more where there is something."""
_PARTS = {
    "candidate": gettext_lazy("You are interviewed"),
    "interviewer": gettext_lazy("You interview"),
    "observer": gettext_lazy("You watch"),
}


@require_safe
@login_required
def week(request: HttpRequest) -> HttpResponse:
    """Seven days side by side, one below the other on a phone; `w` names the week as 2026-W48."""
    user = cast(User, request.user)
    zone = timezone.get_current_timezone_name()
    today = timezone.localdate()
    monday = layout.monday_of(request.GET.get("w", ""), today)
    found = week_of(user, layout.bounds(monday, zone))
    spans = [(round_.starts_at, round_.ends_at) for round_ in found.rounds]
    placed = layout.lanes(layout.pieces(spans, monday, zone))
    under = {
        "busy": layout.pieces(found.busy, monday, zone),
        "offered": layout.pieces(found.offered, monday, zone),
    }
    rows = [(each.piece.row, each.piece.row + each.piece.rows) for each in placed]
    rows += [(piece.row, piece.row + piece.rows) for piece in under["busy"]]
    first = min([EARLIEST, *(start // 4 for start, _end in rows)])
    last = max([LATEST, *(-(-end // 4) for _start, end in rows)])
    entries = [_entry(round_, user) for round_ in found.rounds]
    days = []
    for number in range(7):
        day = monday + timedelta(days=number)
        days.append(
            {
                "date": day,
                "today": day == today,
                "rounds": [
                    {**entries[each.piece.key], **_place(each.piece, first, last), "lane": _lane(each)}
                    for each in placed
                    if each.piece.day == number
                ],
                "under": [
                    {"kind": kind, **_place(piece, first, last)}
                    for kind in ("offered", "busy")
                    for piece in under[kind]
                    if piece.day == number and piece.row < last * 4 and piece.row + piece.rows > first * 4
                ],
            }
        )
    return render(
        request,
        "interviews/week/page.html",
        {
            "days": days,
            "hours": [
                {"row": (hour - first) * 4, "words": clock_figures(time(hour), current_clock())}
                for hour in range(first, last)
            ],
            "rows": (last - first) * 4,
            "monday": monday,
            "sunday": monday + timedelta(days=6),
            "before": layout.week_name(monday - timedelta(days=7)),
            "after": layout.week_name(monday + timedelta(days=7)),
            "this_week": monday <= today <= monday + timedelta(days=6),
            "empty": not found.rounds,
            "offers": bool(found.offered),
            "busy": bool(found.busy),
            "zones": zone_names(),
        },
    )


def _entry(round_: Round, viewer: User) -> dict[str, Any]:
    card = round_card(round_, viewer)
    zone, clock = timezone.get_current_timezone_name(), current_clock()
    other = card["candidate"] if card["part"] != "candidate" else card["interviewer"]
    return {
        "title": SHORT_TITLES[RoundKind(round_.kind)],
        "start": written(round_.starts_at, zone, "clock", clock),
        "end": written(round_.ends_at, zone, "clock", clock),
        "who": other or _("nobody yet"),
        "part": _PARTS.get(card["part"], ""),
        "look": card["look"],
        "url": reverse("interviews:room", args=[round_.pk])
        if card["may_open"]
        else reverse("interviews:loop", args=[round_.loop_id]),
    }


def _place(piece: layout.Piece, first: int, last: int) -> dict[str, int]:
    """Where it stands among the rows that are shown: from 0, and how many."""
    start = max(piece.row, first * 4)
    end = min(piece.row + piece.rows, last * 4)
    return {"row": start - first * 4, "rows": max(1, end - start)}


def _lane(placed: layout.Placed) -> str:
    """The class of its lane: up to three stand side by side, what is more shares the last."""
    lanes = min(placed.lanes, 3)
    return f"lane-{min(placed.lane, lanes - 1) + 1}-of-{lanes}"
