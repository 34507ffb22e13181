"""A row of the grid, a whole story, a claim, and what comes in from a spreadsheet."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prep.fields import prose_field
from prep.models import Claim, Story
from prep.stories.pasted import GRID, LONGEST, MOST_ROWS, Unreadable, cells, stories

FILE_BYTES = 512 * 1024


def _text(label: Any, help_text: Any = "", rows: int = 2) -> forms.CharField:
    return prose_field(label, help_text, rows=rows, longest=LONGEST)


class RowForm(forms.Form):
    """The three columns of one row, and the version they were typed upon."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    project = _text(gettext_lazy("AI project"), rows=3)
    problem = _text(gettext_lazy("Settlement problem"), rows=3)
    impact = _text(gettext_lazy("Measurable product impact"), rows=3)

    def data_typed(self) -> dict[str, Any]:
        """What was typed, by the model's names."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class StoryForm(RowForm):
    """A whole story: problem–solution–impact, and context, action, result, consequence."""

    solution = _text(gettext_lazy("Solution"), gettext_lazy("What you decided and built, in two lines."))
    context = _text(gettext_lazy("Context"), gettext_lazy("What was at stake, for whom, by when."))
    action = _text(
        gettext_lazy("Action"), gettext_lazy("What you did: the choice, and what spoke against it.")
    )
    result = _text(gettext_lazy("Result"), gettext_lazy("What came of it, in numbers."))
    consequence = _text(
        gettext_lazy("Product consequence"),
        gettext_lazy("The last word: cash flow, time-to-funds, breaks, holds, cost, compliance."),
    )
    shared = forms.BooleanField(label=gettext_lazy("My coaches may read it and comment"), required=False)
    field_order = [
        "version", "project", "problem", "solution", "impact",
        "context", "action", "result", "consequence", "shared",
    ]  # fmt: skip


class ClaimForm(forms.Form):
    """A claim as the packet has it, and its settlement consequence."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    claim = forms.CharField(
        label=gettext_lazy("Claim of the packet"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    consequence = _text(
        gettext_lazy("Settlement consequence"),
        gettext_lazy(
            "“Cut inference latency by 30 %” becomes “sub-second availability for 12 % more merchants”."
        ),
    )

    def data_typed(self) -> dict[str, Any]:
        """What was typed, by the model's names."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class NewClaimForm(forms.Form):
    """A claim to begin with."""

    claim = forms.CharField(label=gettext_lazy("Claim of the packet"), max_length=LONGEST)


class CommentForm(forms.Form):
    """What to say to a story."""

    text = forms.CharField(
        label=gettext_lazy("Comment"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
    )


class ImportForm(forms.Form):
    """Rows as pasted text, or as a CSV file."""

    text = forms.CharField(
        label=gettext_lazy("Rows from a spreadsheet"),
        help_text=gettext_lazy("Copy the cells there and paste them here: project, problem, impact."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=FILE_BYTES,
    )
    file = forms.FileField(label=gettext_lazy("or a CSV file"), required=False)

    def clean(self) -> dict[str, Any]:
        """With `rows`, the stories that were found."""
        cleaned = super().clean() or {}
        text, given = cleaned.get("text") or "", cleaned.get("file")
        if given is not None:
            if given.size > FILE_BYTES:
                raise forms.ValidationError(_("The file is too large: 512 KB at most."))
            try:
                text = given.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                raise forms.ValidationError(_("The file is not in UTF-8. Save it as “CSV UTF-8”.")) from None
        try:
            cleaned["rows"] = stories(text)
        except Unreadable:
            raise forms.ValidationError(
                _(
                    "No rows were found, or more than %(most)s. Paste cells with their tabs, or a CSV whose "
                    "first row names the columns: project, problem, impact."
                )
                % {"most": MOST_ROWS}
            ) from None
        return cleaned


class PasteForm(forms.Form):
    """Cells pasted into the grid at one of its cells."""

    story = forms.UUIDField()
    column = forms.ChoiceField(choices=[(name, name) for name in GRID])
    text = forms.CharField(max_length=FILE_BYTES, strip=False)

    def clean_text(self) -> list[list[str]]:
        """The cells by row."""
        try:
            found = cells(self.cleaned_data["text"])
        except Unreadable:
            raise forms.ValidationError(_("What you pasted is no table. Nothing was changed.")) from None
        if not found:
            raise forms.ValidationError(_("Nothing was pasted."))
        return found


def row_values(story: Story) -> dict[str, Any]:
    """A story as `RowForm` holds it."""
    return {name: getattr(story, name) for name in RowForm.base_fields}


def story_values(story: Story) -> dict[str, Any]:
    """A story as `StoryForm` holds it."""
    return {name: getattr(story, name) for name in StoryForm.base_fields}


def claim_values(claim: Claim) -> dict[str, Any]:
    """A claim as `ClaimForm` holds it."""
    return {name: getattr(claim, name) for name in ClaimForm.base_fields}
