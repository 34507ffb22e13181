"""Reading target companies and questions."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import User
from prep.companies.research import ASKED, lacks
from prep.companies.starters import STARTERS, Starter
from prep.keeping import own
from prep.models import Company, Question


@dataclass(frozen=True)
class CompanyRow:
    """A company in the list, with the labels of what is still to find out."""

    company: Company
    lacking: list[str]


def company_rows(candidate: User) -> list[CompanyRow]:
    """Every company of a candidate, in their order."""
    return [CompanyRow(each, lacking_words(each)) for each in own(Company, candidate)]


def lacking_words(company: Company) -> list[str]:
    """What is still to find out about a company, in words."""
    labels = {
        "settles": _("how money moves"),
        "architecture": _("settlement architecture"),
        "launches": _("launches"),
        "people": _("people"),
    }
    return [labels[name] for name in lacks(_asked(company))]


def researched(candidate: User) -> int:
    """How many companies are researched: what counts for the plan."""
    return sum(not lacks(_asked(each)) for each in own(Company, candidate))


def questions_of(candidate: User) -> list[Question]:
    """Every question of a candidate, in their order."""
    return list(own(Question, candidate).select_related("company"))


def question_count(candidate: User) -> int:
    """How many questions there are: what counts for the plan."""
    return int(own(Question, candidate).count())


def starters_left(questions: list[Question]) -> list[Starter]:
    """The starter questions that were not taken, or were put away."""
    taken = {each.starter for each in questions}
    return [each for each in STARTERS if each.key not in taken]


def _asked(company: Company) -> dict[str, str]:
    return {name: getattr(company, name) for name in ASKED}
