"""What a coach fills in to start and run a session, and what anybody says in it."""

import re
import uuid
from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from interviews.kinds import RoundKind
from rubrics.models import CalibrationSample
from rubrics.sessions.agreeing import LONGEST_REMARK
from rubrics.sessions.services import MOST, Asked

USUAL_TIME = timedelta(days=4)
_WHEN = "%Y-%m-%dT%H:%M"


class AddressesField(forms.CharField):
    """Several addresses, one a line or parted by commas; cleaned to a list."""

    widget = forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"})

    def to_python(self, value: Any) -> Any:
        """The addresses in the order in which they were typed, each once."""
        return list(dict.fromkeys(each for each in re.split(r"[\s,;]+", value or "") if each))

    def validate(self, value: Any) -> None:
        """Every one looks like an address; the message names the first that does not."""
        super().validate(value)
        if len(value) > MOST:
            raise ValidationError(_("At most %(most)s addresses."), params={"most": MOST})
        for each in value:
            try:
                validate_email(each)
            except ValidationError:
                raise ValidationError(
                    _("“%(address)s” is not an address."), params={"address": each[:80]}
                ) from None

    def run_validators(self, value: Any) -> None:
        """A list has no length in characters; `validate` has looked at each."""


class AskForm(forms.Form):
    """Whom to ask: peers that the coach knows, by name, and others by their address."""

    people = forms.MultipleChoiceField(
        label=_("Peers who interviewed your candidates"), required=False, widget=forms.CheckboxSelectMultiple
    )
    emails = AddressesField(
        label=_("Others, by their address"),
        required=False,
        max_length=6000,
        help_text=_("One a line. They interview here already."),
    )

    def __init__(self, data: Any = None, *, peers: list[User], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["people"].choices = [(str(each.pk), each.shown_name) for each in peers]  # type: ignore[attr-defined]
        if not peers:
            del self.fields["people"]

    def asked(self) -> Asked:
        """Who was chosen; only when valid."""
        return Asked(
            frozenset(int(each) for each in self.cleaned_data.get("people", ())),
            tuple(self.cleaned_data["emails"]),
        )


def when_field(label: Any) -> forms.DateTimeField:
    """A moment on the person's own clock."""
    return forms.DateTimeField(
        label=label,
        input_formats=[_WHEN, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput({"type": "datetime-local"}, format=_WHEN),
        error_messages={"invalid": _("Give a day and a time, for instance 2026-11-30T18:00.")},
    )


class StartForm(AskForm):
    """A sample, whom to ask, until when, and a word to them."""

    key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid"),
            _("This form could not be read. Open the page again and fill it in anew."),
        ),
    )
    sample = forms.ModelChoiceField(
        CalibrationSample.objects.filter(is_current=True), label=_("Sample"), empty_label=_("Choose a sample")
    )
    due_at = when_field(_("Scores are due"))
    note = forms.CharField(
        label=_("A word to them"), required=False, max_length=500, widget=forms.Textarea({"rows": 3})
    )

    field_order = ("key", "sample", "people", "emails", "due_at", "note")

    def __init__(self, data: Any = None, *, samples: list[CalibrationSample], peers: list[User]) -> None:
        evening = (timezone.localtime() + USUAL_TIME).replace(hour=18, minute=0, second=0, microsecond=0)
        super().__init__(data, peers=peers, initial={"key": uuid.uuid4(), "due_at": evening})
        self.fields["sample"].choices = list(_by_kind(samples))  # type: ignore[attr-defined]


class DueForm(forms.Form):
    """Another due time."""

    due_at = when_field(_("Scores are due"))


class CancelForm(forms.Form):
    """Why a session is called off."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        help_text=_("Everybody who was asked reads it."),
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("Say why: everybody who was asked reads it.")},
    )


class RemarkForm(forms.Form):
    """Something said about a criterion; `key` keeps it from being said twice."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Say something"),
        max_length=LONGEST_REMARK,
        widget=forms.Textarea({"rows": 1, "placeholder": _("Say something")}),
        error_messages={"required": _("Write something first.")},
    )


def _by_kind(samples: list[CalibrationSample]) -> Iterator[tuple[Any, Any]]:
    """The choices of a sample, by kind of round in the order of a loop."""
    yield "", _("Choose a sample")
    order = {kind: index for index, kind in enumerate(RoundKind.values)}
    for kind, group in groupby(
        sorted(samples, key=lambda each: order[each.kind]), key=lambda each: each.kind
    ):
        yield RoundKind(kind).label, [(each.pk, each.title) for each in group]
