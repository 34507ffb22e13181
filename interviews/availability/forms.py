"""Hours as a person types them: every row may be added, removed or copied before anything is saved."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.forms import BaseForm, BaseFormSet, formset_factory
from django.utils.dates import WEEKDAYS
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.zones import meant_zone
from interviews.availability.hours import MIDNIGHT, Differing, Hours, Weekly
from interviews.availability.rows import LONGEST_RANGE, MOST_DATES, MOST_WEEKLY, Rows
from interviews.availability.standing import today_in
from interviews.availability.statement import Statement
from interviews.kinds import LOOP_CHOICES


def _clock(label: Any) -> forms.TimeField:
    widget = forms.TimeInput({"type": "time", "step": 900}, format="%H:%M")
    return forms.TimeField(label=label, required=False, widget=widget)


LONGEST_PAUSE = timedelta(days=366)
SHORTEST_RUN = 3


def _minutes(number: int) -> Any:
    return format_lazy(_("{number} minutes"), number=number)


class OfferForm(forms.Form):
    """What concerns all hours: zone, kinds of round, notice, how much of it, and a pause."""

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
        choices=LOOP_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one round, or nobody can book you.")},
    )
    notice_hours = forms.IntegerField(
        label=_("Hours of notice"),
        help_text=_("A round can be booked until this many hours before it begins."),
        min_value=0,
        max_value=14 * 24,
    )
    buffer_minutes = forms.TypedChoiceField(
        label=_("Free between two rounds"),
        help_text=_("So long nothing else is booked before and after each of your rounds."),
        choices=[(0, _("Nothing"))] + [(minutes, _minutes(minutes)) for minutes in range(15, 121, 15)],
        coerce=int,
    )
    most_per_day = forms.IntegerField(
        label=_("At most a day"),
        help_text=_("Rounds you run on one date. Empty for no limit."),
        min_value=1,
        max_value=12,
        required=False,
    )
    most_per_week = forms.IntegerField(
        label=_("At most a week"),
        help_text=_("From Monday to Sunday. Empty for no limit."),
        min_value=1,
        max_value=40,
        required=False,
    )
    paused_until = forms.DateField(
        label=_("Pause me until"),
        help_text=_("The first date on which you can be booked again. Rounds that are booked stay."),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
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

    def clean_paused_until(self) -> date | None:
        """A date to come, where the hours are meant."""
        until: date | None = self.cleaned_data["paused_until"]
        zone = self.cleaned_data.get("timezone")
        if until is None or zone is None:
            return until
        today = today_in(zone)
        if until <= today:
            raise forms.ValidationError(
                _("That date is here already. Leave it empty, or choose a later one."), code="over"
            )
        if until > today + LONGEST_PAUSE:
            raise forms.ValidationError(_("Choose a date within a year."), code="too_far")
        return until

    def statement(self, hours: Hours) -> Statement:
        """With the hours of the rows, everything that was typed; only when valid."""
        cleaned = self.cleaned_data
        return Statement(
            hours,
            tuple(cleaned["round_kinds"]),
            cleaned["notice_hours"],
            cleaned["buffer_minutes"],
            cleaned["most_per_day"],
            cleaned["most_per_week"],
            cleaned["paused_until"],
        )


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


class RangeForm(forms.Form):
    """Days off in a row: from and until, both included; empty is no range."""

    first = forms.DateField(
        label=_("Off from"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label=_("until"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def clean(self) -> dict[str, Any]:
        """Both dates in order and not too many days, or none."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        first, last = cleaned.get("first"), cleaned.get("last")
        if (first is None) != (last is None):
            missing = "first" if first is None else "last"
            self.add_error(missing, _("Say from which date until which; both days are off."))
        elif first is not None and last is not None:
            if last < first:
                self.add_error("last", _("This ends before it begins."))
            elif (last - first).days >= LONGEST_RANGE:
                self.add_error(
                    "last",
                    _("That is more than %(days)d days. Pause instead, further down.")
                    % {"days": LONGEST_RANGE},
                )
        return cleaned

    def days(self) -> list[date]:
        """Every date of the range; only when valid."""
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first is None or last is None:
            return []
        return [first + timedelta(days=number) for number in range((last - first).days + 1)]


WeeklyFormSet = formset_factory(WeeklyForm, extra=0, absolute_max=MOST_WEEKLY, max_num=MOST_WEEKLY)
ExceptionFormSet = formset_factory(ExceptionForm, extra=0, absolute_max=MOST_DATES, max_num=MOST_DATES)


def rows_formset(kind: type[BaseFormSet], prefix: str, rows: Rows) -> BaseFormSet:
    """Rows as an unbound formset: shown as typed, without complaints."""
    return kind(initial=rows, prefix=prefix)


def in_runs(formset: BaseFormSet) -> list[list[BaseForm]]:
    """The rows in order, where three or more whole days off that follow one another are together."""
    runs: list[list[BaseForm]] = []
    for form in formset:
        day = _whole_day_off(form)
        before = _whole_day_off(runs[-1][-1]) if runs else None
        if day is not None and before is not None and day - before == timedelta(days=1):
            runs[-1].append(form)
        else:
            runs.append([form])
    return [
        part for run in runs for part in ([run] if len(run) >= SHORTEST_RUN else [[form] for form in run])
    ]


def _whole_day_off(form: BaseForm) -> date | None:
    values = {name: form[name].value() for name in ("date", "kind", "start", "end")}
    if values["kind"] != "off" or values["start"] or values["end"] or form.errors:
        return None
    try:
        return date.fromisoformat(str(values["date"]))
    except ValueError:
        return None


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
