"""One-click sign-in of demo people, and the mailbox of a machine that sends no mail."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.demo.selectors import demo_person, written_mails

MAILS_PER_PAGE = 20


def only_in_demo(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """404 whatever the method when the demo is off, as if the address were not there."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return checked


@only_in_demo
@require_POST
@never_cache
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as the demo person whose id is posted as `person`; 404 for anybody else."""
    posted = request.POST.get("person", "")
    if not posted.isdecimal() or len(posted) > 18:
        raise Http404
    person = demo_person(int(posted))
    login(request, person, backend="accounts.backend.AccountBackend")
    onward = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        onward, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(onward if safe else settings.LOGIN_REDIRECT_URL)


@only_in_demo
@require_GET
@never_cache
def demo_mail(request: HttpRequest) -> HttpResponse:
    """The mails that the product wrote, newest first; `to` narrows them to one address."""
    mails = written_mails()
    to = request.GET.get("to", "").strip()
    if to:
        mails = mails.filter(to__iexact=to)
    page = Paginator(mails, MAILS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/demo/mail.html", {"page": page, "to": to})


@only_in_demo
@require_GET
@never_cache
def demo_mail_calendar(request: HttpRequest, mail_id: int) -> HttpResponse:
    """The calendar part of one mail as a file."""
    mail = get_object_or_404(written_mails().exclude(calendar=""), pk=mail_id)
    return HttpResponse(
        mail.calendar,
        content_type=f"text/calendar; method={mail.method}; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="invitation.ics"'},
    )
