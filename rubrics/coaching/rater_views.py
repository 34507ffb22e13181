"""Other raters of a round: asking, answering, stopping."""

from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import AccessEntry, User
from common.errors import DomainError
from interviews.kinds import RoundKind
from interviews.looks import coach_looked_at_round
from interviews.models import Round
from rubrics.coaching import other_raters, selectors
from rubrics.coaching.access import access_rater_ask, access_round_to_rate
from rubrics.coaching.forms import RaterForm
from rubrics.models import RaterAsk
from rubrics.scorecards.visibility import NOT_HELD


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask_rater(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Whom a coach asked for a card of a round, and the form to ask somebody else."""
    round_, coach = access_round_to_rate(request.user, round_id)
    form = RaterForm(request.POST if request.method == "POST" else None, peers=other_raters.peers_for(round_))
    if form.is_bound and not ratelimit.consume(request, action="ask_rater", user=coach):
        messages.error(request, _("Too many in an hour. Nobody was asked. Wait and try again."))
        return redirect("rubrics:ask_rater", round_id)
    if form.is_bound and form.is_valid():
        peer = form.cleaned_data["peer"]
        try:
            other_raters.ask_rater(round=round_, coach=coach, peer=peer, word=form.cleaned_data["word"])
        except DomainError as refusal:
            form.add_error("peer", refusal.message)
        else:
            address = reverse("rubrics:debrief", args=[round_.loop_id])
            coach_looked_at_round(coach, round_, AccessEntry.What.RATER, address=address)
            said = _("%(name)s is asked by mail, and your candidate is told.")
            messages.success(request, said % {"name": peer.shown_name})
            return redirect("rubrics:ask_rater", round_id)
    rows = selectors.raters_asked(round_.loop, coach, "coach")
    context = {
        "round": round_,
        "loop": round_.loop,
        "kind": RoundKind(round_.kind).label,
        "form": form,
        "rows": [each for each in rows if each["ask"].round_id == round_.pk],
        "held": round_.state not in NOT_HELD,
        "over": round_.state == Round.State.COMPLETED,
    }
    return render(request, "rubrics/coaching/raters.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rater_ask(request: HttpRequest, ask_id: UUID) -> HttpResponse:
    """What a peer is asked for, to be answered; the candidate and who asked can stop it here."""
    found, role = access_rater_ask(request.user, ask_id)
    assert isinstance(request.user, User)
    if request.method == "POST":
        return _answered(request, request.user, found, role)
    (row,) = selectors.rater_rows(selectors.with_cards(RaterAsk.objects.filter(pk=found.pk)))
    context = {**row, "round": found.round, "role": role, "candidate": found.round.loop.candidate}
    return render(request, "rubrics/coaching/rater_ask.html", context)


def _answered(request: HttpRequest, user: User, found: RaterAsk, role: str) -> HttpResponse:
    do = request.POST.get("do")
    if do in ("yes", "no") and role != "peer":
        raise Http404
    try:
        if do == "yes":
            other_raters.accept(ask=found)
            messages.success(request, _("Thank you. The round is open to you, and your card with it."))
        elif do == "no":
            other_raters.decline(ask=found)
            messages.success(request, _("You said no. Who asked gets a mail."))
        else:
            other_raters.stop(ask=found, actor=user)
            messages.success(request, _("Stopped. Nobody opens the round by it any more."))
    except DomainError as refusal:
        messages.error(request, refusal.message)
    if role == "peer":
        return redirect("rubrics:rater_ask", found.pk)
    return redirect(f"{reverse('rubrics:debrief', args=[found.round.loop_id])}#other-raters")
