"""Fields that forms of the preparation workspace have in common."""

from typing import Any

from django import forms


def prose_field(label: Any, help_text: Any = "", *, rows: int = 2, longest: int) -> forms.CharField:
    """A text of several lines that may stay empty; `longest` in characters."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows}),
    )
