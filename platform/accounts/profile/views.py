"""One's own settings."""

import zoneinfo
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.profile.forms import ProfileForm, ReadingForm
from accounts.roles import roles_of
from accounts.zones import browser_zone, zone_choices
from common.zones import written


@login_required
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change name, time zone and roles; 422 with everything as typed when something is wrong.

    `use_zone`, the button beside the browser's own zone, changes the zone alone.
    """
    # A row of its own: a refused form must not show its unsaved values in the frame around it.
    person = User.objects.get(pk=cast(User, request.user).pk)
    if "use_zone" in request.POST:
        zone = request.POST["use_zone"]
        form = ProfileForm(
            {"name": person.name, "timezone": zone, "clock": person.clock, "roles": roles_of(person)},
            instance=person,
        )
    else:
        form = ProfileForm(request.POST or None, instance=person)
    if form.is_bound and form.is_valid():
        form.save()
        messages.success(request, _("Your settings are saved."))
        if "timezone" in form.changed_data:
            here = written(timezone.now(), person.timezone, "time", person.clock)
            messages.success(
                request, _("Times are now shown in your new zone. It is %(time)s.") % {"time": here}
            )
        return redirect("accounts:profile")
    context = {
        "form": form,
        "zones": zone_choices(timezone.now()),
        "browser_zone": _zone_elsewhere(request),
        "now": timezone.now(),
    }
    return render(request, "accounts/profile/page.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def reading(request: HttpRequest) -> HttpResponse:
    """Change the zone and the clock in which one reads times, and go back to the page where it was asked.

    `next` is a path of ours with what was asked on that page, which thereby stays as it is.
    """
    person = User.objects.get(pk=cast(User, request.user).pk)
    form = ReadingForm(request.POST, instance=person)
    if form.is_valid():
        form.save()
        here = written(timezone.now(), person.timezone, "time", person.clock)
        messages.success(request, _("Times are shown as you asked. It is %(time)s.") % {"time": here})
    else:
        for errors in form.errors.values():
            messages.error(request, str(errors[0]))
    back = request.POST.get("next", "")
    local = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(back if local else "accounts:profile")


def _zone_elsewhere(request: HttpRequest) -> str:
    """The browser's zone when its clock differs from the person's now, else "": a traveller wants to know."""
    if "tz" not in request.COOKIES:
        return ""
    named = browser_zone(request.COOKIES["tz"])
    now = timezone.now()
    there = now.astimezone(zoneinfo.ZoneInfo(named))
    return named if there.utcoffset() != timezone.localtime(now).utcoffset() else ""
