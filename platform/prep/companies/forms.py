"""A company, a question, and the small forms that begin one."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from prep.fields import prose_field
from prep.models import Company, Question

LONGEST = 4000


def _words(label: Any, help_text: Any = "", rows: int = 3) -> forms.CharField:
    return prose_field(label, help_text, rows=rows, longest=LONGEST)


class CompanyForm(forms.Form):
    """Every field of a company, and the version it was typed upon."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Company"), max_length=120)
    link = forms.URLField(label=_("Link"), required=False, max_length=500, assume_scheme="https")
    settles = forms.ChoiceField(
        label=_("Money moves mainly"), required=False, choices=Company.Settles.choices
    )
    architecture = _words(
        _("Settlement architecture"),
        _("What happens between acceptance and funds: ledger, rails, partners, where it is final."),
    )
    launches = _words(_("Launches"), _("What it brought out in the last year, and for whom."))
    people = _words(_("People"), _("Who works there, whom you know, who would interview you."), rows=2)
    notes = _words(_("Notes"))

    def company_data(self) -> dict[str, Any]:
        """What was typed, by the model's names."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class NewCompanyForm(forms.Form):
    """A company's name."""

    name = forms.CharField(label=_("Company"), max_length=120)


class QuestionForm(forms.Form):
    """Every field of a question, and the version it was typed upon.

    Args:
        companies: those it can be for.
    """

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    text = forms.CharField(label=_("Question"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    why = forms.CharField(label=_("Listen for"), max_length=500, required=False)
    company = forms.ChoiceField(label=_("For"), required=False)
    answer = _words(_("What they said"), rows=2)

    def __init__(self, *args: Any, companies: Sequence[Company], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["company"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("any company")), *((str(each.pk), each.name) for each in companies)]

    def question_data(self) -> dict[str, Any]:
        """What was typed, by the model's names."""
        data = {
            name: value for name, value in self.cleaned_data.items() if name not in {"version", "company"}
        }
        chosen = self.cleaned_data["company"]
        return data | {"company_id": UUID(chosen) if chosen else None}


class NewQuestionForm(forms.Form):
    """A question of one's own, or the key of one of the starter set."""

    text = forms.CharField(label=_("Your own question"), max_length=500)


def company_values(company: Company) -> dict[str, Any]:
    """A company as `CompanyForm` holds it."""
    return {name: getattr(company, name) for name in CompanyForm.base_fields}


def question_values(question: Question) -> dict[str, Any]:
    """A question as `QuestionForm` holds it."""
    values = {name: getattr(question, name) for name in QuestionForm.base_fields if name != "company"}
    return values | {"company": str(question.company_id or "")}
