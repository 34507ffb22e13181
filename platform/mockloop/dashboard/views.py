"""The first page: what Mockloop is, or what is next for the person signed in. And the design system."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mockloop.dashboard import samples


def home(request: HttpRequest) -> HttpResponse:
    """The landing page for a visitor, the dashboard for somebody signed in."""
    if request.user.is_authenticated:
        return render(request, "mockloop/dashboard.html")
    return render(request, "mockloop/landing.html", {"line": samples.promised_line()})


def design(request: HttpRequest) -> HttpResponse:
    """The design system: tokens, type, every component and its states, with sample data that says so."""
    return render(request, "mockloop/design.html", samples.design_context())
