"""The form that names whom to ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import GrantAsk


class AskForm(forms.Form):
    """An address and a word to whoever reads mail there; whether somebody here does is not looked up."""

    email = forms.EmailField(max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    message = forms.CharField(
        label=_("A word to them"), required=False, max_length=500, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, data: Any = None, *, way: str) -> None:
        super().__init__(data, auto_id=f"{way}_%s")
        self.way = way
        invites = way == GrantAsk.Way.INVITE
        self.fields["email"].label = _("Your coach’s address") if invites else _("Your candidate’s address")
        self.fields["email"].help_text = (
            _("They get a mail and say yes or no, be they here already or not.")
            if invites
            else _("They get a mail and say yes or no. They have to sign in with this address.")
        )
