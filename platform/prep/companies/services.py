"""Beginning companies and questions; the rest of their life is `prep.keeping`."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import DomainError
from prep import keeping
from prep.companies.starters import STARTERS
from prep.models import Company, Question

COMPANIES = 40
QUESTIONS = 100


def add_company(*, candidate: User, name: str) -> Company:
    """Begin a company.

    Raises:
        DomainError: code "too_many".
    """
    return keeping.add(Company(candidate=candidate, name=name), most=COMPANIES)


def add_question(*, candidate: User, text: str) -> Question:
    """Begin a question of one's own.

    Raises:
        DomainError: code "too_many".
    """
    return keeping.add(Question(candidate=candidate, text=text), most=QUESTIONS)


def take_starter(*, candidate: User, key: str) -> Question:
    """Take a question of the starter set over, to put into one's own words. Twice is once.

    Raises:
        DomainError: code "unknown" for a key that is not in the set, "too_many".
    """
    starter = next((each for each in STARTERS if each.key == key), None)
    if starter is None:
        raise DomainError(_("That question is not in the starter set any more."), "unknown")
    question = Question(candidate=candidate, starter=key, text=str(starter.text), why=str(starter.why))
    try:
        with transaction.atomic():
            return keeping.add(question, most=QUESTIONS)
    except IntegrityError:
        return Question.objects.get(candidate=candidate, starter=key, deleted_at=None)
