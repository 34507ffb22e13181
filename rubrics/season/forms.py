"""A note and a goal as forms."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.requests import whole
from interviews.kinds import RoundKind
from rubrics.models import SeasonGoal, SeasonNote
from rubrics.scorecards.scale import written
from rubrics.season.access import SeasonAccess
from rubrics.season.goal_services import GoalData
from rubrics.season.services import LONGEST

SHARED = "shared"
PRIVATE = "private"


class NoteForm(forms.Form):
    """A note of the reader; it saves itself while it is typed.

    Args:
        access: whom it is about, and who writes.
        note: what is kept so far, None for a new one.
    """

    version = forms.CharField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=LONGEST,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    reads = forms.ChoiceField(label=gettext_lazy("Who reads it"), widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, access: SeasonAccess, note: SeasonNote | None = None) -> None:
        shared = note is not None and note.is_shared
        initial = {
            "version": note.version if note else 0,
            "text": text_of(note),
            "reads": SHARED if shared else PRIVATE,
        }
        super().__init__(data, initial=initial, auto_id="note_%s")
        if access.role == "coach":
            with_whom = _("You and %(name)s") % {"name": access.candidate.shown_name}
        else:
            with_whom = _("You and your coaches")
        reads = self.fields["reads"]
        assert isinstance(reads, forms.ChoiceField)
        reads.choices = [(PRIVATE, _("Only you")), (SHARED, with_whom)]

    def clean_text(self) -> str:
        """As typed, with the line ends of this house."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")

    def clean_version(self) -> int:
        """The version that was typed upon, 0 for none."""
        return whole(self.cleaned_data["version"], 0)

    def differences(self, saved: SeasonNote) -> list[dict[str, str]]:
        """Where what was typed differs from what was saved elsewhere meanwhile; call it on a valid form."""
        reads = dict(self.fields["reads"].choices)  # type: ignore[attr-defined]
        theirs = {"text": text_of(saved), "reads": SHARED if saved.is_shared else PRIVATE}
        said = {"text": lambda value: value, "reads": lambda value: str(reads[value])}
        return [
            {
                "name": name,
                "label": str(self.fields[name].label),
                "mine": said[name](self.cleaned_data[name]),
                "theirs": said[name](value),
                "value": value,
            }
            for name, value in theirs.items()
            if value != self.cleaned_data[name]
        ]


def text_of(note: SeasonNote | None) -> str:
    """What its author reads of a note: what was typed last, saved by hand or not."""
    if note is None:
        return ""
    return note.text if note.draft is None else note.draft


class GoalForm(forms.Form):
    """A goal: a score of a criterion, or something in words, by a day.

    Args:
        criteria: what there is as (kind, key, title), by round.
        goal: the one to change, None for a new one.
        today: the candidate's day; a new goal can't be due before it.
    """

    version = forms.CharField(widget=forms.HiddenInput, required=False)
    criterion = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    target = forms.TypedChoiceField(
        label=gettext_lazy("At least"), coerce=int, required=False, empty_value=None
    )
    words = forms.CharField(
        label=gettext_lazy("Or in words"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("For what no score says, for instance “two stories ending at the merchant”."),
    )
    due_on = forms.DateField(
        label=gettext_lazy("By"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(
        self,
        data: Any = None,
        *,
        criteria: Sequence[tuple[str, str, str]],
        today: date,
        goal: SeasonGoal | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        chosen = initial or {}
        if goal is not None:
            chosen = {
                "version": goal.version,
                "criterion": f"{goal.kind}:{goal.criterion}" if goal.criterion else "",
                "target": goal.target,
                "words": goal.words,
                "due_on": goal.due_on,
            }
        super().__init__(data, initial=chosen, auto_id="goal_%s")
        self.goal, self.today = goal, today
        self.titles = {f"{kind}:{key}": title for kind, key, title in criteria}
        if goal is not None and goal.criterion:
            # A criterion that no rubric has any more stays what this goal is about.
            kept = (goal.kind, goal.criterion, goal.title)
            if f"{goal.kind}:{goal.criterion}" not in self.titles:
                criteria = [*criteria, kept]
            self.titles.setdefault(f"{goal.kind}:{goal.criterion}", goal.title)
        order = RoundKind.values
        grouped = groupby(sorted(criteria, key=lambda each: order.index(each[0])), key=lambda each: each[0])
        choices: list[tuple[Any, Any]] = [("", _("something in words"))]
        for kind, group in grouped:
            choices.append((RoundKind(kind).label, [(f"{kind}:{key}", title) for _kind, key, title in group]))
        self.fields["criterion"].choices = choices  # type: ignore[attr-defined]
        steps = [("", "–"), *((step, written(step)) for step in range(3, 11))]
        self.fields["target"].choices = steps  # type: ignore[attr-defined]

    def clean_version(self) -> int:
        """The version that was changed, 0 for a new goal."""
        return whole(self.cleaned_data["version"], 0)

    def clean_due_on(self) -> date:
        """Not in the past, unless it was before."""
        due: date = self.cleaned_data["due_on"]
        if due < self.today and (self.goal is None or self.goal.due_on != due):
            raise forms.ValidationError(_("This day is past. Choose today or a later one."))
        return due

    def clean(self) -> dict[str, Any]:
        """A criterion with a score, or words without one."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("criterion"):
            if cleaned.get("target") is None and "target" not in self.errors:
                self.add_error("target", _("Choose the score to reach."))
        elif not cleaned.get("words", "").strip() and "criterion" not in self.errors:
            self.add_error("words", _("Choose a criterion above, or say the goal in words."))
        return cleaned

    def goal_data(self) -> GoalData:
        """What was chosen; call it on a valid form."""
        cleaned = self.cleaned_data
        if not cleaned["criterion"]:
            return GoalData(due_on=cleaned["due_on"], words=cleaned["words"].strip())
        kind, _colon, key = cleaned["criterion"].partition(":")
        return GoalData(
            due_on=cleaned["due_on"],
            kind=kind,
            criterion=key,
            title=self.titles[cleaned["criterion"]],
            target=cleaned["target"],
            words=cleaned["words"].strip(),
        )
