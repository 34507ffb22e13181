"""How far raters agree, by prompt, rubric and cohort: for coaches and administrators."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from rubrics.agreement import services
from rubrics.agreement.figures import ENOUGH_UNITS
from rubrics.agreement.selectors import latest_run, newest_run
from rubrics.raters import runs
from rubrics.raters.access import access_agreement


@login_required
@require_safe
def agreement(request: HttpRequest) -> HttpResponse:
    """What the newest computation says."""
    user = access_agreement(request.user)
    return render(request, "rubrics/raters/agreement.html", _context(user))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_run(request: HttpRequest) -> HttpResponse:
    """POST has it computed again; GET is the figures as a fragment, for the page that waits for them."""
    user = access_agreement(request.user)
    if request.method == "POST":
        services.ask_run(actor=user)
        if not request.htmx:  # type: ignore[attr-defined]
            messages.success(request, _("Agreement is being computed. This takes up to a minute."))
            return redirect("rubrics:agreement")
    elif not request.htmx:  # type: ignore[attr-defined]
        return redirect("rubrics:agreement")
    return render(request, "rubrics/raters/_agreement.html", _context(user))


def _context(user: User) -> dict[str, Any]:
    ready, newest = latest_run(), newest_run()
    return {
        "run": ready,
        "together": runs.together(ready) if ready else "",
        "pending": newest is not None and newest.state == newest.State.PENDING,
        "failed": newest if newest is not None and newest.state == newest.State.FAILED else None,
        "groups": runs.groups(user, ready) if ready else [],
        "enough": ENOUGH_UNITS,
        "ticks": runs.TICKS,
    }
