"""Reading annotations, assigned drills and asked raters: each for whom it is."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.grants.selectors import granted_candidates
from accounts.models import User
from interviews.kinds import RoundKind
from interviews.models import Loop
from prep.keeping import own
from prep.models import Story
from rubrics.coaching.other_raters import state_of
from rubrics.coaching.places import Spread
from rubrics.debriefs.content import upgraded
from rubrics.models import ActionStory, Annotation, AssignedDrill, DebriefRevision, RaterAsk, Scorecard
from rubrics.scorecards.visibility import handed_in

SHOWN = 50
KEPT = timedelta(hours=24)
"""How long a deleted annotation can be brought back."""


def annotations_of(loop: Loop, reader: User, role: str) -> QuerySet[Annotation]:
    """What a reader of a debrief may read of its annotations, in the order in which it was written.

    The candidate: what is shared with them. A coach: that, and all of their own, deleted ones as long as they
    can be brought back. Nobody else anything.
    """
    found = Annotation.objects.filter(loop=loop).select_related("author").order_by("created_at", "pk")
    if role == "candidate":
        return found.filter(is_shared=True, deleted_at=None)
    if role != "coach":
        return found.none()
    recent = Q(author=reader, deleted_at__gte=timezone.now() - KEPT)
    return found.filter(Q(deleted_at=None) & (Q(is_shared=True) | Q(author=reader)) | recent)


def spread(loop: Loop, reader: User, role: str, content: dict[str, Any]) -> Spread:
    """The same by place, each with `own` (whether the reader wrote it) and the title of its criterion."""
    found = list(annotations_of(loop, reader, role))
    titles = {
        (round_["kind"], one["key"]): one["title"]
        for round_ in upgraded(content)["rounds"]
        for one in round_["criteria"]
    }
    for each in found:
        each.own = each.author_id == reader.pk  # type: ignore[attr-defined]
        each.criterion_title = titles.get((each.kind, each.criterion), each.criterion)  # type: ignore[attr-defined]
    return Spread.of(found)


def drills_to_do(candidate: User) -> QuerySet[AssignedDrill]:
    """What a candidate has to do, the most urgent first."""
    return (
        AssignedDrill.objects.filter(candidate=candidate, state=AssignedDrill.State.ASSIGNED)
        .select_related("coach")
        .order_by("due_on", "created_at")
    )


def drills_shown(loop: Loop, reader: User, role: str) -> list[AssignedDrill]:
    """Drills that were assigned on a debrief, for its candidate all, for a coach their own."""
    found = AssignedDrill.objects.filter(loop=loop).select_related("coach", "candidate")
    if role == "coach":
        found = found.filter(coach=reader)
    elif role != "candidate":
        return []
    return list(found.order_by("state", "due_on", "created_at")[:SHOWN])


def drills_of(candidate: User, reader: User) -> QuerySet[AssignedDrill]:
    """A candidate's drills for themselves, or those that a coach gave them; open ones first, newest first."""
    found = AssignedDrill.objects.filter(candidate=candidate).select_related("coach", "candidate")
    if reader.pk != candidate.pk:
        found = found.filter(coach=reader, candidate__in=granted_candidates(reader))
    return found.order_by("state", "due_on", "-created_at")


def drills_given(coach: User) -> QuerySet[AssignedDrill]:
    """What a coach gave to candidates whom they coach still; open ones first."""
    return (
        AssignedDrill.objects.filter(coach=coach, candidate__in=granted_candidates(coach))
        .select_related("candidate", "coach")
        .order_by("state", "due_on", "-created_at")
    )


def with_cards(asks: QuerySet[RaterAsk]) -> QuerySet[RaterAsk]:
    """Asks with `card_in`: whether the card that was asked for is handed in."""
    card = Scorecard.objects.filter(handed_in(), round=OuterRef("round"), rater=OuterRef("peer"))
    return asks.annotate(card_in=Exists(card)).select_related("round__loop__candidate", "coach", "peer")


def on_debrief(loop: Loop, reader: User, role: str, revision: DebriefRevision | None) -> dict[str, Any]:
    """What a debrief's page shows of coaching, for its candidate and its coaches; nothing for others."""
    if role not in {"candidate", "coach"}:
        return {}
    return {
        "remarks": spread(loop, reader, role, revision.content) if revision else None,
        "drills_given": drills_shown(loop, reader, role),
        "other_raters": raters_asked(loop, reader, role),
        **(_stories(loop, reader) if role == "candidate" and revision else {}),
    }


def _stories(loop: Loop, candidate: User) -> dict[str, Any]:
    """The candidate's rows to link an action to, and the chosen ones by the action's drill."""
    chosen = ActionStory.objects.filter(loop=loop, story__deleted_at=None).select_related("story")
    rows = [each for each in own(Story, candidate) if each.project.strip()]
    return {"own_stories": rows, "action_stories": {each.drill: each.story for each in chosen}}


def raters_asked(loop: Loop, reader: User, role: str) -> list[dict[str, Any]]:
    """Who was asked to score rounds of a loop as well, for its candidate and its coaches."""
    if role not in {"candidate", "coach"}:
        return []
    asks = with_cards(RaterAsk.objects.filter(round__loop=loop)).order_by("round__position", "created_at")
    return [
        row | {"may_stop": row["waits"] and (role == "candidate" or row["ask"].coach_id == reader.pk)}
        for row in rater_rows(asks)
    ]


def rater_rows(asks: Iterable[RaterAsk]) -> list[dict[str, Any]]:
    """Asks, as from `with_cards`, as rows: where each stands, in words."""
    rows = []
    for ask in asks:
        state, card_in = state_of(ask), ask.card_in  # type: ignore[attr-defined]
        rows.append(
            {
                "ask": ask,
                "kind": str(RoundKind(ask.round.kind).label),
                "words": RaterAsk.State(state).label,
                "look": {"asked": "pending", "accepted": "settled"}.get(state, "quiet"),
                "waits": state in ("asked", "accepted") and not card_in,
                "card_in": card_in,
            }
        )
    return rows


def waiting_for(person: User) -> dict[str, Any]:
    """What waits for somebody: drills to do, and rounds to score as well; two queries at most."""
    return {
        "drills": list(drills_to_do(person)[:SHOWN]) if person.is_candidate else [],
        "to_rate": asks_to_rate(person) if person.is_peer else [],
        "today": timezone.localdate(),
    }


def asks_to_rate(peer: User) -> list[dict[str, Any]]:
    """Rounds that a peer is asked to score or said yes to, whose card is not in; the oldest first."""
    waits = Q(state=RaterAsk.State.ACCEPTED) | Q(state=RaterAsk.State.ASKED, expires_at__gt=timezone.now())
    asks = with_cards(RaterAsk.objects.filter(waits, peer=peer)).filter(card_in=False)  # type: ignore[misc]
    return rater_rows(asks.order_by("created_at")[:SHOWN])
