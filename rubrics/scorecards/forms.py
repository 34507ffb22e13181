"""Criteria as a form: one radio group and one text each; a rater's card has the card as a whole besides."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.requests import Difference
from rubrics.models import Scorecard
from rubrics.scorecards.rules import LONGEST_EVIDENCE, LONGEST_TAKEAWAY, CardData, Entry, Gap
from rubrics.scorecards.scale import STEPS, written
from rubrics.scorecards.selectors import Chip, call_choices, call_title

NOT_OBSERVED = "no"
CARD_FIELDS = ("call", "call_evidence", "takeaway")


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
    chips: list[Chip] = field(default_factory=list)


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
        chips: the moments kept as evidence, where there are any.
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
        chips: list[Chip] | None = None,
        initial: dict[str, Any] | None = None,
        prefix: str | None = None,
    ) -> None:
        self.chips = chips or []
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
            chips=[chip for chip in self.chips if key in chip.criteria],
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
        chips: list[Chip] | None = None,
    ) -> None:
        card = card or CardData()
        super().__init__(
            data,
            body=body,
            entries=card.entries,
            version=version,
            missing=missing,
            chips=chips,
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

    def values(self) -> dict[str, str]:
        """What the fields of a form that was not sent start from, by name, as a browser has them."""
        return {name: str(self[name].value() or "") for name in self.fields if name != "version"}

    def differences(self, theirs: CardData) -> list[dict[str, str]]:
        """Where what was sent differs from a newer card, in its order; call it on a valid form."""
        newer = CardForm(body=self.body, card=theirs).values()
        own = CardForm(body=self.body, card=self.card_data()).values()
        names = [name for name in newer if name.startswith(("score_", "evidence_"))]
        return [
            asdict(
                Difference(
                    name=name,
                    label=self._label(name),
                    mine=self._words(name, own[name]),
                    theirs=self._words(name, newer[name]),
                    value=newer[name],
                )
            )
            for name in [*names, *CARD_FIELDS]
            if own[name] != newer[name]
        ]

    def _label(self, name: str) -> str:
        what, _separator, key = name.partition("_")
        titles = {each["key"]: each["title"] for each in self.body["criteria"]}
        if what == "score":
            return str(titles[key])
        if what == "evidence":
            return _("%(criterion)s: evidence") % {"criterion": titles[key]}
        return str(self.fields[name].label)

    def _words(self, name: str, value: str) -> str:
        if name.startswith("score_"):
            return _score_words(value)
        return call_title(self.body, value) if name == "call" else value


def _score_words(value: str) -> str:
    if not value:
        return _("no score")
    return _("not observed") if value == NOT_OBSERVED else written(int(value))


def nudge_words(code: str) -> str:
    """What a rater is reminded of, about what was seen and not about the score."""
    return {
        "halo": _(
            "Every criterion has the same score. Was there a moment that stood out from the rest, "
            "in either direction? If not, leave it as it is."
        ),
        "middle": _(
            "Every score is a 3. Read the words of 2 and 4 once more beside what you saw: "
            "if none of them fits better, leave it as it is."
        ),
        "no_evidence": _(
            "No score says yet what was seen. One thing that was said or drawn "
            "is what the candidate can work with."
        ),
    }[code]


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
