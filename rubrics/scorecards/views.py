"""The scorecard: a page of its own, or a fragment beside the board."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import AccessEntry, User
from common.errors import Conflict, DomainError
from common.requests import first_error, wants_json, whole
from interviews.kinds import RoundKind
from interviews.looks import coach_looked_at_round
from interviews.models import Round
from interviews.opening import opens_at
from interviews.room.notes import own_note
from rubrics.debriefs.services import deadline
from rubrics.models import Rubric, Scorecard
from rubrics.scorecards import selectors, services
from rubrics.scorecards.access import CardAccess, access_card
from rubrics.scorecards.forms import CardForm, nudge_words
from rubrics.scorecards.note_lines import note_lines
from rubrics.scorecards.rules import CardData, gaps
from rubrics.scorecards.visibility import is_revealed, may_read_debrief


@login_required
@require_http_methods(["GET", "POST"])
def scorecard(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Show, save or submit the asker's card of a round."""
    assert isinstance(request.user, User)
    access = access_card(request.user, round_id)
    if request.method == "POST":
        return _posted(request, request.user, access)
    if access.role == Scorecard.Role.COACH:
        coach_looked_at_round(request.user, access.round, AccessEntry.What.CARD)
    if wants_json(request):
        return _as_it_is(request.user, access)
    return _show(request, request.user, access)


def _posted(request: HttpRequest, user: User, access: CardAccess) -> HttpResponse:
    round_, action = access.round, request.POST.get("action", "save")
    card = selectors.own_card(round_, user)
    if action == "put_away":
        return _put_away(request, user, access)
    rubric = card.rubric if card else selectors.rubric_for(round_)
    if rubric is None:
        return _show(request, user, access, status=422)
    form = CardForm(request.POST, body=rubric.body)
    if not form.is_valid():
        if wants_json(request):
            return JsonResponse({"code": "invalid", "message": first_error(form)}, status=422)
        return _show(request, user, access, form=form, status=422)
    version = form.cleaned_data["version"]
    if action == "replace":
        # The rater was told of the newer version and chose what this page says.
        version = whole(request.POST.get("newer"), version)
    data = form.card_data()
    write = services.submit if action == "submit" else services.save_draft
    try:
        card = write(round=round_, rater=user, version=version, data=data)
    except services.Incomplete as error:
        card = selectors.own_card(round_, user)
        assert card is not None
        form = _fresh(card, data, error.gaps)
        return _show(request, user, access, form=form, notice=error, status=422)
    except DomainError as error:
        return _refused(request, user, access, form, error)
    if wants_json(request):
        missing = gaps(rubric.body["criteria"], data, selectors.chipped(card))
        listed = CardForm(body=rubric.body, missing=missing).gap_list()
        return JsonResponse({"version": card.version, "missing": listed, "nudges": _nudges(card)})
    submitted = card.state == Scorecard.State.SUBMITTED
    said = _("Your card is submitted and locked.") if submitted else _("Your card is saved.")
    if request.htmx:  # type: ignore[attr-defined]
        response = _show(request, user, access)
        response["HX-Trigger"] = '{"scorecard-submitted": true}' if submitted else "{}"
        return response
    messages.success(request, said)
    for each in _nudges(card):
        messages.info(request, each["text"])
    return redirect("rubrics:scorecard", round_id=round_.pk)


def _as_it_is(user: User, access: CardAccess) -> JsonResponse:
    """What is saved, for a page that lay in the background: version, fields, what is missing."""
    card = selectors.own_card(access.round, user)
    if card is None:
        return JsonResponse({"version": 0, "state": Scorecard.State.DRAFT})
    form = _form(card.rubric, card)
    told = {"version": card.version, "state": card.state, "values": form.values(), "missing": form.gap_list()}
    return JsonResponse(told)


def _nudges(card: Scorecard) -> list[dict[str, str]]:
    return [{"code": code, "text": nudge_words(code)} for code in services.nudge(card=card)]


def _put_away(request: HttpRequest, user: User, access: CardAccess) -> HttpResponse:
    """Delete the card that was begun; the page is then as before its first word."""
    try:
        if services.put_away(round=access.round, rater=user):
            messages.success(request, _("The card is put away. What was in it is deleted."))
    except DomainError as error:
        messages.error(request, error.message)
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(headers={"HX-Refresh": "true"})
    return redirect("rubrics:scorecard", round_id=access.round.pk)


def _refused(
    request: HttpRequest, user: User, access: CardAccess, form: CardForm, error: DomainError
) -> HttpResponse:
    """The answer to a save that a rule refused: what is on the page stays on the page."""
    card = selectors.own_card(access.round, user)
    newer = card.version if card else 0
    status = 409 if isinstance(error, Conflict) or error.code == "locked" else 422
    if wants_json(request):
        told: dict[str, Any] = {"code": error.code, "message": error.message, "version": newer}
        if error.code == "stale" and card is not None:
            told["differences"] = form.differences(selectors.data_of(card))
        return JsonResponse(told, status=status)
    if error.code == "not_live" and card is not None:
        form = _fresh(card, form.card_data(), [])
    return _show(request, user, access, form=form, notice=error, newer=newer, status=status)


def _show(
    request: HttpRequest,
    user: User,
    access: CardAccess,
    *,
    form: CardForm | None = None,
    notice: DomainError | None = None,
    newer: int = 0,
    status: int = 200,
) -> HttpResponse:
    round_ = access.round
    card = selectors.own_card(round_, user)
    locked = card is not None and card.state == Scorecard.State.SUBMITTED
    rubric = card.rubric if card else selectors.rubric_for(round_)
    context: dict[str, Any] = {
        "round": round_,
        "kind": RoundKind(round_.kind).label,
        "role": access.role,
        "awaited": access.awaited,
        "address": reverse("rubrics:scorecard", args=[round_.pk]),
        "card": card,
        "locked": locked,
        "rubric": rubric,
        "notice": notice,
        "newer": newer,
        "closed": _closed(round_, user),
        "due_at": deadline(round_.loop),
        "overdue": is_revealed(round_.loop),
        "may_put_away": not access.awaited and card is not None and not selectors.was_handed_in(card),
        "reopened": card.revisions.select_related("reopened_by").last() if card else None,
        "opens_at": opens_at(round_),
        "may_submit": round_.state in {Round.State.LIVE, Round.State.COMPLETED},
    }
    if locked:
        read = selectors.submitted_cards(user, round_)
        context["own"] = read[0]
        context["others"] = read[1:]
        context["debrief"] = may_read_debrief(user, round_.loop)
        context["rating"] = selectors.read_rating(user, round_)
    elif rubric is not None:
        context["form"] = form or _form(rubric, card)
        context["chips"] = chips = selectors.chips_of(card) if card else []
        context["chip_data"] = [chip.plain() for chip in chips]
        context["new_chip"] = uuid4()
        # In the room the notes lie beside the card.
        if not request.htmx:  # type: ignore[attr-defined]
            context["notes"] = note_lines(own_note(round_, user).text)
        context["keeping"] = round_.state in {Round.State.SCHEDULED, Round.State.LIVE}
        context["started_at"] = round_.started_at.timestamp() if round_.started_at else ""
        context["server_now"] = timezone.now().timestamp()
        if newer and card is not None and form is not None:
            context["differences"] = form.differences(selectors.data_of(card))
    part = "_card" if request.htmx else "page"  # type: ignore[attr-defined]
    return render(request, f"rubrics/scorecards/{part}.html", context, status=status)


def _form(rubric: Rubric, card: Scorecard | None) -> CardForm:
    if card is None:
        return CardForm(body=rubric.body, missing=gaps(rubric.body["criteria"], CardData()))
    data = selectors.data_of(card)
    return _fresh(card, data, gaps(rubric.body["criteria"], data, selectors.chipped(card)))


def _fresh(card: Scorecard, data: CardData, missing: list[Any]) -> CardForm:
    chips = selectors.chips_of(card)
    return CardForm(body=card.rubric.body, card=data, version=card.version, missing=missing, chips=chips)


def _closed(round_: Round, rater: User) -> str:
    """Why no card can be filled in now: "early", "not_held", "not_blind" or ""."""
    try:
        services.check_open(round_)
        services.check_blind(round_, rater)
    except DomainError as error:
        return error.code
    return ""
