"""The worksheet of one offer as a form, and the small forms around it."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.zones import meant_zone
from prep.models import Counter, Offer
from prep.offers.amounts import CURRENCIES
from prep.offers.fields import AmountField, CountField, LocalTimeField
from prep.offers.outlook import Assumed
from prep.offers.vesting import BadSchedule, read_schedule


def _amount(
    label: Promise, help_text: Promise | str = "", *, digits: int = 16, places: int = 2, **more: Any
) -> AmountField:
    return AmountField(
        label=label, help_text=help_text, max_digits=digits, decimal_places=places, required=False, **more
    )


class OfferForm(forms.Form):
    """Every field of an offer, and the version it was typed upon.

    Args:
        offer: what to start from.
    """

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    company = forms.CharField(label=_("Company"), max_length=120)
    level = forms.CharField(label=_("Level or title"), max_length=120, required=False)
    currency = forms.ChoiceField(label=_("Currency"), choices=[(each, each) for each in CURRENCIES])
    base = _amount(_("Base a year"))
    bonus = _amount(_("Bonus"))
    bonus_unit = forms.ChoiceField(label=_("Bonus is"), choices=Offer.Bonus.choices)
    bonus_guaranteed = forms.BooleanField(label=_("Guaranteed in writing, not a target"), required=False)
    sign_on = _amount(_("Sign-on"))
    sign_on_years = forms.TypedChoiceField(
        label=_("Paid over"),
        coerce=int,
        choices=[(1, _("one payment")), (2, _("2 years")), (3, _("3 years")), (4, _("4 years"))],
    )
    clawback = forms.CharField(
        label=_("To be paid back if"),
        max_length=300,
        required=False,
        help_text=_("For example: all of it when you leave within 12 months."),
    )
    benefits = _amount(_("Benefits in money a year"), _("What you would pay for them yourself."))
    benefits_words = forms.CharField(
        label=_("Benefits in words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    equity_form = forms.ChoiceField(label=_("Equity as"), choices=Offer.Form.choices)
    equity = _amount(_("Grant"), digits=24, places=8)
    equity_unit = forms.ChoiceField(label=_("Grant is"), choices=Offer.Unit.choices)
    strike = _amount(
        _("Strike price"), _("What one costs you; for shares, what you pay for one."), digits=18, places=6
    )
    fully_diluted = CountField(
        label=_("Fully diluted count"),
        min_value=1,
        max_value=10**15,
        max_digits=16,
        help_text=_(
            "All shares, options and promises. Ask for it: without it a number of options says nothing."
        ),
    )
    valuation = _amount(_("Post-money valuation"), digits=20)
    share_price = _amount(_("Preferred price per share"), digits=18, places=6)
    preference = _amount(
        _("Money ahead of you"),
        _("What investors get back first when the company is sold; mostly all that was raised."),
        digits=20,
    )
    vesting_years = forms.TypedChoiceField(
        label=_("Vests over"), coerce=int, choices=[(year, year) for year in range(1, 7)]
    )
    cliff_months = forms.IntegerField(label=_("Cliff in months"), min_value=0, max_value=72)
    vesting = forms.ChoiceField(label=_("Vests"), choices=Offer.Vesting.choices)
    vesting_custom = forms.CharField(
        label=_("Percent per year"),
        max_length=60,
        required=False,
        help_text=_("For “percent per year”: one figure a year, together 100. For example 10, 20, 30, 40."),
    )
    refresh = _amount(
        _("New grant every year"),
        _("In the unit of the grant; only what is promised in writing."),
        digits=24,
        places=8,
    )
    starts_on = forms.DateField(
        label=_("Start date"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    deadline_local = LocalTimeField(label=_("Answer until"), required=False)
    deadline_zone = forms.CharField(
        label=_("Zone of that time"),
        max_length=64,
        required=False,
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off", "spellcheck": "false"}),
    )
    notes = forms.CharField(
        label=_("Notes"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, data: Any = None, *, offer: Offer) -> None:
        self.offer = offer
        super().__init__(data, initial={**form_values(offer), "version": offer.version}, auto_id="offer_%s")

    def clean_deadline_zone(self) -> str:
        """The IANA name that is meant; the candidate's own where none was typed."""
        typed = self.cleaned_data["deadline_zone"]
        if not typed:
            return str(self.offer.candidate.timezone)
        name = meant_zone(typed)
        if name is None:
            raise forms.ValidationError(
                _("“%(typed)s” is not a time zone we know. Type a city and pick one from the list."),
                params={"typed": typed},
            )
        return name

    def clean(self) -> dict[str, Any]:
        """What must fit together: percents, the cliff and the vesting, a schedule of 100 %."""
        given = self.cleaned_data
        if given.get("equity_unit") == Offer.Unit.PERCENT:
            for name in ("equity", "refresh"):
                if (given.get(name) or 0) > 100:
                    self.add_error(
                        name, _("This is more than the whole company. Did you mean a number of them?")
                    )
        years = given.get("vesting_years")
        if years and (given.get("cliff_months") or 0) > 12 * years:
            self.add_error("cliff_months", _("The cliff is longer than the whole vesting."))
        if years and given.get("vesting") == Offer.Vesting.CUSTOM:
            try:
                read_schedule(given.get("vesting_custom", ""), years)
            except BadSchedule as error:
                self.add_error("vesting_custom", _schedule_words(error))
        return given

    def offer_data(self) -> dict[str, Any]:
        """What was typed as fields of an offer; call it on a valid form."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        local: datetime | None = data.pop("deadline_local")
        data["deadline"] = local.replace(tzinfo=ZoneInfo(data["deadline_zone"])) if local else None
        return data


def form_values(offer: Offer) -> dict[str, Any]:
    """What is saved, by the names of the form's fields, as its cleaned data has them."""
    zone = offer.deadline_zone or offer.candidate.timezone
    local = None
    if offer.deadline:
        local = timezone.make_naive(offer.deadline, ZoneInfo(zone))
    names = [
        name for name in OfferForm.base_fields if name not in {"version", "deadline_local", "deadline_zone"}
    ]
    return {**{name: getattr(offer, name) for name in names}, "deadline_local": local, "deadline_zone": zone}


class NewOfferForm(forms.Form):
    """The first two things one knows of an offer."""

    company = forms.CharField(label=_("Company"), max_length=120)
    currency = forms.ChoiceField(label=_("Currency"), choices=[(each, each) for each in CURRENCIES])


class OutlookForm(forms.Form):
    """What is assumed of the years ahead."""

    dilution = AmountField(
        label=_("Dilution a round, in %"), max_digits=5, decimal_places=2, max_value=90, required=True
    )
    rounds = forms.IntegerField(label=_("Rounds until a sale"), min_value=0, max_value=8)
    down = AmountField(
        label=_("Down: times today’s valuation"), max_digits=8, decimal_places=2, max_value=1, required=True
    )
    up = AmountField(
        label=_("Up: times"), max_digits=8, decimal_places=2, min_value=1, max_value=100, required=True
    )
    exit = AmountField(label=_("Exit: times"), max_digits=8, decimal_places=2, max_value=1000, required=True)


class RateForm(forms.Form):
    """One exchange rate with its date."""

    currency = forms.ChoiceField(label=_("One"), choices=[(each, each) for each in CURRENCIES])
    into = forms.ChoiceField(label=_("in"), choices=[(each, each) for each in CURRENCIES])
    rate = AmountField(
        label=_("is"), max_digits=18, decimal_places=8, required=True, min_value=Decimal("0.00000001")
    )
    as_of = forms.DateField(label=_("on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def clean(self) -> dict[str, Any]:
        """Two currencies, not one twice."""
        if self.cleaned_data.get("currency") == self.cleaned_data.get("into"):
            self.add_error("into", _("Choose another currency than the first."))
        return self.cleaned_data


class WhatIfForm(forms.Form):
    """How far parts of an offer are moved, in percent of what is offered, and what is assumed instead."""

    base = forms.IntegerField(label=_("Base"), min_value=50, max_value=200)
    sign_on = forms.IntegerField(label=_("Sign-on"), min_value=0, max_value=400)
    grant = forms.IntegerField(label=_("Grant"), min_value=0, max_value=400)
    valuation = forms.IntegerField(label=_("Valuation"), min_value=0, max_value=400)
    dilution = forms.IntegerField(label=_("Dilution a round"), min_value=0, max_value=60)
    rounds = forms.IntegerField(label=_("Rounds until a sale"), min_value=0, max_value=8)

    @classmethod
    def of(cls, given: Mapping[str, Any], assumed: Assumed) -> "WhatIfForm":
        """The form with what is given; nothing is moved where nothing is."""
        rest = {"base": 100, "sign_on": 100, "grant": 100, "valuation": 100, "rounds": assumed.rounds}
        rest["dilution"] = min(60, round(assumed.dilution * 100))
        form = cls({name: given.get(name) or rest[name] for name in cls.base_fields}, auto_id="if_%s")
        form.rest = rest
        for name, field in form.fields.items():
            step = {"rounds": 1, "dilution": 1}.get(name, 5)
            field.widget = forms.NumberInput(
                attrs={"type": "range", "min": field.min_value, "max": field.max_value, "step": step}  # type: ignore[attr-defined]
            )
        return form

    rest: dict[str, int]

    def moved(self) -> dict[str, int]:
        """What holds for each part; one that can't be is not moved."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, at) for name, at in self.rest.items()}


class CounterForm(forms.Form):
    """What is asked for, why, and the text."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    addressee = forms.CharField(label=_("To"), max_length=120, required=False)
    tone = forms.ChoiceField(label=_("Tone"), choices=Counter.Tone.choices)
    argument = forms.CharField(
        label=_("Your argument"),
        required=False,
        max_length=2000,
        help_text=_(
            "What the company gains from what you have already done, as you would say it: “my fraud model "
            "keeps losses out of the settlement run”."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    worth = _amount(
        _("Worth to them a year"), _("For example the fraud loss avoided, with how you got to it.")
    )
    ask_base = _amount(_("Ask: base a year"))
    ask_sign_on = _amount(_("Ask: sign-on"))
    ask_equity = _amount(_("Ask: grant"), digits=24, places=8)
    ask_review = forms.BooleanField(label=_("Ask: a pay review after six months"), required=False)
    text = forms.CharField(
        label=_("The text"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 14})
    )


def _schedule_words(error: BadSchedule) -> str:
    if error.code == "years":
        return str(_("One figure for each year, with commas between: 10, 20, 30, 40."))
    return str(_("The figures have to add up to 100."))
