"""Reading offers: as rows, and as exact terms to compute with."""

from collections.abc import Collection
from fractions import Fraction
from uuid import UUID

from django.db.models import QuerySet

from accounts.grants.selectors import given_grants, granted_candidates
from accounts.models import User
from prep.models import Offer, OfferShare, Outlook, RangeFigure, TypedRate
from prep.offers.amounts import exact
from prep.offers.outlook import Assumed
from prep.offers.rules import Range
from prep.offers.terms import Terms
from prep.offers.vesting import BadSchedule, read_schedule


def own_offers(candidate: User) -> QuerySet[Offer]:
    """The candidate's offers in their own order, without those put away."""
    return Offer.objects.filter(candidate=candidate, deleted_at=None).select_related("candidate")


def filled_offers(candidate: User) -> int:
    """How many offers say at least a base: what counts for the plan."""
    return own_offers(candidate).exclude(base=None).count()


def put_away_offers(candidate: User) -> QuerySet[Offer]:
    """What the candidate put away, the latest first."""
    return Offer.objects.filter(candidate=candidate, deleted_at__isnull=False).order_by("-deleted_at")


def offers_shared_with(coach: User) -> QuerySet[Offer]:
    """Offers that candidates who let `coach` in share with them now."""
    return (
        Offer.objects.filter(
            shares__person=coach,
            shares__round_id=None,
            shares__revoked_at=None,
            deleted_at=None,
            candidate__in=granted_candidates(coach),
        )
        .select_related("candidate")
        .order_by("candidate__name", "position", "created_at")
    )


def shares_of(offer: Offer) -> QuerySet[OfferShare]:
    """Who can read the offer now, the latest first; a coach whose grant has ended can't."""
    coached = given_grants(offer.candidate).values("coach")
    alive = OfferShare.objects.filter(offer=offer, revoked_at=None).select_related("person")
    return (alive.filter(person__in=coached) | alive.filter(round_id__isnull=False)).order_by(
        "-shared_at", "-pk"
    )


def coaches_to_share_with(offer: Offer) -> list[User]:
    """The candidate's coaches who can't read the offer yet."""
    have = set(shares_of(offer).filter(round_id=None).values_list("person_id", flat=True))
    return [grant.coach for grant in given_grants(offer.candidate) if grant.coach_id not in have]


def terms_of(offer: Offer) -> Terms:
    """An offer in exact numbers; percents become shares of one."""
    percent = offer.equity_unit == Offer.Unit.PERCENT
    of_base = offer.bonus_unit == Offer.Bonus.PERCENT
    bonus, grant, refresh = exact(offer.bonus), exact(offer.equity), exact(offer.refresh)
    schedule = None
    if offer.vesting == Offer.Vesting.CUSTOM:
        try:
            schedule = read_schedule(offer.vesting_custom, offer.vesting_years)
        except BadSchedule:
            schedule = None
    return Terms(
        currency=offer.currency,
        base=exact(offer.base),
        bonus=bonus / 100 if bonus is not None and of_base else bonus,
        bonus_of_base=of_base,
        bonus_guaranteed=offer.bonus_guaranteed,
        sign_on=exact(offer.sign_on),
        sign_on_years=offer.sign_on_years,
        clawback=offer.clawback,
        benefits=exact(offer.benefits),
        form=offer.equity_form,
        grant=grant / 100 if grant is not None and percent else grant,
        grant_is_share=percent,
        strike=exact(offer.strike),
        fully_diluted=offer.fully_diluted,
        valuation=exact(offer.valuation),
        share_price=exact(offer.share_price),
        preference=exact(offer.preference),
        vesting_years=offer.vesting_years,
        cliff_months=offer.cliff_months,
        schedule=schedule,
        refresh=refresh / 100 if refresh is not None and percent else refresh,
        starts_on=offer.starts_on,
        deadline=offer.deadline,
    )


def outlook_of(candidate: User) -> Outlook:
    """What the candidate assumes; the defaults, unsaved, until they have said so."""
    found = Outlook.objects.filter(candidate=candidate).first()
    if found is None:
        found = Outlook(candidate=candidate)
        found.clean_fields(exclude=["candidate"])
    return found


def assumed(outlook: Outlook) -> Assumed:
    """What is assumed, in exact numbers."""
    dilution, down, up, at_exit = (
        exact(each) for each in (outlook.dilution, outlook.down, outlook.up, outlook.exit)
    )
    assert dilution is not None
    assert down is not None
    assert up is not None
    assert at_exit is not None
    return Assumed(dilution / 100, outlook.rounds, down, up, at_exit)


def field_ranges() -> list[Range]:
    """What is usual in the field, as the rules read it."""
    return [
        Range(
            what=row.what,
            stage=row.stage,
            currency=row.currency,
            low=_exact(row, "low"),
            high=_exact(row, "high"),
            source=row.source,
            source_date=row.source_date,
        )
        for row in RangeFigure.objects.all()
    ]


def rates_of(candidate: User) -> QuerySet[TypedRate]:
    """The exchange rates that the candidate typed."""
    return TypedRate.objects.filter(candidate=candidate).order_by("currency", "into")


def _exact(row: RangeFigure, name: str) -> Fraction:
    """One end of a range; a percent becomes a share of one."""
    number = Fraction(getattr(row, name))
    return number / 100 if row.unit == RangeFigure.Unit.PERCENT else number


def range_rows(currencies: Collection[str]) -> QuerySet[RangeFigure]:
    """The usual ranges that fit these currencies, and those without one."""
    return RangeFigure.objects.filter(currency__in=["", *currencies])


def laid_out(*, round_id: UUID, person: User) -> QuerySet[OfferShare]:
    """The offers that a candidate lets one person read in one round now."""
    return OfferShare.objects.filter(
        round_id=round_id, person=person, revoked_at=None, offer__deleted_at=None
    ).select_related("offer__candidate")
