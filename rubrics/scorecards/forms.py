"""The scorecard as a form: one radio group and one text a criterion, then the card as a whole."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rubrics.models import Scorecard
from rubrics.scorecards.rules import LONGEST_EVIDENCE, LONGEST_TAKEAWAY, CardData, Entry, Gap
from rubrics.scorecards.scale import STEPS, written

NOT_OBSERVED = "no"


@dataclass(frozen=True)
class Anchor:
    """A worded point of the scale; `steps` are the values of the scores that it describes or borders on."""

    point: str
    text: str
    steps: str


@dataclass(frozen=True)
class Step:
    """One position of the nine-step control; `whole` for 1, 2, 3, 4 and 5."""

    value: str
    label: str
    whole: bool
    checked: bool


@dataclass(frozen=True)
class Row:
    """One criterion with its controls, as the template shows it."""

    key: str
    title: str
    question: str
    examples: list[str]
    steps: list[Step]
    not_observed: bool
    anchors: list[Anchor]
    evidence: forms.BoundField
    errors: list[str]
    gap: str


class CardForm(forms.Form):
    """A rater's card on one rubric.

    Args:
        body: the rubric's body.
        card: what is saved so far, to start from.
        version: the version of the saved card, 0 for none.
    """

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    call = forms.ChoiceField(required=False, label=gettext_lazy("Overall call"), widget=forms.RadioSelect)
    call_evidence = forms.CharField(
        required=False,
        label=gettext_lazy("What decided it"),
        max_length=LONGEST_EVIDENCE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    takeaway = forms.CharField(
        required=False,
        label=gettext_lazy("Takeaway for the candidate"),
        max_length=LONGEST_TAKEAWAY,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        body: dict[str, Any],
        card: CardData | None = None,
        version: int = 0,
        missing: list[Gap] | None = None,
    ) -> None:
        card = card or CardData()
        initial: dict[str, Any] = {
            "version": version,
            "call": card.call,
            "call_evidence": card.call_evidence,
            "takeaway": card.takeaway,
        }
        for key, entry in card.entries.items():
            initial[f"score_{key}"] = NOT_OBSERVED if entry.not_observed else str(entry.half_steps or "")
            initial[f"evidence_{key}"] = entry.evidence
        super().__init__(data, initial=initial, auto_id="card_%s")
        self.body = body
        self.missing = missing or []
        self.fields["call"].choices = [(each["key"], each["title"]) for each in body["calls"]]  # type: ignore[attr-defined]
        choices = [("", "")] + [(str(step), written(step)) for step in STEPS] + [(NOT_OBSERVED, "")]
        for criterion in body["criteria"]:
            self.fields[f"score_{criterion['key']}"] = forms.ChoiceField(required=False, choices=choices)
            self.fields[f"evidence_{criterion['key']}"] = forms.CharField(
                required=False,
                max_length=LONGEST_EVIDENCE,
                label=_("Evidence: what was said or drawn"),
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def card_data(self) -> CardData:
        """What was typed; call it on a valid form."""
        cleaned = self.cleaned_data
        return CardData(
            entries={
                criterion["key"]: _entry(
                    cleaned[f"score_{criterion['key']}"], cleaned[f"evidence_{criterion['key']}"]
                )
                for criterion in self.body["criteria"]
            },
            call=Scorecard.Call(cleaned["call"]).value if cleaned["call"] else "",
            call_evidence=_one_kind_of_line_end(cleaned["call_evidence"]),
            takeaway=_one_kind_of_line_end(cleaned["takeaway"]),
        )

    def gap_list(self) -> list[dict[str, str]]:
        """What is missing as `{"href", "text"}`, in words, for the list on top of the card."""
        titles = {each["key"]: each["title"] for each in self.body["criteria"]}
        return [
            {"href": f"#criterion_{gap.criterion}" if gap.criterion else f"#{gap.what}_field", "text": text}
            for gap, text in ((gap, _gap_words(gap, titles)) for gap in self.missing)
        ]

    def rows(self) -> list[Row]:
        """The criteria in the order of the rubric."""
        return [self._row(criterion) for criterion in self.body["criteria"]]

    def _row(self, criterion: dict[str, Any]) -> Row:
        key = criterion["key"]
        score, evidence = self[f"score_{key}"], self[f"evidence_{key}"]
        chosen = str(score.value() or "")
        gap = next((each.what for each in self.missing if each.criterion == key), "")
        return Row(
            key=key,
            title=criterion["title"],
            question=criterion["question"],
            examples=criterion["evidence_examples"],
            steps=[Step(str(step), written(step), step % 2 == 0, chosen == str(step)) for step in STEPS],
            not_observed=chosen == NOT_OBSERVED,
            anchors=[
                Anchor(
                    point,
                    text,
                    " ".join(str(step) for step in range(2 * int(point) - 1, 2 * int(point) + 2)),
                )
                for point, text in sorted(criterion["anchors"].items())
            ],
            evidence=evidence,
            errors=[*score.errors, *evidence.errors],
            gap=gap,
        )


def _entry(score: str, evidence: str) -> Entry:
    return Entry(
        half_steps=int(score) if score and score != NOT_OBSERVED else None,
        not_observed=score == NOT_OBSERVED,
        evidence=_one_kind_of_line_end(evidence),
    )


def _one_kind_of_line_end(text: str) -> str:
    # A form sends CRLF, a script LF: the same text must compare as the same.
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _gap_words(gap: Gap, titles: dict[str, str]) -> str:
    if gap.what == "score":
        return _("%(criterion)s: a score, or “not observed”") % {"criterion": titles[gap.criterion]}
    if gap.what == "evidence":
        return _("%(criterion)s: what was said or drawn, for a score this far from the middle") % {
            "criterion": titles[gap.criterion]
        }
    return _("the overall call") if gap.what == "call" else _("a takeaway for the candidate")
