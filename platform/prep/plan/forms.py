"""The form that moves a programme, and the one that ticks."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from prep.models import Plan
from prep.plan import programme

EARLIEST = timedelta(days=90)
LATEST = timedelta(days=365)


class PlanForm(forms.Form):
    """First day and length; `version` is that of the plan the page showed, 0 without one.

    Args:
        today: what day it is for the candidate.
    """

    starts_on = forms.DateField(
        label=gettext_lazy("First day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    weeks = forms.TypedChoiceField(label=gettext_lazy("Length"), coerce=int)
    version = forms.IntegerField(min_value=0, max_value=10**9, widget=forms.HiddenInput())

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        field = self.fields["weeks"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [
            (weeks, ngettext("%(weeks)s week", "%(weeks)s weeks", weeks) % {"weeks": weeks})
            for weeks in range(programme.SHORTEST, programme.LONGEST + 1)
        ]

    def clean_starts_on(self) -> date:
        """A day not long gone and not far off."""
        day: date = self.cleaned_data["starts_on"]
        if not self.today - EARLIEST <= day <= self.today + LATEST:
            raise forms.ValidationError(
                _("Choose a day between %(first)s and %(last)s.")
                % {"first": self.today - EARLIEST, "last": self.today + LATEST}
            )
        return day


def plan_form(plan: Plan | None, today: date) -> PlanForm:
    """The form as it stands; before there is a plan, two weeks from next Monday."""
    monday = today + timedelta(days=-today.weekday() % 7)
    initial = {
        "starts_on": plan.starts_on if plan else monday,
        "weeks": plan.weeks if plan else programme.USUAL,
        "version": plan.version if plan else 0,
    }
    return PlanForm(initial=initial, today=today)


class TickForm(forms.Form):
    """Which step ("step:stories") or task to tick, or to take the tick from."""

    key = forms.ChoiceField(
        choices=[
            *((f"step:{step.key}", step.key) for step in programme.STEPS),
            *((task.key, task.key) for task in programme.TASKS),
        ]
    )
    done = forms.TypedChoiceField(choices=[("1", "done"), ("0", "open")], coerce=lambda value: value == "1")
