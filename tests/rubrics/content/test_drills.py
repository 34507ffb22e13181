"""Which drills are offered for which criteria."""

from rubrics.content.drills import pick_drills

DRILLS = [
    {"slug": "first", "criteria": ["ledger", "isolation"]},
    {"slug": "second", "criteria": ["isolation"]},
    {"slug": "third", "criteria": ["metrics", "isolation"]},
    {"slug": "fourth", "criteria": ["scope"]},
]


def slugs(*criteria: str) -> list[str]:
    return [drill["slug"] for drill in pick_drills(DRILLS, criteria)]


def test_drill_made_for_the_criterion_comes_before_one_that_also_helps() -> None:
    assert slugs("isolation") == ["second", "first", "third"]


def test_first_criterion_comes_first_and_no_drill_twice() -> None:
    assert slugs("metrics", "ledger", "isolation") == ["third", "first", "second"]


def test_criterion_without_drill_gives_none() -> None:
    assert slugs("unknown") == []
    assert slugs() == []
