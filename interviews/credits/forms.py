"""What an administrator says who gives credits."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from interviews.credits.selectors import balance
from interviews.models import CreditEntry


class GiftForm(forms.ModelForm):
    """Credits for a person, or fewer of them: a line that is added to their ledger."""

    class Meta:
        model = CreditEntry
        fields = ["person", "amount", "note"]

    def clean(self) -> dict[str, Any]:
        """Refuse nothing at all, and more than the person has."""
        cleaned = super().clean() or {}
        amount, person = cleaned.get("amount"), cleaned.get("person")
        if amount == 0:
            self.add_error("amount", _("Give at least one credit, or take one."))
        elif amount is not None and person is not None and balance(person) + amount < 0:
            self.add_error("amount", _("They don’t have so many credits."))
        return cleaned
