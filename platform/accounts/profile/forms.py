"""The form of one's own settings."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import RolesField, roles_of, take_roles
from accounts.zones import meant_zone


class ReadingForm(forms.ModelForm):
    """In which zone and on which clock a person reads times; the zone is typed and completed from a list."""

    timezone = forms.CharField(
        label=_("Time zone"),
        max_length=64,
        help_text=_("Type a city or a region, for example Berlin or America/New_York."),
        widget=forms.TextInput(
            attrs={"list": "zones", "autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
        ),
    )

    class Meta:
        model = User
        fields = ["timezone", "clock"]
        labels = {"clock": _("Clock")}
        widgets: ClassVar[dict[str, Any]] = {"clock": forms.RadioSelect}

    def clean_timezone(self) -> str:
        """The IANA name meant by what was typed; what was typed stays in the field when none is."""
        typed = self.cleaned_data["timezone"]
        name = meant_zone(typed)
        if name is None:
            raise forms.ValidationError(
                _("“%(typed)s” is not a time zone we know. Type a city and pick one from the list."),
                params={"typed": typed},
                code="unknown_zone",
            )
        return name


class ProfileForm(ReadingForm):
    """Name, time zone, clock and roles."""

    class Meta(ReadingForm.Meta):
        fields = ["name", "timezone", "clock"]
        labels = {"name": _("Your name"), "clock": _("Clock")}
        help_texts = {"name": _("Shown to the people you have rounds with.")}
        widgets: ClassVar[dict[str, Any]] = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "clock": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        # An administrator may have no other part here.
        self.fields["roles"] = RolesField(required=not self.instance.is_staff)
        self.fields["roles"].initial = roles_of(self.instance)

    def clean_name(self) -> str:
        """The name with single spaces."""
        return " ".join(self.cleaned_data["name"].split())

    def save(self, commit: bool = True) -> User:
        """The person with the roles that were ticked."""
        take_roles(self.instance, self.cleaned_data["roles"])
        saved: User = super().save(commit)
        return saved
