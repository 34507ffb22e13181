"""Which prompt a candidate gets in each round."""

from collections import defaultdict
from collections.abc import Mapping

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import DomainError
from interviews.kinds import RoundKind, rounds_of
from interviews.loops.states import OPEN
from interviews.models import Prompt, Round, Seat, Track


def choose_prompts(candidate: User, track: Track, interviewers: Mapping[str, int]) -> dict[str, Prompt]:
    """A current prompt for each kind of round that somebody interviews in.

    One that the candidate has not seen, in any version and in any seat: an interviewer reads all of it, an
    observer what is revealed. Among these the one used least by all. When they saw them all, the one they saw
    longest ago. Nor one that awaits the interviewer in a round of their own as candidate, while there is
    another.

    Args:
        candidate: who is interviewed.
        track: whose prompts.
        interviewers: person ids by kind of round.

    Raises:
        DomainError: code "no_prompt", when a kind has no current prompt.
    """
    last = _seen(candidate, track)
    known = awaited(set(interviewers.values()))
    current = Prompt.objects.filter(track_slug=track.slug, is_current=True).annotate(
        used=Count("rounds", filter=~Q(rounds__state=Round.State.CANCELLED))
    )
    by_kind: dict[str, list[Prompt]] = {}
    for prompt in sorted(current, key=lambda each: (last.get(each.slug, 0.0), each.used, each.slug)):
        by_kind.setdefault(prompt.kind, []).append(prompt)
    chosen = {}
    for each in rounds_of(track.body):
        kind = each["kind"]
        if kind not in interviewers:
            continue
        if kind not in by_kind:
            raise DomainError(
                _("There is no prompt for “%(kind)s” yet, so no loop can be booked. Tell the administrator.")
                % {"kind": RoundKind(kind).label},
                code="no_prompt",
            )
        spoiled = known[interviewers[kind]]
        # Stable: among the unspoiled (or the spoiled) the order from above stays.
        chosen[kind] = min(by_kind[kind], key=lambda prompt: prompt.slug in spoiled)
    return chosen


def _seen(person: User, track: Track) -> dict[str, float]:
    """Prompt slug → when the person's last round with it was (epoch seconds).

    Of a cancelled round only the interviewer saw the prompt.
    """
    seats = (
        Seat.objects.filter(person=person, round__prompt__track_slug=track.slug)
        .filter(~Q(round__state=Round.State.CANCELLED) | Q(role=Seat.Role.INTERVIEWER))
        .values("round__prompt__slug")
        .annotate(last=Max("round__starts_at"))
    )
    return {row["round__prompt__slug"]: row["last"].timestamp() for row in seats}


def awaited(people: set[int]) -> defaultdict[int, set[str]]:
    """Person id → slugs of the prompts of their own rounds as candidates that are not over."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    seats = Seat.objects.filter(person__in=people, role=Seat.Role.CANDIDATE, round__state__in=OPEN)
    for person, slug in seats.values_list("person_id", "round__prompt__slug"):
        found[person].add(slug)
    return found
