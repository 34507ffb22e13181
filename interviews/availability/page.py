"""The page of one's hours: its forms as stored, as typed or altered by a button, and what else it shows."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.forms import BaseFormSet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.clock import current_clock
from common.zones import clock_figures, written, zone_names
from interviews.availability import forms, rows, selectors, standing
from interviews.availability.hours import Hours
from interviews.availability.rows import EXCEPTIONS, MOST_DATES, WEEKLY
from interviews.availability.statement import Statement
from interviews.kinds import LOOP_KINDS, SHORT_TITLES, RoundKind
from interviews.models import Schedule
from interviews.qualifying.selectors import lacking

OFFER_NAMES = (
    "timezone",
    "notice_hours",
    "buffer_minutes",
    "most_per_day",
    "most_per_week",
    "paused_until",
    "version",
)
RANGE = "range"
"""Prefix of the days off that are added at once."""


@dataclass
class Page:
    """The four forms of the page, bound or not; `added` is (prefix, row) of a row that wants the focus."""

    offer: forms.OfferForm
    weekly: BaseFormSet
    exceptions: BaseFormSet
    days_off: forms.RangeForm
    added: tuple[str, int] | None = None

    def is_valid(self) -> bool:
        """All of them, so that every complaint is shown at once."""
        return all(
            [
                self.offer.is_valid(),
                self.weekly.is_valid(),
                self.exceptions.is_valid(),
                self.days_off.is_valid(),
            ]
        )

    def statement(self) -> Statement:
        """What was typed, with days off that were not added yet; only when valid."""
        weekly = [form.interval() for form in self.weekly]
        exceptions = [each for each in (form.exception() for form in self.exceptions) if each]
        exceptions += rows.days_off(rows.date_rows(exceptions), self.days_off.days())
        return self.offer.statement(
            Hours(
                self.offer.cleaned_data["timezone"], tuple(each for each in weekly if each), tuple(exceptions)
            )
        )


def stored(user: User, schedule: Schedule | None) -> Page:
    """The page as it was saved; before that, ready to be filled in."""
    said = selectors.statement_of(user, schedule)
    # A date is over when it is in the zone of the hours, not where the person happens to be.
    today = standing.today_in(said.hours.zone)
    weekly, exceptions = rows.stated_rows(said.hours, today)
    offer = forms.OfferForm(
        initial={
            "timezone": said.hours.zone,
            "round_kinds": said.round_kinds,
            "notice_hours": said.notice_hours,
            "buffer_minutes": said.buffer_minutes,
            "most_per_day": said.most_per_day,
            "most_per_week": said.most_per_week,
            "paused_until": _to_come(said.paused_until, today),
            "version": schedule.version if schedule else 0,
        }
    )
    return _unbound(offer, weekly, exceptions, forms.RangeForm(prefix=RANGE))


def typed(data: QueryDict) -> Page:
    """The page as it was posted, to be looked at and complained about."""
    return Page(
        forms.OfferForm(data),
        forms.WeeklyFormSet(data, prefix=WEEKLY),
        forms.ExceptionFormSet(data, prefix=EXCEPTIONS),
        forms.RangeForm(data, prefix=RANGE),
    )


def altered(data: QueryDict, **changed: str) -> Page:
    """What was typed after a button of the page, nothing saved and nothing else complained about yet.

    Args:
        data: what was posted, with the button as "action".
        changed: fields of the offer that are to be shown otherwise than they were typed.
    """
    action = data.get("action", "")
    weekly, exceptions, added = rows.altered(
        rows.typed_rows(data, WEEKLY), rows.typed_rows(data, EXCEPTIONS), action
    )
    span = forms.RangeForm(
        initial={name: data.get(f"{RANGE}-{name}", "") for name in ("first", "last")}, prefix=RANGE
    )
    if action == "add-range":
        asked = forms.RangeForm({"range-first": "", "range-last": "", **data.dict()}, prefix=RANGE)
        span = asked
        if asked.is_valid():
            found = rows.date_rows(rows.days_off(exceptions, asked.days()))
            if len(exceptions) + len(found) > MOST_DATES:
                asked.add_error("last", _("There is no room for so many dates. Remove some that are over."))
            elif not asked.days():
                asked.add_error("first", _("Say from which date until which; both days are off."))
            else:
                exceptions = sorted([*exceptions, *found], key=lambda row: row["date"] or "~")
                span = forms.RangeForm(prefix=RANGE)
    offer = forms.OfferForm(
        initial={
            **{name: data.get(name, "") for name in OFFER_NAMES},
            "round_kinds": data.getlist("round_kinds"),
            **changed,
        }
    )
    return replace(_unbound(offer, weekly, exceptions, span), added=added)


def context(user: User, page: Page, schedule: Schedule | None) -> dict[str, Any]:
    """Everything that the template shows."""
    if page.added:
        prefix, number = page.added
        row = (page.weekly if prefix == WEEKLY else page.exceptions).forms[number]
        row.fields["start" if prefix == WEEKLY else "date"].widget.attrs["autofocus"] = True
    return {
        "offer": page.offer,
        "weekly": page.weekly,
        "days": forms.by_weekday(page.weekly),
        "exceptions": page.exceptions,
        "runs": [_run(run) for run in forms.in_runs(page.exceptions)],
        "days_off": page.days_off,
        "zones": zone_names(),
        "clock": current_clock(),
        "amounts": _amounts(user, schedule),
        "coming": _coming(user, schedule),
        "uncalibrated": [RoundKind(kind).label for kind in _uncalibrated(user, page.offer)],
        "today": standing.today_in(schedule.timezone if schedule else user.timezone).isoformat(),
    }


def _uncalibrated(user: User, offer: forms.OfferForm) -> list[str]:
    """The ticked kinds for which nobody can book them yet."""
    ticked = set(offer["round_kinds"].value() or ())
    return lacking(user.pk, [kind for kind in LOOP_KINDS if kind in ticked], now=timezone.now())


def _unbound(offer: forms.OfferForm, weekly: rows.Rows, exceptions: rows.Rows, span: forms.RangeForm) -> Page:
    return Page(
        offer,
        forms.rows_formset(forms.WeeklyFormSet, WEEKLY, weekly),
        forms.rows_formset(forms.ExceptionFormSet, EXCEPTIONS, exceptions),
        span,
    )


def _to_come(until: date | None, today: date) -> date | None:
    return until if until is not None and until > today else None


def _run(run: list[Any]) -> dict[str, Any]:
    """Days off in a row with their first and last date and row; the one row otherwise."""
    if len(run) == 1:
        return {"forms": run}
    numbers = [form.prefix.rpartition("-")[2] for form in run]
    return {
        "forms": run,
        "first": date.fromisoformat(str(run[0]["date"].value())),
        "last": date.fromisoformat(str(run[-1]["date"].value())),
        "numbers": f"{numbers[0]}-{numbers[-1]}",
    }


def _amounts(user: User, schedule: Schedule | None) -> dict[str, Any] | None:
    """What the saved hours come to, in words; None before anything is saved."""
    if schedule is None:
        return None
    said = selectors.statement_of(user, schedule)
    paused = _to_come(said.paused_until, standing.today_in(said.hours.zone))
    found = standing.amounts(person=user, statement=said)
    return {
        "weekly": f"{found.weekly.total_seconds() / 3600:.4g}",
        "most_per_day": said.most_per_day,
        "most_per_week": said.most_per_week,
        "paused_until": paused,
        "zone": said.hours.zone,
        "next_free": written(found.next_free, said.hours.zone, clock=current_clock())
        if found.next_free
        else "",
    }


def _coming(user: User, schedule: Schedule | None) -> list[dict[str, Any]]:
    """What is in the coming week, in words and in order; nothing before anything is saved."""
    if schedule is None:
        return []
    days = standing.coming(person=user, statement=selectors.statement_of(user, schedule))
    return [
        {"date": day.date, "mark": mark, "title": _title(mark), "span": _span(mark)}
        for day in days
        for mark in day.marks
    ]


def _title(mark: standing.Mark) -> str:
    if mark.kind == "round":
        return str(SHORT_TITLES[RoundKind(mark.round_kind)])
    return {"busy": _("Busy"), "off": _("Not available"), "extra": _("Additionally available")}[mark.kind]


def _span(mark: standing.Mark) -> str:
    if (mark.first, mark.last) == (0, standing.WHOLE_DAY):
        return _("all day")
    return "–".join(
        clock_figures(standing.clock_time(each), current_clock()) for each in (mark.first, mark.last)
    )
