"""The sheet as a person meets it: saving, conflicts, sharing, counters, files."""

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.grants.services import revoke_grant
from accounts.models import AccessEntry, CoachGrant, User
from common.models import OutgoingMail
from prep.models import Counter, Offer, OfferShare, RangeFigure, TypedRate
from prep.offers.beside import convert, highest
from prep.offers.forms import OfferForm, form_values
from prep.offers.ranges import BadRanges, read_ranges, store_ranges
from prep.offers.services import share_offer
from prep.saving import typed
from tests.factories import make_coach, make_user
from tests.prep.offers.making import make_offer

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def candidate() -> User:
    return make_user("Cand")


@pytest.fixture
def page(client: Client, candidate: User) -> Client:
    client.force_login(candidate)
    return client


def fields(offer: Offer, **changes: str) -> dict[str, str]:
    """The worksheet as a browser sends it."""
    values = {name: typed(value) for name, value in form_values(offer).items()}
    return {**values, "version": str(offer.version), "action": "save", **changes}


def save(page: Client, offer: Offer, **changes: str) -> Any:
    address = reverse("prep:offer", args=[offer.pk])
    return page.post(address, fields(offer, **changes), headers=JSON)


def test_an_offer_is_begun_and_saved_while_one_types(page: Client, candidate: User) -> None:
    page.post(reverse("prep:offers"), {"company": "Northstar Pay", "currency": "USD"})
    offer = Offer.objects.get(candidate=candidate)
    answer = save(
        page, offer, base="210k", equity="0,03 %", valuation="1.2B", deadline_local="2026-12-01T17:00"
    )
    assert answer.json() == {"version": 2}
    offer.refresh_from_db()
    assert [offer.base, offer.equity, offer.valuation] == [210_000, Decimal("0.03"), 1_200_000_000]
    assert offer.deadline is not None
    assert offer.deadline.isoformat() == "2026-12-01T16:00:00+00:00"
    # The same again changes nothing, whatever it was typed upon.
    assert save(page, offer, version="1").json() == {"version": 2}


def test_what_is_no_amount_is_told_at_its_field_and_nothing_is_kept(page: Client, candidate: User) -> None:
    offer = make_offer(candidate)
    answer = save(page, offer, base="a lot", vesting="custom", vesting_custom="50, 40")
    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"base", "vesting_custom"}
    without_script = page.post(reverse("prep:offer", args=[offer.pk]), fields(offer, base="a lot"))
    assert without_script.status_code == 422
    assert 'value="a lot"' in without_script.content.decode()
    offer.refresh_from_db()
    assert [offer.base, offer.version] == [210_000, 1]


def test_two_tabs_are_shown_both_and_nothing_is_overwritten(page: Client, candidate: User) -> None:
    offer = make_offer(candidate)
    save(page, offer, base="220000")
    answer = save(page, offer, sign_on="40000")
    assert answer.status_code == 409
    told = answer.json()
    assert (told["code"], told["version"]) == ("stale", 2)
    apart = {each["name"]: (each["mine"], each["theirs"], each["value"]) for each in told["differences"]}
    assert apart == {"base": ("210000", "220000", "220000"), "sign_on": ("40000", "30000", "30000")}
    offer.refresh_from_db()
    assert [offer.base, offer.sign_on] == [220_000, 30_000]
    # Without script the same page offers to save what is here all the same.
    address = reverse("prep:offer", args=[offer.pk])
    stale = fields(offer, version="1", sign_on="40000")
    shown = page.post(address, stale)
    assert shown.status_code == 409
    assert "Saved elsewhere" in shown.content.decode()
    page.post(address, {**stale, "action": "replace", "newer": "2"})
    offer.refresh_from_db()
    assert [offer.sign_on, offer.version] == [40_000, 3]


def act(page: Client, offer: Offer, action: str) -> None:
    page.post(reverse("prep:offer_act", args=[offer.pk]), {"action": action})


def test_deleting_is_undone_and_ends_what_was_shared(page: Client, candidate: User) -> None:
    offer, coach = make_offer(candidate), make_coach(candidate)
    share_offer(candidate=candidate, offer_id=offer.pk, coach=coach)
    act(page, offer, "delete")
    assert page.get(reverse("prep:offer", args=[offer.pk])).status_code == 404
    assert OfferShare.objects.filter(revoked_at=None).count() == 0
    act(page, offer, "restore")
    assert page.get(reverse("prep:offer", args=[offer.pk])).status_code == 200
    act(page, offer, "erase")
    assert Offer.objects.filter(pk=offer.pk).exists()
    act(page, offer, "delete")
    act(page, offer, "erase")
    assert not Offer.objects.filter(pk=offer.pk).exists()


def test_offers_are_copied_moved_and_marked(page: Client, candidate: User) -> None:
    first, second = make_offer(candidate, "A"), make_offer(candidate, "B", position=1)
    act(page, second, "left")
    act(page, first, "duplicate")
    act(page, first, "declined")
    found = Offer.objects.filter(candidate=candidate)
    assert [(each.company, each.state) for each in found] == [
        ("B", "open"),
        ("A", "declined"),
        ("A (copy)", "open"),
    ]


def test_only_whom_it_is_shared_with_reads_it_and_only_while_the_grant_lasts(
    client: Client, candidate: User
) -> None:
    offer, coach, other = (
        make_offer(candidate, notes="my walk-away"),
        make_coach(candidate),
        make_coach(candidate),
    )
    address = reverse("prep:shared_offer", args=[offer.pk])

    def reads(person: User) -> int:
        client.force_login(person)
        return client.get(address).status_code

    assert reads(coach) == 404
    share = share_offer(candidate=candidate, offer_id=offer.pk, coach=coach)
    assert OutgoingMail.objects.filter(to=coach.email, key=f"offer:{share.pk}:shared").count() == 1
    assert [reads(person) for person in (coach, other, make_user())] == [200, 404, 404]
    page = client.get(address)
    client.force_login(coach)
    page = client.get(address)
    assert "210,000 USD" in page.content.decode()
    assert "my walk-away" not in page.content.decode()
    entry = AccessEntry.objects.get(candidate=candidate, actor=coach)
    assert "Northstar Pay" in entry.target
    grant = CoachGrant.objects.get(coach=coach)
    revoke_grant(candidate=candidate, grant_id=grant.pk)
    assert reads(coach) == 404


def test_ending_a_share(page: Client, candidate: User) -> None:
    offer, coach = make_offer(candidate), make_coach(candidate)
    address = reverse("prep:offer_sharing", args=[offer.pk])
    page.post(address, {"coach": coach.pk})
    share = OfferShare.objects.get(offer=offer)
    page.post(address, {"end": share.pk})
    share.refresh_from_db()
    assert share.revoked_at is not None
    page.post(address, {"coach": make_coach().pk})
    assert OfferShare.objects.filter(offer=offer, revoked_at=None).count() == 0


def test_currencies_are_never_compared_without_a_typed_rate(page: Client, candidate: User) -> None:
    make_offer(candidate, "A")
    make_offer(candidate, "B", currency="EUR", base=Decimal(100_000), sign_on=None, equity=None)
    sheet = page.get(reverse("prep:offers") + "?in=USD").content.decode()
    assert "no rate from EUR to USD yet" in sheet
    assert "highest" not in sheet
    page.post(
        reverse("prep:rates"), {"currency": "EUR", "into": "USD", "rate": "1.08", "as_of": "2026-11-02"}
    )
    sheet = page.get(reverse("prep:offers") + "?in=USD").content.decode()
    assert "432,000 USD" in sheet
    assert "1 EUR = 1.08 USD of 2 Nov 2026" in sheet


def test_a_rate_is_used_both_ways() -> None:
    rate = TypedRate(currency="EUR", into="USD", rate=Decimal("1.25"), as_of=date(2026, 11, 2))
    back = convert(Decimal(125), "USD", "EUR", [rate])
    assert back is not None
    assert back.amount == 100
    assert convert(Decimal(1), "GBP", "USD", [rate]) is None


offered = st.lists(
    st.tuples(st.sampled_from(["USD", "EUR"]), st.none() | st.decimals(0, 10**6, places=2)), max_size=6
)


@given(offered, st.randoms())
@settings(max_examples=60)
def test_the_order_of_offers_does_not_matter(values: list[tuple[str, Decimal | None]], dice: Any) -> None:
    order = list(range(len(values)))
    dice.shuffle(order)
    moved = highest([values[place] for place in order])
    assert {order[place] for place in moved} == highest(values)
    for currency in ("USD", "EUR"):
        alone = [value for each, value in values if each == currency and value is not None]
        named = [values[place][1] for place in highest(values) if values[place][0] == currency]
        assert all(value == max(alone) for value in named)


def test_the_counter_is_drafted_from_the_candidates_own_numbers(page: Client, candidate: User) -> None:
    offer = make_offer(candidate, equity=Decimal("0.015"), level="Senior PM")
    address = reverse("prep:counter", args=[offer.pk])
    asked = {
        "version": "0",
        "tone": "warm",
        "addressee": "Dana",
        "argument": "My fraud model keeps losses out of the settlement run",
        "worth": "1.2M",
        "ask_base": "",
        "ask_sign_on": "",
        "ask_equity": "0.03",
        "ask_review": "on",
        "text": "",
    }
    page.post(address, {**asked, "action": "draft"})
    counter = Counter.objects.get(offer=offer)
    for said in (
        "Dear Dana,",
        "as Senior PM at Northstar Pay",
        "My fraud model keeps losses out of the settlement run. I put that at about 1,200,000 USD a year.",
        "- a grant of 0.03 % instead of 0.015 %: at a valuation of 1,000,000,000 USD that is 150,000 USD "
        "more on paper, once, beside 1,200,000 USD in every year",
        "- a review of pay after six months",
    ):
        assert said in counter.text
    assert "a base of" not in counter.text
    edited = {**asked, "version": str(counter.version), "text": "My own words."}
    page.post(address, {**edited, "action": "keep"})
    page.post(address, {**edited, "version": str(counter.version + 1), "action": "draft"})
    counter.refresh_from_db()
    assert "Dear Dana" in counter.text
    assert [each.text for each in counter.versions.all()] == ["My own words."]
    page.post(address, {**edited, "version": str(counter.version), "text": counter.text, "action": "bring-1"})
    counter.refresh_from_db()
    assert counter.text == "My own words."
    stale = page.post(address, {**edited, "text": "Other", "action": "save"}, headers=JSON)
    assert stale.status_code == 409
    assert [each["name"] for each in stale.json()["differences"]] == ["text"]


def test_what_if_counts_by_the_same_formulas_and_saves_nothing(page: Client, candidate: User) -> None:
    offer = make_offer(candidate)
    address = reverse("prep:what_if", args=[offer.pk])
    part = page.get(address, {"grant": "200", "valuation": "80"}, headers={"HX-Request": "true"})
    words = part.content.decode()
    assert "<html" not in words
    assert "480,000 USD" in words
    assert "0.06 %" in words
    offer.refresh_from_db()
    assert offer.version == 1
    assert page.get(address, {"grant": "-4", "base": "x"}).status_code == 200


def test_files_hold_what_was_typed_exactly(page: Client, candidate: User) -> None:
    make_offer(candidate, company="=HYPERLINK(1)", strike=Decimal("1.234567"), fully_diluted=10**8)
    told = json.loads(page.get(reverse("prep:offers_file", args=["json"])).content)
    [offer] = told["offers"]
    assert (offer["strike"], offer["equity"], offer["company"]) == ("1.234567", "0.03", "=HYPERLINK(1)")
    assert sum(Decimal(year["total"]) for year in offer["years"]) == Decimal(offer["total"])
    rows = page.get(reverse("prep:offers_file", args=["csv"])).content.decode()
    assert "'=HYPERLINK(1)" in rows
    assert page.get(reverse("prep:offers_file", args=["pdf"])).content.startswith(b"%PDF")


def test_the_file_of_ranges_leaves_alone_what_an_administrator_changed(admin_client: Client) -> None:
    entries = read_ranges()
    assert store_ranges(entries=entries) == (4, 0, 0)
    base = RangeFigure.objects.get(what="base")
    answer = admin_client.post(
        reverse("admin:prep_rangefigure_change", args=[base.pk]),
        {
            "what": "base",
            "stage": base.stage,
            "unit": "money",
            "currency": "USD",
            "low": "200000",
            "high": "250000",
            "source": "A survey of our own",
            "source_date": "2026-10-01",
        },
    )
    assert answer.status_code == 302
    assert store_ranges(entries=entries) == (0, 4, 0)
    assert RangeFigure.objects.get(what="base").low == 200_000
    assert store_ranges(entries=[]) == (0, 0, 3)


def test_bad_ranges_are_all_told(tmp_path: Any) -> None:
    path = tmp_path / "ranges.yaml"
    path.write_text("- {what: base}\n- nonsense\n")
    with pytest.raises(BadRanges) as raised:
        read_ranges(path)
    assert len(raised.value.problems) == 2


@pytest.mark.parametrize("count", [1, 6])
def test_the_sheet_takes_as_many_queries_for_one_offer_as_for_many(
    page: Client, candidate: User, count: int, django_assert_max_num_queries: Any
) -> None:
    store_ranges(entries=read_ranges())
    for number in range(count):
        make_offer(candidate, str(number), position=number, deadline=timezone.now() + timedelta(days=number))
    with django_assert_max_num_queries(11):
        page.get(reverse("prep:offers"))


def test_the_form_has_every_field_of_an_offer() -> None:
    held = {
        "id",
        "candidate",
        "position",
        "version",
        "state",
        "deleted_at",
        "created_at",
        "updated_at",
        "deadline",
    }
    columns = {field.name for field in Offer._meta.concrete_fields} - held
    assert columns == set(OfferForm.base_fields) - {"version", "deadline_local"}
