"""One's own settings."""

import zoneinfo
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.profile.forms import ProfileForm
from accounts.profile.zones import zone_choices
from accounts.signup.forms import browser_zone
from common.zones import written


@login_required
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change name, time zone and roles; 422 with everything as typed when something is wrong."""
    # A person of its own: a refused form must not show its unsaved values in the frame around it.
    person = User.objects.get(pk=cast(User, request.user).pk)
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your settings are saved."))
        if "timezone" in form.changed_data:
            here = written(timezone.now(), person.timezone, "time")
            messages.success(
                request, _("Times are now shown in your new zone. It is %(time)s.") % {"time": here}
            )
        return redirect("accounts:profile")
    return render(
        request,
        "accounts/profile/page.html",
        {
            "form": form,
            "zones": zone_choices(timezone.now()),
            "browser_zone": other_zone(request, person),
            "now": timezone.now(),
        },
        status=422 if form.is_bound else 200,
    )


def other_zone(request: HttpRequest, person: User) -> str:
    """The browser's zone when its clock differs from the person's now, else "": a traveller wants to know."""
    named = browser_zone(request) if request.COOKIES.get("tz") else person.timezone
    now = timezone.now()
    there, here = (now.astimezone(zoneinfo.ZoneInfo(zone)) for zone in (named, person.timezone))
    return named if there.utcoffset() != here.utcoffset() else ""
