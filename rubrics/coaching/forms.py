"""What a coach writes, gives and asks for on a debrief, and what a candidate says of a drill."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from rubrics.coaching.places import Place
from rubrics.coaching.services import LONGEST


class AnnotationForm(forms.Form):
    """A text, its place, and who reads it."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    place = forms.ChoiceField(label=gettext_lazy("On"))
    text = forms.CharField(
        label=gettext_lazy("What you want to say"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 6}),
    )
    is_shared = forms.ChoiceField(
        label=gettext_lazy("Who reads it"),
        choices=[
            ("no", gettext_lazy("Only you")),
            ("yes", gettext_lazy("The candidate too, and their other coaches")),
        ],
        widget=forms.RadioSelect,
        initial="no",
    )

    def __init__(
        self, data: Any = None, *, places: Sequence[Place], fixed: bool = False, **options: Any
    ) -> None:
        super().__init__(data, **options)
        if fixed:
            # What was written stays where it is.
            del self.fields["place"]
            return
        self.places = {each.key: each for each in places}
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            (each.key, f"— {each.title}" if each.criterion else each.title) for each in places
        ]

    def shared(self) -> bool:
        """Whether the candidate is to read it; only when valid."""
        return bool(self.cleaned_data["is_shared"] == "yes")

    def chosen(self) -> Place:
        """Where it is to stand; only when valid."""
        return self.places[self.cleaned_data["place"]]


class DrillForm(forms.Form):
    """A drill of the track, until when, and a word."""

    slug = forms.ChoiceField(label=gettext_lazy("Drill"))
    due_on = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("In the candidate’s days."),
    )
    word = forms.CharField(
        label=gettext_lazy("A word to them"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, data: Any = None, *, drills: Sequence[dict[str, Any]], first: Sequence[str]) -> None:
        super().__init__(data, initial={"due_on": timezone.localdate() + timedelta(days=7)})
        titles = {
            each["slug"]: _("%(title)s (%(minutes)s minutes)")
            % {"title": each["title"], "minutes": each["minutes"]}
            for each in drills
        }
        chosen = [(slug, titles[slug]) for slug in dict.fromkeys(first) if slug in titles]
        others = [(slug, title) for slug, title in titles.items() if slug not in first]
        groups = [(_("Picked by this debrief"), chosen), (_("All others of the track"), others)]
        self.fields["slug"].choices = [each for each in groups if each[1]]  # type: ignore[attr-defined]

    def clean_due_on(self) -> Any:
        """Today or later."""
        due_on = self.cleaned_data["due_on"]
        if due_on is not None and due_on < timezone.localdate() - timedelta(days=1):
            raise forms.ValidationError(_("This day is over. Choose a later one."))
        return due_on


class TickForm(forms.Form):
    """How it went, for the coach to read."""

    note = forms.CharField(
        label=gettext_lazy("How it went"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("Your coach reads it."),
        widget=forms.Textarea({"rows": 4}),
    )


class RaterForm(forms.Form):
    """Which peer to ask, and a word to them."""

    peer = forms.ModelChoiceField(label=gettext_lazy("Peer"), queryset=User.objects.none(), empty_label=None)
    word = forms.CharField(
        label=gettext_lazy("A word to them"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, data: Any = None, *, peers: Any) -> None:
        super().__init__(data)
        self.fields["peer"].queryset = peers  # type: ignore[attr-defined]


class ActionStoryForm(forms.Form):
    """Which row of the story sheet belongs to which action; none takes the link away."""

    drill = forms.CharField(max_length=80)
    story_id = forms.UUIDField(required=False)
