"""The mail that reminds an interviewer of a card."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.mail import owe
from interviews.kinds import RoundKind
from interviews.models import Round, Seat
from rubrics.models import Scorecard


def owe_reminder(round: Round) -> None:  # noqa: A002
    """Owe the interviewer of a round that took place word that their card is due, once, unless it is in."""
    seat = round.seats.select_related("person").filter(role=Seat.Role.INTERVIEWER).first()
    if (
        seat is None
        or Scorecard.objects.filter(round=round, rater=seat.person, state=Scorecard.State.SUBMITTED).exists()
    ):
        return
    url = settings.SITE_URL.rstrip("/") + reverse("rubrics:scorecard", args=[round.pk])
    with override(settings.LANGUAGE_CODE):
        kind, name = RoundKind(round.kind).label, round.loop.candidate.shown_name
        owe(
            key=f"card:{round.pk}:{seat.person_id}:due",
            to=seat.person.email,
            subject=_("Your scorecard is due: %(kind)s with %(name)s") % {"kind": kind, "name": name},
            text="\n".join(
                [
                    _("The round is over and your card is not in yet. Fill it in while you remember."),
                    _("The debrief waits for it until 48 hours after the last round of the loop."),
                    "",
                    url,
                    "",
                ]
            ),
        )
