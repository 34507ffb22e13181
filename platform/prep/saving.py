"""What forms of the preparation workspace that save themselves have in common (script: `saved-form.js`).

A form carries the hidden field `version`, of what it was typed upon. Its view answers a script by JSON:
200 `{version}`; 409 `{code, message, version, differences}` where somebody saved since and nothing was
written; 422 `{code, message, errors: {field: [text]}}`. A person without script gets the page again, with
what they typed.
"""

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django import forms
from django.http import JsonResponse
from django.utils.translation import gettext as _

from common.errors import Conflict, DomainError
from common.requests import Difference, first_error


def check_version(*, saved: int, typed_upon: int) -> None:
    """Raise Conflict (code "stale") unless what is to be saved was typed upon what is saved now."""
    if saved != typed_upon:
        raise Conflict(
            _("This was changed in another tab or on another device. Nothing was overwritten."), "stale"
        )


def differences(form: forms.Form, saved: Mapping[str, Any]) -> list[Difference]:
    """Where a valid form differs from what is saved, in its order.

    Args:
        form: valid; its hidden fields are left out.
        saved: what is saved, as the form's cleaned data would have it.
    """
    found = []
    for bound in form.visible_fields():
        name, mine, theirs = bound.name, form.cleaned_data[bound.name], saved[bound.name]
        if mine == theirs:
            continue
        found.append(
            Difference(
                name, str(bound.label), _words(bound.field, mine), _words(bound.field, theirs), typed(theirs)
            )
        )
    return found


def typed(value: Any) -> str:
    """A value as its field holds it in the browser."""
    if value is None or value is False:
        return ""
    if value is True:
        return "on"
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if hasattr(value, "isoformat"):
        return value.isoformat(timespec="minutes") if hasattr(value, "hour") else value.isoformat()
    return str(value)


def saved_answer(version: int, **more: Any) -> JsonResponse:
    """Tell a script that all is saved."""
    return JsonResponse({"version": version, **more})


def invalid_answer(form: forms.BaseForm) -> JsonResponse:
    """Tell a script what can't be kept as it is, and at which field."""
    return JsonResponse(
        {"code": "invalid", "message": first_error(form), "errors": form.errors.get_json_data()}, status=422
    )


def refused_answer(
    error: DomainError, version: int = 0, apart: list[Difference] | None = None
) -> JsonResponse:
    """Tell a script that a rule said no; of a conflict, what differs."""
    told = {
        "code": error.code,
        "message": error.message,
        "version": version,
        "differences": [asdict(each) for each in apart or []],
    }
    return JsonResponse(told, status=409 if isinstance(error, Conflict) else 422)


def _words(field: forms.Field, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(field, forms.ChoiceField):
        labels = {str(key): str(label) for key, label in list(field.choices)}  # type: ignore[arg-type]
        return labels.get(str(value), str(value))
    return typed(value)
