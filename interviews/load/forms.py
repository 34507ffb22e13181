"""What the load is narrowed to and ordered by, as parameters of the address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from interviews.kinds import LOOP_CHOICES, LOOP_KINDS

SORTS = [
    ("load", _("fullest first")),
    ("free", _("most free first")),
    ("offered", _("most offered first")),
    ("gave_back", _("gave back most")),
    ("no_shows", _("missed most")),
    ("name", _("name")),
]


class LoadForm(forms.Form):
    """A kind of round ("" for all) and an order; what makes no sense counts as not said."""

    kind = forms.ChoiceField(
        label=_("Kind of round"), choices=[("", _("all")), *LOOP_CHOICES], required=False
    )
    sort = forms.ChoiceField(label=_("Order"), choices=SORTS, required=False)

    def __init__(self, data: Any) -> None:
        given = {name: data.get(name, "") for name in ("kind", "sort")}
        super().__init__(
            {
                "kind": given["kind"] if given["kind"] in LOOP_KINDS else "",
                "sort": given["sort"] if given["sort"] in dict(SORTS) else "load",
            }
        )
