"""How people score: their own page, and the coach's view of their candidates' raters."""

from collections.abc import Sequence
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import AccessEntry, User
from accounts.trail.services import note_all
from interviews.models import Round
from rubrics.agreement.selectors import latest_run
from rubrics.models import AgreementRun, RaterFigure
from rubrics.raters import selectors, words
from rubrics.raters.access import access_cohort, access_rater, access_scoring, own_cards, raters_of
from rubrics.raters.figures import POOL_RATERS, Pair, agreement, compared, differences, figures
from rubrics.scorecards.scale import written_mean
from rubrics.scorecards.visibility import cards_beside

DIFFERENCES = 20
RATERS_PER_PAGE = 50


@login_required
@require_safe
def scoring(request: HttpRequest) -> HttpResponse:
    """How the asker scores."""
    user = access_scoring(request.user)
    own, run = selectors.given(own_cards(user)), latest_run()
    found, figure = figures(own), selectors.rater_figures([user.pk], run).get(user.pk)
    pool, others = selectors.pool_spread(user)
    context = {
        "scoring": words.scoring(found),
        "histogram": words.histogram(found.spread, pool),
        "pool": pool and words.points(pool.deviation),
        "pool_lack": _("Not enough yet to show others beside: %(have)s of %(enough)s raters.")
        % {"have": min(others, POOL_RATERS), "enough": POOL_RATERS},
        "severity": words.severity(figure, computed=run is not None, own=True),
        "run": run,
        "owed": selectors.owed([user.pk], Round.objects.all()).get(user.pk, []),
        "calibrated": selectors.calibrated([user.pk])[user.pk],
        **_compared(compared(own, selectors.given(cards_beside(user))), figure),
        **_ratings(user),
    }
    return render(request, "rubrics/raters/own.html", context)


@login_required
@require_safe
def raters(request: HttpRequest) -> HttpResponse:
    """The raters of the candidates whom the asker coaches."""
    coach, run = access_cohort(request.user), latest_run()
    page = Paginator(raters_of(coach), RATERS_PER_PAGE).get_page(request.GET.get("page"))
    rows = [_row(each, run) for each in selectors.cohort(coach, page.object_list, run)]
    return render(request, "rubrics/raters/cohort.html", {"page": page, "rows": rows, "run": run})


@login_required
@require_safe
def rater(request: HttpRequest, rater_id: int) -> HttpResponse:
    """One of them in more detail."""
    person = access_rater(request.user, rater_id)
    coach, run = cast(User, request.user), latest_run()
    (found,) = selectors.cohort(coach, [person], run)
    cards, compared_ = selectors.cards_of(coach, person), _compared(found.pairs, found.figure)
    shown = [each["round"] for each in (*cards, *compared_["differences"])] + found.owed
    note_all(
        candidates={each.loop.candidate_id: each.loop.candidate for each in shown}.values(),
        actor=coach,
        what=AccessEntry.What.RATERS,
        target=person.shown_name,
    )
    context = {
        **_row(found, run),
        "run": run,
        "histogram": words.histogram(figures(found.ratings).spread, None),
        "calibrated": found.calibrated,
        "cards": cards,
        **compared_,
    }
    return render(request, "rubrics/raters/rater.html", context)


def _row(found: selectors.Rater, run: AgreementRun | None) -> dict[str, Any]:
    return {
        "person": found.person,
        "scoring": words.scoring(figures(found.ratings)),
        "severity": words.severity(found.figure, computed=run is not None),
        "agreeing": words.agreeing(agreement(found.pairs)),
        "apart": sum(abs(each.by) >= 4 for each in found.pairs),
        "owed": found.owed,
        "valid": sum(each.holds for each in found.calibrated),
        "kinds": len(found.calibrated),
    }


def _compared(pairs: Sequence[Pair], figure: RaterFigure | None) -> dict[str, Any]:
    wide = differences(pairs)
    return {
        "agreeing": words.agreeing(agreement(pairs)),
        "kappa": words.kappa(figure),
        "differences": [words.difference(each) for each in selectors.told(wide[:DIFFERENCES])],
        "more": words.more_words(len(wide) - DIFFERENCES) if len(wide) > DIFFERENCES else "",
    }


def _ratings(user: User) -> dict[str, Any]:
    """What candidates said of one's rounds: means by what was asked, and their comments."""
    found = selectors.opened_ratings(user)
    asked = {
        "realism": _("Realism"),
        "helpfulness": _("Helpfulness"),
        "evidence_quality": _("Evidence"),
    }
    means = []
    for name, title in asked.items():
        scores = [getattr(each, name) for each in found if getattr(each, name) is not None]
        means.append({"title": title, "mean": written_mean(scores) if scores else "–", "count": len(scores)})
    return {
        "ratings": len(found),
        "rating_means": means,
        "comments": [each for each in found if each.comment.strip()][:DIFFERENCES],
    }
