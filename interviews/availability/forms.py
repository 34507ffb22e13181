"""Hours as a person types them: every row may be added, removed or copied before anything is saved."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from accounts.zones import meant_zone
from interviews.availability.hours import MIDNIGHT, Differing, Weekly
from interviews.kinds import RoundKind
from interviews.models import Schedule

WEEKLY, EXCEPTIONS = "weekly", "dates"
"""Prefixes of the two lists of rows."""
MOST_ROWS = 100
Rows = list[dict[str, str]]
"""What was typed, row by row, not yet looked at."""


def _clock(label: Any) -> forms.TimeField:
    widget = forms.TimeInput({"type": "time", "step": 900}, format="%H:%M")
    return forms.TimeField(label=label, required=False, widget=widget)


class OfferForm(forms.Form):
    """What concerns all hours: zone, kinds of round, notice."""

    timezone = forms.CharField(
        label=_("Time zone of these hours"),
        max_length=64,
        help_text=_("Your hours follow the clocks of this place, in summer and in winter."),
        widget=forms.TextInput(
            {"list": "zones", "autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
        ),
    )
    round_kinds = forms.MultipleChoiceField(
        label=_("Rounds you are willing to run"),
        choices=RoundKind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one round, or nobody can book you.")},
    )
    notice_hours = forms.IntegerField(
        label=_("Hours of notice"),
        help_text=_("A round can be booked until this many hours before it begins."),
        min_value=0,
        max_value=14 * 24,
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def clean_timezone(self) -> str:
        """The IANA name meant by what was typed."""
        typed = self.cleaned_data["timezone"]
        name = meant_zone(typed)
        if name is None:
            raise forms.ValidationError(
                _("“%(typed)s” is not a time zone we know. Type a city and pick one from the list."),
                params={"typed": typed},
                code="unknown_zone",
            )
        return name


class WeeklyForm(forms.Form):
    """From and until on a weekday; a row without times is no row."""

    weekday = forms.TypedChoiceField(
        choices=list(WEEKDAYS.items()), coerce=int, widget=forms.HiddenInput, empty_value=None
    )
    start = _clock(_("From"))
    end = _clock(_("Until"))

    def clean(self) -> dict[str, Any]:
        """Both times or none."""
        cleaned = super().clean() or {}
        _check_span(self, cleaned)
        return cleaned

    def interval(self) -> Weekly | None:
        """The hours of this row."""
        cleaned = self.cleaned_data
        if cleaned.get("start") is None:
            return None
        return Weekly(cleaned["weekday"], cleaned["start"], cleaned["end"])


class ExceptionForm(forms.Form):
    """A date that differs; a row without anything is no row."""

    date = forms.DateField(
        label=_("Date"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    kind = forms.ChoiceField(
        label=_("What differs"), choices=[("off", _("Not available")), ("extra", _("Additionally available"))]
    )
    start = _clock(_("From"))
    end = _clock(_("Until"))

    def clean(self) -> dict[str, Any]:
        """A date, and times where it is additional; off without times is off all day."""
        cleaned = super().clean() or {}
        _check_span(self, cleaned)
        typed = cleaned.get("start") or cleaned.get("end")
        if self.errors:
            return cleaned
        if cleaned.get("date") is None:
            if typed is not None:
                self.add_error("date", _("Say on which date."))
        elif cleaned.get("kind") == "extra" and cleaned.get("start") is None:
            self.add_error("start", _("Say from when until when you are available."))
        return cleaned

    def exception(self) -> Differing | None:
        """The exception of this row."""
        cleaned = self.cleaned_data
        if cleaned.get("date") is None:
            return None
        return Differing(cleaned["date"], cleaned["kind"], cleaned["start"], cleaned["end"])


def _check_span(form: forms.Form, cleaned: dict[str, Any]) -> None:
    start, end = cleaned.get("start"), cleaned.get("end")
    if form.errors:
        return
    if start is not None and end is None:
        form.add_error("end", _("Say until when."))
    elif end is not None and start is None:
        form.add_error("start", _("Say from when."))
    elif start is not None and start == end != MIDNIGHT:
        form.add_error("end", _("This ends when it begins. For the whole day write 00:00 twice."))


WeeklyFormSet = formset_factory(WeeklyForm, extra=0, absolute_max=MOST_ROWS, max_num=MOST_ROWS)
ExceptionFormSet = formset_factory(ExceptionForm, extra=0, absolute_max=MOST_ROWS, max_num=MOST_ROWS)


def typed_rows(data: Mapping[str, str], prefix: str, names: tuple[str, ...]) -> Rows:
    """The rows of a posted formset as they were typed."""
    try:
        count = min(int(data.get(f"{prefix}-TOTAL_FORMS", "0")), MOST_ROWS)
    except ValueError:
        count = 0
    return [{name: data.get(f"{prefix}-{number}-{name}", "") for name in names} for number in range(count)]


def altered(weekly: Rows, exceptions: Rows, action: str) -> tuple[Rows, Rows, tuple[str, int] | None]:
    """Carry out a button of the page on the typed rows.

    Args:
        weekly: rows of weekly hours.
        exceptions: rows of dates.
        action: "add-<weekday>", "remove-<row>", "copy-<weekday>" (to Monday to Friday), "add-date" or
            "remove-date-<row>"; anything else changes nothing.

    Returns:
        Both lists, and (prefix, row) of a row that was added, which wants the focus.
    """
    verb, _dash, rest = action.partition("-")
    if action == "add-date":
        return weekly, [*exceptions, {"date": "", "kind": "off"}], (EXCEPTIONS, len(exceptions))
    if action.startswith("remove-date-"):
        return weekly, _without(exceptions, rest.removeprefix("date-")), None
    if verb == "add":
        return [*weekly, {"weekday": rest, "start": "", "end": ""}], exceptions, (WEEKLY, len(weekly))
    if verb == "remove":
        return _without(weekly, rest), exceptions, None
    if verb == "copy":
        model = [row for row in weekly if row["weekday"] == rest]
        kept = [row for row in weekly if row["weekday"] in {rest, "5", "6"}]
        days = [str(day) for day in range(5) if str(day) != rest]
        return [*kept, *({**row, "weekday": day} for day in days for row in model)], exceptions, None
    return weekly, exceptions, None


def _without(rows: Rows, number: str) -> Rows:
    return [row for place, row in enumerate(rows) if str(place) != number]


def stored_rows(schedule: Schedule | None, today: date) -> tuple[Rows, Rows]:
    """Saved hours as rows; dates that are over are left out."""
    if schedule is None:
        return [], []
    weekly = [
        {"weekday": str(each.weekday), "start": _typed(each.start), "end": _typed(each.end)}
        for each in schedule.weekly.all()
    ]
    exceptions = [
        {
            "date": each.date.isoformat(),
            "kind": each.kind,
            "start": _typed(each.start),
            "end": _typed(each.end),
        }
        for each in schedule.exceptions.all()
        if each.date >= today
    ]
    return weekly, exceptions


def rows_formset(kind: type[BaseFormSet], prefix: str, rows: Rows) -> BaseFormSet:
    """Rows as an unbound formset: shown as typed, without complaints."""
    return kind(initial=rows, prefix=prefix)


def by_weekday(formset: BaseFormSet) -> list[dict[str, Any]]:
    """The rows of each weekday in order: [{number, title, forms}]."""
    days: list[dict[str, Any]] = [
        {"number": number, "title": title, "forms": []} for number, title in WEEKDAYS.items()
    ]
    for form in formset:
        value = str(form["weekday"].value())
        if value.isdigit() and int(value) < len(days):
            days[int(value)]["forms"].append(form)
    return days


def _typed(value: time | None) -> str:
    return "" if value is None else f"{value:%H:%M}"
