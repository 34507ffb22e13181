"""What forms that save themselves have in common: how they ask, and what they carry."""

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest


def wants_json(request: HttpRequest) -> bool:
    """Whether a form that saves itself asks, and not a person who sent it."""
    return request.headers.get("Accept") == "application/json"


def whole(text: str | None, otherwise: int) -> int:
    """A version from a form: a whole number of at most nine digits, or `otherwise`."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else otherwise


def first_error(form: forms.BaseForm) -> str:
    """The first thing that is wrong with a form that is not valid."""
    return next(str(error) for errors in form.errors.values() for error in errors)


@dataclass(frozen=True)
class Difference:
    """A field that says one thing on this page and another in what was saved since.

    `mine` and `theirs` are in words; `value` is what to put into the field `name` to have theirs.
    """

    name: str
    label: str
    mine: str
    theirs: str
    value: str
