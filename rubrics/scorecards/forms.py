"""Criteria as a form: one radio group and one text each; a rater's card has the card as a whole besides."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rubrics.models import Scorecard
from rubrics.scorecards.rules import LONGEST_EVIDENCE, LONGEST_TAKEAWAY, CardData, Entry, Gap
from rubrics.scorecards.scale import STEPS, written
from rubrics.scorecards.selectors import call_choices

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
    """One criterion with its controls, as `rubrics/scorecards/_criterion.html` shows it."""

    key: str
    title: str
    question: str
    examples: list[str]
    must_observe: bool
    score_name: str
    steps: list[Step]
    not_observed: bool
    anchors: list[Anchor]
    evidence: forms.BoundField
    errors: list[str]
    gap: str


class CriteriaForm(forms.Form):
    """Every criterion of a rubric to be scored (`score_<key>`, `evidence_<key>`), and the version typed upon.

    Whatever is scored on a rubric (a card, a self-score, a sample) derives from this or uses it as it is;
    with `prefix` two of them fit into one page.

    Args:
        body: the rubric's body.
        entries: what is saved so far, by criterion.
        version: the version of what is saved, 0 for nothing.
        missing: what is still missing, for the list on top and the marks at the criteria.
        evidence_label: what the text beside a score is called.
    """

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        body: dict[str, Any],
        entries: Mapping[str, Entry] | None = None,
        version: int = 0,
        missing: list[Gap] | None = None,
        evidence_label: str = "",
        initial: dict[str, Any] | None = None,
        prefix: str | None = None,
    ) -> None:
        start: dict[str, Any] = {"version": version, **(initial or {})}
        for key, entry in (entries or {}).items():
            start[f"score_{key}"] = NOT_OBSERVED if entry.not_observed else str(entry.half_steps or "")
            start[f"evidence_{key}"] = entry.evidence
        super().__init__(data, initial=start, auto_id="card_%s", prefix=prefix)
        self.body = body
        self.missing = missing or []
        choices = [("", "")] + [(str(step), written(step)) for step in STEPS] + [(NOT_OBSERVED, "")]
        for criterion in body["criteria"]:
            self.fields[f"score_{criterion['key']}"] = forms.ChoiceField(required=False, choices=choices)
            self.fields[f"evidence_{criterion['key']}"] = forms.CharField(
                required=False,
                max_length=LONGEST_EVIDENCE,
                label=evidence_label or _("Evidence: what was said or drawn"),
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def entries(self) -> dict[str, Entry]:
        """What was typed, by criterion; call it on a valid form."""
        cleaned = self.cleaned_data
        return {
            criterion["key"]: _entry(
                cleaned[f"score_{criterion['key']}"], cleaned[f"evidence_{criterion['key']}"]
            )
            for criterion in self.body["criteria"]
        }

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
            must_observe=criterion.get("must_observe", False),
            score_name=score.html_name,
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


class CardForm(CriteriaForm):
    """A rater's card on one rubric: its criteria, an overall call and a takeaway.

    Args:
        card: what is saved so far, to start from.
    """

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
        super().__init__(
            data,
            body=body,
            entries=card.entries,
            version=version,
            missing=missing,
            initial={"call": card.call, "call_evidence": card.call_evidence, "takeaway": card.takeaway},
        )
        self.fields["call"].choices = call_choices(body)  # type: ignore[attr-defined]

    def card_data(self) -> CardData:
        """What was typed; call it on a valid form."""
        cleaned = self.cleaned_data
        return CardData(
            entries=self.entries(),
            call=Scorecard.Call(cleaned["call"]).value if cleaned["call"] else "",
            call_evidence=_one_kind_of_line_end(cleaned["call_evidence"]),
            takeaway=_one_kind_of_line_end(cleaned["takeaway"]),
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
    of = {"criterion": titles.get(gap.criterion, "")}
    match gap.what:
        case "score":
            return _("%(criterion)s: a score, or “not observed”") % of
        case "evidence":
            return _("%(criterion)s: what was said or drawn, for a score this far from the middle") % of
        case "reason":
            return _("%(criterion)s: why it was not observed; it should be") % of
        case "call":
            return _("the overall call")
        case "call_evidence":
            return _("what decided the overall call")
        case _:
            return _("a takeaway for the candidate")
