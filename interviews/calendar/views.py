"""Rounds as files and as a feed for one's calendar, and the settings of both and of reminders."""

import hashlib
from typing import cast
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from common.limits import within
from interviews.access import access_loop, access_round
from interviews.calendar import selectors, services, words
from interviews.calendar.forms import RemindersForm
from interviews.calendar.invitation import Invitation, document, feed
from interviews.calendar.mails import invitation, names_in
from interviews.loops.selectors import rounds_of, with_line
from interviews.models import CalendarFeed, Loop, Round

CALENDAR = "text/calendar; charset=utf-8"
MOST, AGAIN = 60, 1800
"""How often a feed is given within how many seconds; who asked too often may ask again after as many."""


@require_safe
@login_required
def round_calendar(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """The round's event, under the same name as in the mails, so that a calendar keeps one entry."""
    round_ = access_round(request.user, round_id).round
    return _file(document([invitation(round_)], "PUBLISH"), f"mockloop-{round_.kind}.ics")


@require_safe
@login_required
def loop_calendar(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    """A loop in one file: for candidate and coach the whole of it, for others the rounds they are in."""
    user = cast(User, request.user)
    access = access_loop(user, loop_id)
    if access.role in {"candidate", "coach"}:
        rounds = list(with_line(Loop.objects.filter(pk=access.loop.pk)).get().rounds.all())
    else:
        rounds = list(rounds_of(user).filter(loop=access.loop))
    return _file(document(map(_entry, rounds), "PUBLISH"), "mockloop-loop.ics")


@require_safe
def person_feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """A person's rounds for the calendar program that knows their private address; nobody signs in here.

    What did not change is answered with 304. Asking more often than a calendar program would is a 429.
    """
    found = selectors.feed_of(token)
    if found is None:
        raise Http404
    if not within(f"feed-{found.pk}", most=MOST, seconds=AGAIN):
        return HttpResponse(
            status=429, headers={"Retry-After": str(AGAIN), "Cache-Control": "private, no-store"}
        )
    with override(settings.LANGUAGE_CODE):
        text = feed(map(_entry, selectors.rounds_for_feed(found.person)), _("Mockloop rounds"))
    etag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    answer = get_conditional_response(request, etag=etag, response=HttpResponse(text, content_type=CALENDAR))
    assert answer is not None
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    answer["X-Robots-Tag"] = "noindex"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def calendar_settings(request: HttpRequest) -> HttpResponse:
    """The private address with ways to subscribe to it, and which reminders come; POST chooses these."""
    person = cast(User, request.user)
    form = RemindersForm(
        request.POST if request.method == "POST" else None, instance=selectors.choice_of(person)
    )
    if form.is_bound and form.is_valid():
        services.choose_reminders(person=person, **form.cleaned_data)
        messages.success(request, _("Your reminders are saved."))
        return redirect(reverse("interviews:calendar_settings") + "#reminders")
    found = CalendarFeed.objects.filter(person=person).first()
    return render(
        request,
        "interviews/calendar/settings.html",
        {"form": form, "feed": _addresses(found) if found else None},
        status=422 if form.is_bound else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change_feed(request: HttpRequest) -> HttpResponse:
    """Make the address; or ask once more, and renew it or take it away."""
    person = cast(User, request.user)
    wanted = request.POST.get("do") or request.GET.get("do", "")
    exists = CalendarFeed.objects.filter(person=person).exists()
    if request.method == "POST":
        if wanted == "renew" and exists:
            services.renew_feed(person=person)
            messages.success(
                request,
                _("Your new address is below. The old one is dead: subscribe again with the new one."),
            )
        elif wanted == "close":
            services.close_feed(person=person)
            messages.success(request, _("Your address is gone. Calendars that used it get nothing any more."))
        else:
            services.open_feed(person=person)
    if request.method == "POST" or not exists or wanted not in {"renew", "close"}:
        return redirect("interviews:calendar_settings")
    return render(request, "interviews/calendar/change_feed.html", {"do": wanted})


def _entry(round_: Round) -> Invitation:
    return invitation(round_, names=names_in(list(round_.seats.all())), lasting=True)


def _file(text: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type=CALENDAR)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _addresses(found: CalendarFeed) -> dict[str, str]:
    """The feed's address, and the links that programs open to subscribe to it."""
    https = words.address(reverse("interviews:person_feed", args=[found.token]))
    webcal = "webcal://" + https.partition("://")[2]
    google = urlencode({"cid": webcal})
    outlook = urlencode({"name": "Mockloop", "url": https})
    return {
        "address": https,
        "webcal": webcal,
        "google": f"https://calendar.google.com/calendar/render?{google}",
        "outlook": f"https://outlook.live.com/calendar/0/addfromweb?{outlook}",
    }
