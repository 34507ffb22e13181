"""Reading somebody's calendars."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from interviews.models import BusySource


@dataclass(frozen=True)
class Listed:
    """A calendar as its person sees it: the address, a secret, only by its ends."""

    source: BusySource
    ahead: int
    address: str


def sources_of(person: User) -> list[Listed]:
    """A person's calendars with how many busy times lie ahead; one query."""
    return [Listed(each, vars(each)["ahead"], shown_address(each.url)) for each in _counted(person)]


def is_waiting(found: list[Listed]) -> bool:
    """Whether one of them is still to be looked at."""
    return any(each.source.state == BusySource.State.QUEUED for each in found)


def shown_address(url: str) -> str:
    """The host and the last characters of an address: enough to know it by, too little to use."""
    if not url:
        return ""
    parts = urlsplit(url)
    return f"{parts.hostname}…{url[-6:]}"


def _counted(person: User) -> QuerySet[BusySource]:
    ahead = Count("times", filter=Q(times__ends_at__gt=timezone.now()))
    return (
        BusySource.objects.filter(person=person)
        .defer("raw")
        .annotate(ahead=ahead)
        .order_by("created_at", "pk")
    )
