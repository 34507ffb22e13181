"""Reading demo people, and the mails that the product wrote while the demo is on."""

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404

from accounts.models import User
from common.models import OutgoingMail


def demo_people() -> list[User]:
    """The demo people in the order they were made (candidates, peers, coach, administrator).

    Nobody when the demo is off.
    """
    if not settings.DEMO:
        return []
    return list(User.objects.filter(is_demo=True, is_active=True).order_by("pk"))


def demo_person(person_id: int) -> User:
    """The demo person with this id.

    Raises:
        Http404: when the demo is off, and for everybody who is no demo person.
    """
    person = User.objects.filter(pk=person_id, is_demo=True, is_active=True).first()
    if not settings.DEMO or person is None:
        raise Http404
    return person


def written_mails() -> QuerySet[OutgoingMail]:
    """Every mail the product owes or sent, newest first.

    Raises:
        Http404: when the demo is off; other people's mail is nobody's business then.
    """
    if not settings.DEMO:
        raise Http404
    return OutgoingMail.objects.order_by("-created_at", "-pk")
