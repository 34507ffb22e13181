"""A coach whose grant is ended is let go from the candidate's rooms and boards at once."""

from typing import Any

from django.dispatch import receiver

from accounts.models import CoachGrant
from accounts.signals import grant_ended
from common.events import group_name, publish
from interviews.board.services import recheck_access
from interviews.models import Board, Round


@receiver(grant_ended, dispatch_uid="let_coach_go")
def let_coach_go(sender: type[CoachGrant], grant: CoachGrant, **kwargs: Any) -> None:
    """After commit, have every open socket of the candidate's rounds look again who may be there."""
    rounds = Round.objects.filter(loop__candidate=grant.candidate_id)
    for round_id in rounds.values_list("pk", flat=True):
        publish(group_name("round", round_id), {"type": "round.changed"})
    for board in Board.objects.filter(round__in=rounds).only("pk"):
        recheck_access(board=board)
