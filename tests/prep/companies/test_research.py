"""When a company is researched."""

import pytest

from prep.companies.research import ASKED, lacks
from prep.companies.starters import STARTERS

WHOLE = dict.fromkeys(ASKED, "something")


@pytest.mark.parametrize(
    ("company", "lacking"),
    [
        ({}, list(ASKED)),
        (WHOLE, []),
        (WHOLE | {"people": "  \n"}, ["people"]),
        (WHOLE | {"settles": "", "launches": ""}, ["settles", "launches"]),
    ],
)
def test_company_is_researched_when_all_that_is_asked_is_known(
    company: dict[str, str], lacking: list[str]
) -> None:
    assert lacks(company) == lacking


def test_starters_have_keys_of_their_own_and_say_what_to_listen_for() -> None:
    assert len({each.key for each in STARTERS}) == len(STARTERS) == 10
    assert all(str(each.text).endswith("?") and str(each.why) for each in STARTERS)
