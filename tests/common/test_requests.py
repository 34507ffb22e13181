"""What forms that save themselves have in common."""

import pytest
from django import forms
from django.test import RequestFactory

from common.requests import first_error, wants_json, whole


def test_only_who_asks_for_json_gets_it() -> None:
    make = RequestFactory()
    assert wants_json(make.post("/", headers={"Accept": "application/json"}))
    assert not wants_json(make.post("/", headers={"Accept": "text/html,application/json;q=0.9"}))
    assert not wants_json(make.post("/"))


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("0", 0), ("", 3), (None, 3), ("-1", 3), ("1.5", 3), ("1e3", 3), ("9" * 10, 3), ("x", 3)],
)
def test_a_version_is_a_whole_number_or_the_one_that_is_known(text: str | None, number: int) -> None:
    assert whole(text, 3) == number


def test_the_first_error_is_told_in_its_own_words() -> None:
    class Two(forms.Form):
        one = forms.IntegerField(max_value=3)
        two = forms.IntegerField()

    assert "less than or equal to 3" in first_error(Two({"one": "4"}))
