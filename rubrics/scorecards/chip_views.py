"""Moments kept as evidence: for the card's script as JSON, without it as forms."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from common.errors import Conflict, DomainError
from rubrics.scorecards import chips, selectors
from rubrics.scorecards.access import CardAccess, access_card
from rubrics.scorecards.chip_forms import ChipForm
from rubrics.scorecards.forms import CardForm
from rubrics.scorecards.rules import gaps


@login_required
@require_http_methods(["GET", "POST"])
def kept_chips(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """The moments on the asker's card of a round (JSON); by POST, keep one or change one."""
    access, user = _access(request, round_id)
    if request.method == "GET":
        return JsonResponse(_state(access, user))
    rubric = selectors.bound_rubric(access.round, user)
    if rubric is None:
        return _told(request, access, user, _("There is no rubric for this kind of round yet."))
    form = ChipForm(request.POST, body=rubric.body)
    if not form.is_valid():
        return _told(request, access, user, _("This can’t be kept as it is: at most 500 characters."))
    try:
        chips.keep_chip(
            round=access.round,
            rater=user,
            id=form.chip_id(),
            moment=form.moment(),
            wanted=form.wanted(),
            base=form.base(),
        )
    except DomainError as error:
        return _told(request, access, user, error.message, error)
    return _told(request, access, user, _("The moment is kept."), ok=True)


@login_required
@require_POST
def remove_chip(request: HttpRequest, round_id: UUID, chip_id: UUID) -> HttpResponse:
    """Take a moment off the asker's card."""
    access, user = _access(request, round_id)
    try:
        chips.remove_chip(round=access.round, rater=user, id=chip_id)
    except DomainError as error:
        return _told(request, access, user, error.message, error)
    return _told(request, access, user, _("The moment is removed."), ok=True)


def _access(request: HttpRequest, round_id: UUID) -> tuple[CardAccess, User]:
    assert isinstance(request.user, User)
    return access_card(request.user, round_id), request.user


def _state(access: CardAccess, user: User) -> dict[str, Any]:
    card = selectors.own_card(access.round, user)
    if card is None:
        return {"chips": []}
    data = selectors.data_of(card)
    missing = gaps(card.rubric.body["criteria"], data, selectors.chipped(card))
    form = CardForm(body=card.rubric.body, card=data, version=card.version, missing=missing)
    return {"chips": [chip.plain() for chip in selectors.chips_of(card)], "missing": form.gap_list()}


def _told(
    request: HttpRequest,
    access: CardAccess,
    user: User,
    said: str,
    error: DomainError | None = None,
    *,
    ok: bool = False,
) -> HttpResponse:
    if request.headers.get("Accept") != "application/json":
        (messages.success if ok else messages.error)(request, said)
        return redirect("rubrics:scorecard", round_id=access.round.pk)
    if ok:
        return JsonResponse(_state(access, user))
    told = {"code": error.code if error else "invalid", "message": said, **_state(access, user)}
    if isinstance(error, chips.StaleChip):
        told["newer"] = error.newer
    status = 409 if isinstance(error, Conflict) or (error and error.code == "locked") else 422
    return JsonResponse(told, status=status)
