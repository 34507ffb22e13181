"""Which prompt a candidate gets in each round."""

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import DomainError
from interviews.kinds import RoundKind
from interviews.models import Prompt, Round, Track


def choose_prompts(candidate: User, track: Track) -> dict[str, Prompt]:
    """A current prompt for each kind of round in the track.

    One that the candidate has not had, in any version; among these the one used least by all. When they had
    them all, the one they had longest ago. A cancelled round does not count: nobody saw its prompt.

    Raises:
        DomainError: code "no_prompt", when a kind has no current prompt.
    """
    had = (
        Round.objects.filter(loop__candidate=candidate, prompt__track_slug=track.slug)
        .exclude(state=Round.State.CANCELLED)
        .values("prompt__slug")
        .annotate(last=Max("starts_at"))
    )
    last = {row["prompt__slug"]: row["last"].timestamp() for row in had}
    current = Prompt.objects.filter(track_slug=track.slug, is_current=True).annotate(
        used=Count("rounds", filter=~Q(rounds__state=Round.State.CANCELLED))
    )
    by_kind: dict[str, list[Prompt]] = {}
    for prompt in sorted(current, key=lambda each: (last.get(each.slug, 0.0), each.used, each.slug)):
        by_kind.setdefault(prompt.kind, []).append(prompt)
    chosen = {}
    for each in track.body["rounds"]:
        kind = each["kind"]
        if kind not in by_kind:
            raise DomainError(
                _("There is no prompt for “%(kind)s” yet, so no loop can be booked. Tell the administrator.")
                % {"kind": RoundKind(kind).label},
                code="no_prompt",
            )
        chosen[kind] = by_kind[kind][0]
    return chosen
