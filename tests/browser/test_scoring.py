"""Scoring's pages in a browser: computing agreement while the page follows, and the width of a phone."""

from typing import TYPE_CHECKING

import pytest

from rubrics.models import AgreementRun
from tests.browser.conftest import NewPage
from tests.factories import make_coach, make_peer, make_user
from tests.product import Product
from tests.rubrics.agreement.making import rated_twice
from tests.rubrics.making import make_rubrics

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.pages, pytest.mark.django_db(transaction=True)]


def sideways(page: "Page") -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def test_agreement_is_computed_while_the_page_follows(server: Product, new_page: NewPage) -> None:
    make_rubrics()
    candidate = make_user("Amara Okafor")
    first, second = make_peer("Ines Ferreira"), make_peer("Tomasz Wójcik")
    rated_twice(first, second, candidate)
    coach = make_coach(candidate)
    page = new_page(coach)
    page.goto("/scoring/agreement/")
    page.get_by_role("button", name="Compute now").click()
    page.get_by_role("button", name="Compute again").wait_for()
    assert AgreementRun.objects.get().state == "ready"
    assert page.get_by_text("not enough yet").count() > 0
    page.get_by_role("link", name="Raters").click()
    page.get_by_role("link", name="Ines Ferreira").click()
    page.get_by_role("heading", name="Ines Ferreira").wait_for()
    phone = new_page(coach, mobile=True, dark=True)
    for address in ("/scoring/", "/scoring/raters/", f"/scoring/raters/{first.pk}/", "/scoring/agreement/"):
        phone.goto(address)
        assert not sideways(phone), address
