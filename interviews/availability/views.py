"""One's hours: shown, altered row by row, saved."""

import json
from dataclasses import dataclass
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from accounts.models import User
from common.clock import current_clock
from common.errors import DomainError
from common.zones import written, zone_names
from interviews.availability import forms, selectors
from interviews.availability.hours import Hours
from interviews.availability.services import set_hours
from interviews.availability.week import tidy
from interviews.kinds import RoundKind
from interviews.models import Schedule

WEEKLY_NAMES = ("weekday", "start", "end")
EXCEPTION_NAMES = ("date", "kind", "start", "end")


@dataclass
class _Page:
    """The three forms of the page, bound or not."""

    offer: forms.OfferForm
    weekly: BaseFormSet
    exceptions: BaseFormSet
    added: tuple[str, int] | None = None

    def is_valid(self) -> bool:
        """All three, so that every complaint is shown at once."""
        return all([self.offer.is_valid(), self.weekly.is_valid(), self.exceptions.is_valid()])

    def hours(self) -> Hours:
        """What was typed; only when valid."""
        weekly = [form.interval() for form in self.weekly]
        exceptions = [form.exception() for form in self.exceptions]
        return Hours(
            self.offer.cleaned_data["timezone"],
            tuple(each for each in weekly if each),
            tuple(each for each in exceptions if each),
        )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@vary_on_headers("HX-Request")
def hours(request: HttpRequest) -> HttpResponse:
    """The page; a POST saves (action "save") or alters the rows that were typed (any other action)."""
    user = cast(User, request.user)
    if not user.is_peer:
        return render(request, "interviews/hours/not_peer.html")
    if request.method != "POST":
        return _shown(request, user, _stored(user))
    if request.POST.get("action", "save") != "save":
        return _shown(request, user, _altered(request))
    page = _typed(request)
    if not page.is_valid():
        return _shown(request, user, page, status=422)
    hours = page.hours()
    try:
        set_hours(
            person=user,
            timezone=hours.zone,
            round_kinds=page.offer.cleaned_data["round_kinds"],
            notice_hours=page.offer.cleaned_data["notice_hours"],
            weekly=hours.weekly,
            exceptions=hours.exceptions,
            version=page.offer.cleaned_data["version"],
        )
    except DomainError as error:
        stored = selectors.schedule_of(user)
        data = request.POST.copy()
        # Saving once more is then a decision: it replaces what is there now.
        data["version"] = str(stored.version if stored else 0)
        page.offer = forms.OfferForm(data)
        return _shown(request, user, page, refusal=error.message, status=409)
    return _saved(request, user, merged=tidy(hours.weekly).merged)


def _saved(request: HttpRequest, user: User, *, merged: bool) -> HttpResponse:
    said = _("Your hours are saved.")
    if merged:
        said += " " + _("Some overlapped and were joined.")
    if request.htmx:  # type: ignore[attr-defined]
        answer = _shown(request, user, _stored(user))
        answer["HX-Trigger"] = json.dumps({"toast": {"text": said, "kind": "ok"}})
        return answer
    messages.success(request, said)
    return redirect("interviews:hours")


def _stored(user: User) -> _Page:
    schedule = selectors.schedule_of(user)
    # A date is over when it is in the zone of the hours, not where the person happens to be.
    today = timezone.localdate(timezone=ZoneInfo(schedule.timezone)) if schedule else timezone.localdate()
    weekly, exceptions = forms.stored_rows(schedule, today)
    offer = forms.OfferForm(
        initial={
            "timezone": schedule.timezone if schedule else user.timezone,
            "round_kinds": schedule.round_kinds if schedule else list(RoundKind.values),
            "notice_hours": schedule.notice_hours if schedule else Schedule().notice_hours,
            "version": schedule.version if schedule else 0,
        }
    )
    return _Page(
        offer,
        forms.rows_formset(forms.WeeklyFormSet, forms.WEEKLY, weekly),
        forms.rows_formset(forms.ExceptionFormSet, forms.EXCEPTIONS, exceptions),
    )


def _typed(request: HttpRequest) -> _Page:
    return _Page(
        forms.OfferForm(request.POST),
        forms.WeeklyFormSet(request.POST, prefix=forms.WEEKLY),
        forms.ExceptionFormSet(request.POST, prefix=forms.EXCEPTIONS),
    )


def _altered(request: HttpRequest) -> _Page:
    """What was typed with one row more or less, nothing saved and nothing complained about yet."""
    weekly, exceptions, added = forms.altered(
        forms.typed_rows(request.POST, forms.WEEKLY, WEEKLY_NAMES),
        forms.typed_rows(request.POST, forms.EXCEPTIONS, EXCEPTION_NAMES),
        request.POST["action"],
    )
    offer = forms.OfferForm(
        initial={
            **{name: request.POST.get(name, "") for name in ("timezone", "notice_hours", "version")},
            "round_kinds": request.POST.getlist("round_kinds"),
        }
    )
    return _Page(
        offer,
        forms.rows_formset(forms.WeeklyFormSet, forms.WEEKLY, weekly),
        forms.rows_formset(forms.ExceptionFormSet, forms.EXCEPTIONS, exceptions),
        added,
    )


def _shown(
    request: HttpRequest, user: User, page: _Page, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    if page.added:
        prefix, number = page.added
        row = (page.weekly if prefix == forms.WEEKLY else page.exceptions).forms[number]
        row.fields["start" if prefix == forms.WEEKLY else "date"].widget.attrs["autofocus"] = True
    context = {
        "offer": page.offer,
        "weekly": page.weekly,
        "days": forms.by_weekday(page.weekly),
        "exceptions": page.exceptions,
        "zones": zone_names(),
        "refusal": refusal,
        "amounts": _amounts(user),
    }
    template = "interviews/hours/_form.html" if request.htmx else "interviews/hours/page.html"  # type: ignore[attr-defined]
    return render(request, template, context, status=status)


def _amounts(user: User) -> dict[str, Any] | None:
    """What the saved hours come to, in words; None before anything is saved."""
    schedule = selectors.schedule_of(user)
    if schedule is None:
        return None
    stated = selectors.hours_of([schedule])[user.pk]
    found = selectors.amounts(person=user, hours=stated, notice_hours=schedule.notice_hours)
    return {
        "weekly": f"{found.weekly.total_seconds() / 3600:.4g}",
        "next_free": written(found.next_free, schedule.timezone, clock=current_clock())
        if found.next_free
        else "",
    }
