"""What a browser sends of a kept moment."""

import datetime as dt
from typing import Any
from uuid import UUID

from django import forms

from rubrics.models import EvidenceChip
from rubrics.scorecards.chips import LONGEST_CHIP, ChipState, Moment

# There is no chat in the room to take a line from.
SOURCES = [EvidenceChip.Source.MOMENT, EvidenceChip.Source.NOTE, EvidenceChip.Source.BOARD]


class ChipForm(forms.Form):
    """A moment to keep or to change.

    `known` tells a change from a new moment; `base_text` and `base_criteria` (keys, separated by spaces) are
    what the change was made upon. `at` is in seconds since 1970.
    """

    id = forms.UUIDField()
    source = forms.ChoiceField(required=False, choices=[(each.value, each.label) for each in SOURCES])
    at = forms.FloatField(required=False, min_value=0, max_value=4_000_000_000)
    offset = forms.IntegerField(required=False, min_value=0, max_value=86_400)
    text = forms.CharField(required=False, max_length=LONGEST_CHIP)
    criteria = forms.MultipleChoiceField(required=False)
    known = forms.BooleanField(required=False)
    base_text = forms.CharField(required=False, max_length=LONGEST_CHIP)
    base_criteria = forms.CharField(required=False, max_length=2000)

    def __init__(self, data: Any, *, body: dict[str, Any]) -> None:
        super().__init__(data)
        self.fields["criteria"].choices = [(each["key"], each["title"]) for each in body["criteria"]]  # type: ignore[attr-defined]

    def chip_id(self) -> UUID:
        """The chip's id; like what follows, of a valid form."""
        found: UUID = self.cleaned_data["id"]
        return found

    def moment(self) -> Moment:
        """When and where it was taken."""
        given = self.cleaned_data
        at = given["at"]
        return Moment(
            source=given["source"] or EvidenceChip.Source.MOMENT,
            at=None if at is None else dt.datetime.fromtimestamp(at, dt.UTC),
            offset=given["offset"],
        )

    def wanted(self) -> ChipState:
        """Its words on one line, and what it is evidence for."""
        text = " ".join(self.cleaned_data["text"].split())
        return ChipState(text, frozenset(self.cleaned_data["criteria"]))

    def base(self) -> ChipState | None:
        """What a change was made upon; None for a new moment."""
        if not self.cleaned_data["known"]:
            return None
        return ChipState(
            self.cleaned_data["base_text"], frozenset(self.cleaned_data["base_criteria"].split())
        )
