"""A round that is closed needs nobody to cover it any more."""

from typing import Any

from django.dispatch import receiver

from interviews.changes.covering import close_request
from interviews.models import CoverRequest, Round, Standby
from interviews.signals import round_closed


@receiver(round_closed, dispatch_uid="withdraw_cover")
def withdraw_cover(sender: type[Round], round: Round, **kwargs: Any) -> None:  # noqa: A002
    """Withdraw what was asked and let the standby go, in the transaction that closes the round."""
    close_request(round, CoverRequest.State.WITHDRAWN)
    Standby.objects.filter(round=round).delete()
