"""Form fields for amounts as people type them, whole counts, and times in a zone of their own."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from prep.offers.amounts import NotAnAmount, plain, read

LOCAL = "%Y-%m-%dT%H:%M"


class AmountField(forms.DecimalField):
    """A number as people type it: with marks between thousands, k, M or B, a currency, or a percent sign."""

    widget = forms.TextInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "min_value": 0, **options})

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A text field with the keys of a number."""
        return {"inputmode": "decimal", "autocomplete": "off", "spellcheck": "false"}

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        """The number that was typed, exactly."""
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal):
            return value
        try:
            return read(str(value))
        except NotAnAmount:
            raise forms.ValidationError(
                _("“%(typed)s” is not an amount. Write 210,000 or 210k, for example."),
                params={"typed": value},
                code="not_an_amount",
            ) from None

    def prepare_value(self, value: Any) -> Any:
        """A saved number without the zeros of its column."""
        return plain(value) if isinstance(value, Decimal) else value


class CountField(AmountField):
    """A whole number, typed like an amount."""

    def clean(self, value: Any) -> int | None:
        """The number as an `int`."""
        number = super().clean(value)
        if number is None:
            return None
        if number != number.to_integral_value():
            raise forms.ValidationError(_("A whole number, such as 100,000,000 or 100M."), code="not_whole")
        return int(number)


class LocalTimeField(forms.Field):
    """A day and a time as they are on the clock of some zone, which another field names."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL)

    def to_python(self, value: Any) -> datetime | None:
        """A naive datetime."""
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value
        try:
            return datetime.fromisoformat(str(value).strip()).replace(tzinfo=None)
        except ValueError:
            raise forms.ValidationError(
                _("Write the day and the time, for example 2026-11-26T17:00."), code="not_a_time"
            ) from None
