"""Reopening a card, and what became of it."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.grants.selectors import coaches
from accounts.models import AccessEntry, User
from common.errors import DomainError
from interviews.kinds import RoundKind
from interviews.looks import coach_looked_at_round
from interviews.models import Round
from rubrics.models import Scorecard
from rubrics.scorecards.reopening import access_reopening, changes_of, reopen


class ReopenForm(forms.Form):
    """Why a card is opened again."""

    reason = forms.CharField(
        max_length=500,
        label=gettext_lazy("What should they look at again?"),
        help_text=gettext_lazy(
            "The rater gets it by mail; whoever may read the card sees it with the change."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Say why, so that the rater knows what to look at again.")},
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reopen_card(request: HttpRequest, card_id: UUID) -> HttpResponse:
    """Ask the coach for a reason, then open the card again."""
    assert isinstance(request.user, User)
    card = access_reopening(request.user, card_id)
    form = ReopenForm(request.POST if request.method == "POST" else None)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            reopen(card=card, coach=request.user, reason=form.cleaned_data["reason"])
        except DomainError as error:
            refusal = error.message
        else:
            _note(request.user, card.round, AccessEntry.What.REOPEN)
            said = _("The card is open again. %(name)s gets a mail.") % {"name": card.rater.shown_name}
            messages.success(request, said)
            return redirect("rubrics:debrief", loop_id=card.round.loop_id)
    context = {
        "card": card,
        "round": card.round,
        "kind": RoundKind(card.round.kind).label,
        "role": Scorecard.Role(card.role).label,
        "form": form,
        "refusal": refusal,
        "open": card.submitted_at is None,
    }
    status = 409 if refusal else 422 if form.errors else 200
    return render(request, "rubrics/scorecards/reopen.html", context, status=status)


@login_required
@require_safe
def card_changes(request: HttpRequest, card_id: UUID) -> HttpResponse:
    """What is different since a card was reopened, criterion by criterion."""
    found = changes_of(request.user, card_id)
    assert isinstance(request.user, User)
    if coaches(request.user, found.card.round.loop.candidate):
        _note(request.user, found.card.round, AccessEntry.What.CARD)
    context = {
        "found": found,
        "card": found.card,
        "round": found.card.round,
        "kind": RoundKind(found.card.round.kind).label,
        "own": found.card.rater_id == request.user.pk,
    }
    return render(request, "rubrics/scorecards/changes.html", context)


def _note(coach: User, round_: Round, what: str) -> None:
    """Write in the candidate's log what their coach did; they find the card in their debrief."""
    coach_looked_at_round(coach, round_, what, address=reverse("rubrics:debrief", args=[round_.loop_id]))
