"""Offers as a candidate wrote them down, who may read them, the counters, and the field's ranges."""

import uuid
from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.models import TimeStamped


def _money() -> "models.DecimalField[Decimal | int | str | None, Decimal | None]":
    return models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)


class Offer(TimeStamped):
    """One offer, field by field as it was typed; figures are derived from it and never kept.

    Amounts are of `currency`. Nothing but the company's name has to be there: an offer arrives in pieces.
    `version` rises with every change, so that a page that is behind is told.
    """

    class State(models.TextChoices):
        """What the candidate did with it."""

        OPEN = "open", _("open")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    class Bonus(models.TextChoices):
        """What the number of the bonus means."""

        PERCENT = "percent", _("% of base")
        AMOUNT = "amount", _("an amount a year")

    class Form(models.TextChoices):
        """What is granted."""

        OPTIONS = "options", _("stock options")
        RSUS = "rsus", _("RSUs")
        SHARES = "shares", _("shares")

    class Unit(models.TextChoices):
        """How the grant is stated; the other follows from the fully diluted count."""

        PERCENT = "percent", _("% of fully diluted")
        NUMBER = "number", _("a number of them")

    class Vesting(models.TextChoices):
        """How the grant is spread."""

        EVEN = "even", _("the same every month")
        CUSTOM = "custom", _("percent per year")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    candidate = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="offers")
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    deleted_at = models.DateTimeField(null=True, blank=True)

    company = models.CharField(max_length=120)
    level = models.CharField(max_length=120, blank=True)
    currency = models.CharField(max_length=3, default="USD")
    base = _money()
    bonus = _money()
    bonus_unit = models.CharField(max_length=10, choices=Bonus.choices, default=Bonus.PERCENT)
    bonus_guaranteed = models.BooleanField(default=False)
    sign_on = _money()
    sign_on_years = models.PositiveSmallIntegerField(default=1)
    clawback = models.CharField(max_length=300, blank=True)
    equity_form = models.CharField(max_length=10, choices=Form.choices, default=Form.OPTIONS)
    equity = models.DecimalField(max_digits=24, decimal_places=8, null=True, blank=True)
    equity_unit = models.CharField(max_length=10, choices=Unit.choices, default=Unit.PERCENT)
    strike = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    fully_diluted = models.PositiveBigIntegerField(null=True, blank=True)
    valuation = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    share_price = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    preference = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    vesting_years = models.PositiveSmallIntegerField(default=4)
    cliff_months = models.PositiveSmallIntegerField(default=12)
    vesting = models.CharField(max_length=10, choices=Vesting.choices, default=Vesting.EVEN)
    vesting_custom = models.CharField(max_length=60, blank=True)
    refresh = models.DecimalField(max_digits=24, decimal_places=8, null=True, blank=True)
    benefits = _money()
    benefits_words = models.TextField(blank=True)
    starts_on = models.DateField(null=True, blank=True)
    deadline = models.DateTimeField(null=True, blank=True)
    deadline_zone = models.CharField(max_length=64, blank=True)
    notes = models.TextField(blank=True)

    class Meta:
        ordering = ["position", "created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "accepted", "declined"]), name="offer_state_known"
            ),
            models.CheckConstraint(
                condition=Q(bonus_unit__in=["percent", "amount"]), name="offer_bonus_known"
            ),
            models.CheckConstraint(
                condition=Q(equity_form__in=["options", "rsus", "shares"])
                & Q(equity_unit__in=["percent", "number"])
                & Q(vesting__in=["even", "custom"]),
                name="offer_equity_known",
            ),
            models.CheckConstraint(
                condition=Q(sign_on_years__range=(1, 4)) & Q(vesting_years__range=(1, 6)),
                name="offer_years_in_range",
            ),
            models.CheckConstraint(
                condition=Q(cliff_months__lte=F("vesting_years") * 12), name="offer_cliff_within_vesting"
            ),
            models.CheckConstraint(
                condition=Q(equity__isnull=True) | Q(equity_unit="number") | Q(equity__lte=100),
                name="offer_percent_of_whole",
            ),
            models.CheckConstraint(
                condition=Q(fully_diluted__isnull=True) | Q(fully_diluted__gt=0), name="offer_some_shares"
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 0}),
                    name=f"offer_{name}_not_negative",
                )
                for name in ("base", "bonus", "sign_on", "equity", "strike", "valuation", "share_price")
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 0}),
                    name=f"offer_{name}_not_negative",
                )
                for name in ("preference", "refresh", "benefits")
            ),
        ]
        indexes = [models.Index(fields=["candidate", "deleted_at"])]

    def __str__(self) -> str:
        return self.company


class Outlook(TimeStamped):
    """What a candidate assumes of the years ahead, the same for all their offers."""

    candidate = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="outlook")
    dilution = models.DecimalField(
        max_digits=5, decimal_places=2, default=20, validators=[MinValueValidator(0), MaxValueValidator(90)]
    )
    rounds = models.PositiveSmallIntegerField(default=2, validators=[MaxValueValidator(8)])
    down = models.DecimalField(
        max_digits=8,
        decimal_places=2,
        default="0.50",
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    up = models.DecimalField(
        max_digits=8,
        decimal_places=2,
        default="2.00",
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    exit = models.DecimalField(
        max_digits=8,
        decimal_places=2,
        default="4.00",
        validators=[MinValueValidator(0), MaxValueValidator(1000)],
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(dilution__range=(0, 90)) & Q(rounds__lte=8), name="outlook_dilution_in_range"
            ),
            models.CheckConstraint(
                condition=Q(down__range=(0, 1)) & Q(up__gte=1) & Q(exit__gte=0), name="outlook_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"outlook of {self.candidate}"


class TypedRate(TimeStamped):
    """An exchange rate as the candidate typed it: one `currency` is `rate` of `into`, on that date."""

    candidate = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="typed_rates")
    currency = models.CharField(max_length=3)
    into = models.CharField(max_length=3)
    rate = models.DecimalField(max_digits=18, decimal_places=8)
    as_of = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["candidate", "currency", "into"], name="rate_typed_once"),
            models.CheckConstraint(condition=Q(rate__gt=0), name="rate_above_nothing"),
            models.CheckConstraint(condition=~Q(currency=F("into")), name="rate_between_two"),
        ]

    def __str__(self) -> str:
        return f"{self.currency}/{self.into} {self.rate}"


class OfferShare(models.Model):
    """One person may read one offer: a coach while their grant lasts, or who interviews in one round.

    `round_id` names the round, of an app above this one, for which the offer was laid on the table; without
    it the share is a coach's. Rows are kept when they end, so that one can see who could read what.
    """

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="shares")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="offers_shared")
    round_id = models.UUIDField(null=True, blank=True)
    shared_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "person"],
                condition=Q(revoked_at=None, round_id=None),
                name="offer_shared_once_with_coach",
            ),
            models.UniqueConstraint(
                fields=["offer", "person", "round_id"],
                condition=Q(revoked_at=None),
                name="offer_shared_once_in_round",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offer} for {self.person}"


class Counter(TimeStamped):
    """The counter to one offer: what is asked and why, and the text drafted from it and edited since."""

    class Tone(models.TextChoices):
        """How it is put."""

        WARM = "warm", _("warm")
        PLAIN = "plain", _("plain")
        FIRM = "firm", _("firm")

    offer = models.OneToOneField(Offer, models.CASCADE, related_name="counter")
    version = models.PositiveIntegerField(default=1)
    tone = models.CharField(max_length=10, choices=Tone.choices, default=Tone.WARM)
    addressee = models.CharField(max_length=120, blank=True)
    argument = models.TextField(blank=True)
    worth = _money()
    ask_base = _money()
    ask_sign_on = _money()
    ask_equity = models.DecimalField(max_digits=24, decimal_places=8, null=True, blank=True)
    ask_review = models.BooleanField(default=False)
    text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(tone__in=["warm", "plain", "firm"]), name="counter_tone_known"
            ),
        ]

    def __str__(self) -> str:
        return f"counter to {self.offer}"


class CounterVersion(models.Model):
    """A text of the counter that was kept; never changed."""

    counter = models.ForeignKey(Counter, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    kept_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["counter", "number"], name="counter_version_number")]

    def __str__(self) -> str:
        return f"{self.counter}, {self.number}"


class RangeFigure(TimeStamped):
    """What is usual in the field: one range, where it comes from, and of when it is.

    Rows come from a file; once an administrator changed one, the file leaves it alone (`in_file` is off).
    """

    class What(models.TextChoices):
        """Which part of an offer it is a range of."""

        BASE = "base", _("base pay a year")
        SIGN_ON = "sign_on", _("sign-on")
        EQUITY = "equity", _("equity")
        VALUATION = "valuation", _("post-money valuation")

    class Unit(models.TextChoices):
        """What its two numbers count."""

        MONEY = "money", _("money")
        PERCENT = "percent", _("% of fully diluted")

    what = models.CharField(max_length=20, choices=What.choices)
    stage = models.CharField(
        max_length=120, help_text=_("of which companies, such as “mid-stage, series B–C”")
    )
    unit = models.CharField(max_length=10, choices=Unit.choices)
    currency = models.CharField(
        max_length=3, blank=True, help_text=_("of an amount of money; none for percent")
    )
    low = models.DecimalField(max_digits=24, decimal_places=8)
    high = models.DecimalField(max_digits=24, decimal_places=8)
    source = models.CharField(max_length=300, help_text=_("where the figures come from, for people to read"))
    source_date = models.DateField(help_text=_("of when the source is"))
    in_file = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["stage", "what", "currency"]
        constraints = [
            models.UniqueConstraint(fields=["what", "stage", "currency"], name="range_stated_once"),
            models.CheckConstraint(condition=Q(low__gte=0) & Q(high__gte=F("low")), name="range_low_to_high"),
            models.CheckConstraint(
                condition=(Q(unit="money") & ~Q(currency="")) | Q(unit="percent", currency=""),
                name="range_currency_with_money",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="range_has_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()}, {self.stage}"
