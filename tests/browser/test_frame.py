"""What every test here stands on: pages load without a complaint, a killed server comes back."""

from accounts.models import User
from tests.browser.conftest import NewPage
from tests.product import Product


def test_the_first_page_and_a_signed_in_one(server: Product, new_page: NewPage) -> None:
    stranger = new_page()
    stranger.goto("/")
    assert "Mockloop" in stranger.title()
    person = new_page(User.objects.filter(is_demo=True, is_peer=True).first(), dark=True)
    person.goto("/settings/")
    assert person.url.endswith("/settings/")


def test_a_session_outlives_a_kill(server: Product, new_page: NewPage) -> None:
    page = new_page(User.objects.filter(is_demo=True, is_candidate=True).first())
    page.goto("/settings/")
    server.kill()
    server.start()
    page.goto("/settings/")
    assert page.url.endswith("/settings/")
