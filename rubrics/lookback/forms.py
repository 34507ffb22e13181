"""The look back as one form: the criteria for oneself, then the round in three ratings."""

from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rubrics.lookback.rules import LONGEST_COMMENT, RATED, Lack, LookBackData
from rubrics.scorecards.forms import CriteriaForm, Row, Step
from rubrics.scorecards.rules import LONGEST_TAKEAWAY, Gap
from rubrics.scorecards.scale import STEPS, written


@dataclass(frozen=True)
class Scale:
    """What one rating asks, and what its two ends say."""

    title: Any
    question: Any
    low: Any
    high: Any


SCALES: dict[str, Scale] = {
    "realism": Scale(
        gettext_lazy("Realism"),
        gettext_lazy("How close was it to a real interview of this kind?"),
        gettext_lazy("a chat"),
        gettext_lazy("as on the day"),
    ),
    "helpfulness": Scale(
        gettext_lazy("Helpfulness"),
        gettext_lazy("How much did the interviewer help you to show what you can do?"),
        gettext_lazy("in the way"),
        gettext_lazy("brought it out"),
    ),
    "evidence_quality": Scale(
        gettext_lazy("Evidence"),
        gettext_lazy("Did the questions ask for what one could really see and judge?"),
        gettext_lazy("impressions"),
        gettext_lazy("concrete all through"),
    ),
}


@dataclass(frozen=True)
class RatingRow:
    """One rating with its nine steps, as the template shows it."""

    key: str
    scale: Scale
    name: str
    steps: list[Step]
    errors: list[str]


class LookBackForm(CriteriaForm):
    """A candidate's look back on one round.

    Args:
        saved: what is saved so far, to start from.
        rates: whether the round is rated too; it is not where nobody interviewed.
        missing: what is still missing.
    """

    takeaway = forms.CharField(
        required=False,
        label=gettext_lazy("What you would do differently"),
        max_length=LONGEST_TAKEAWAY,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    comment = forms.CharField(
        required=False,
        label=gettext_lazy("A word to your interviewer"),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        body: dict[str, Any],
        saved: LookBackData,
        rates: bool,
        version: int = 0,
        missing: list[Lack] | None = None,
    ) -> None:
        lacking = missing or []
        super().__init__(
            data,
            body=body,
            entries=saved.entries,
            version=version,
            missing=[Gap("score", each.key) for each in lacking if each.what == "score"],
            evidence_label=_("What you said or drew"),
            initial={
                "takeaway": saved.takeaway,
                "comment": saved.comment,
                **{name: str(saved.ratings.get(name) or "") for name in RATED},
            },
        )
        self.rates = rates
        self.unrated = [each.key for each in lacking if each.what == "rating"]
        choices = [("", ""), *((str(step), written(step)) for step in STEPS)]
        for name in RATED if rates else ():
            self.fields[name] = forms.ChoiceField(required=False, choices=choices, label=SCALES[name].title)

    def look_back_data(self) -> LookBackData:
        """What was typed; call it on a valid form."""
        cleaned = self.cleaned_data
        rated = RATED if self.rates else ()
        return LookBackData(
            entries=self.entries(),
            takeaway=cleaned["takeaway"].replace("\r\n", "\n"),
            ratings={name: int(cleaned[name]) if cleaned[name] else None for name in rated},
            comment=cleaned["comment"].replace("\r\n", "\n"),
        )

    def gap_list(self) -> list[dict[str, str]]:
        """What is missing, in words, criteria first and then the ratings."""
        ratings = [
            {"href": f"#rating_{name}", "text": _("%(rating)s: a rating") % {"rating": SCALES[name].title}}
            for name in self.unrated
        ]
        return [*super().gap_list(), *ratings]

    def rows(self) -> list[Row]:
        """The criteria in the order of the rubric; a candidate owes no reason for what did not come up."""
        return [replace(row, must_observe=False) for row in super().rows()]

    def ratings(self) -> list[RatingRow]:
        """The ratings of the round, in their order; none where nobody interviewed."""
        return [self._rating(name) for name in RATED if name in self.fields]

    def _rating(self, name: str) -> RatingRow:
        field = self[name]
        chosen = str(field.value() or "")
        steps = [Step(str(step), written(step), step % 2 == 0, chosen == str(step)) for step in STEPS]
        return RatingRow(name, SCALES[name], field.html_name, steps, [str(each) for each in field.errors])
