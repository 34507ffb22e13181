"""Reading who looked at what: for the candidate whose it is."""

from datetime import datetime

from django.db.models import Max, QuerySet

from accounts.models import AccessEntry, User


def entries_of(candidate: User) -> QuerySet[AccessEntry]:
    """Everything others looked at of a candidate's, the latest first."""
    return AccessEntry.objects.filter(candidate=candidate).select_related("actor").order_by("-last_at", "-pk")


def actors_of(candidate: User) -> list[tuple[str, str]]:
    """Who is in the log as (value of the filter, name), by name; one query."""
    found = (
        AccessEntry.objects.filter(candidate=candidate)
        .values_list("actor", "actor_label")
        .annotate(last=Max("last_at"))
        .order_by("last")
    )
    # Of somebody who changed their name, the latest counts; a visitor is known by the link alone.
    named = {str(actor) if actor else f"link:{label}": label for actor, label, _last in found}
    return sorted(named.items(), key=lambda each: each[1].casefold())


def by_actor(entries: QuerySet[AccessEntry], who: str) -> QuerySet[AccessEntry]:
    """The entries of one of `actors_of`; all for "" and for what is none of them."""
    if who.startswith("link:"):
        return entries.filter(actor=None, actor_label=who.removeprefix("link:"))
    return entries.filter(actor=int(who)) if who.isdecimal() and len(who) < 19 else entries


def last_looks(candidate: User) -> dict[int, datetime]:
    """Person id → when they last looked at anything of the candidate's; one query."""
    found = AccessEntry.objects.filter(candidate=candidate, actor__isnull=False)
    return dict(found.order_by().values("actor").annotate(last=Max("last_at")).values_list("actor", "last"))
