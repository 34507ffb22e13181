"""What a few more peers would change, by the planner's own word."""

from dataclasses import replace

from interviews.booking.plans import Need, Peer, Request
from interviews.kinds import LOOP_KINDS
from interviews.load.thin import Sample, Tally, middling, tally

KINDS = LOOP_KINDS
DESIGN = "system_design"
DAY = 96


def peer(key: int, *kinds: str, hours: tuple[int, int] = (18, 21), days: int = 7, first: int = 0) -> Peer:
    """Somebody who is there in these hours on each of the days, from day `first` on."""
    free = tuple((DAY * day + 4 * hours[0], DAY * day + 4 * hours[1]) for day in range(first, days))
    return Peer(key, frozenset(kinds), free, offered=free)


def evening(candidate: int = 0, needs: tuple[str, ...] = tuple(KINDS)) -> Request:
    """All four rounds in the evenings of a week, one a day."""
    return Request(
        candidate=candidate,
        needs=tuple(Need(kind, 45) for kind in needs),
        window=(0, 7 * DAY),
        days=tuple((DAY * day, DAY * (day + 1)) for day in range(7)),
        preferred=tuple((DAY * day + 72, DAY * day + 84) for day in range(7)),
    )


def count(peers: list[Peer], *requests: Request, enough: int = 100, **apart: set[int]) -> Tally:
    given = {int(key.strip("_")): people for key, people in apart.items()}
    return tally(
        [Sample(request) for request in requests], peers, KINDS, apart=given, go_on=lambda done: done < enough
    )


def enough_but_for(kind: str) -> list[Peer]:
    return [peer(number, each) for number, each in enumerate(KINDS, 1) if each != kind]


def test_pool_with_everybody_meets_the_request() -> None:
    found = count([*enough_but_for(DESIGN), peer(9, DESIGN)], evening())
    assert (found.asked, found.met) == (1, 1)
    assert set(found.more.values()) == {1}


def test_the_kind_that_lacks_is_the_one_that_helps() -> None:
    # The only designer has only mornings; the newcomers have what the others have.
    pool = [*enough_but_for(DESIGN), peer(8, DESIGN, hours=(8, 9)), peer(9, DESIGN), peer(10, DESIGN)]
    found = count([each for each in pool if each.key < 9], evening())
    assert found.met == 0
    assert found.alone[DESIGN] == 0
    assert found.more[DESIGN, 3] == 0  # Like the one there is: mornings too.
    assert count(enough_but_for(DESIGN), evening()).more[DESIGN, 1] == 1
    others = [kind for kind in KINDS if kind != DESIGN]
    assert {count(enough_but_for(DESIGN), evening()).more[kind, 3] for kind in others} == {0}


def test_an_interviewer_of_its_own_is_part_of_what_is_asked() -> None:
    jack = peer(11, *KINDS)
    found = count([jack, *enough_but_for(DESIGN)[:2]], evening())
    assert found.met == 0
    assert found.alone == dict.fromkeys(KINDS, 1)
    assert found.more[DESIGN, 1] == 1


def test_candidate_and_whom_they_are_kept_apart_from_are_not_in_the_pool() -> None:
    pool = [*enough_but_for(DESIGN), peer(9, DESIGN)]
    assert count(pool, evening(candidate=9)).met == 0
    assert count(pool, evening(candidate=7), _7={9}).met == 0
    assert count(pool, evening(candidate=7), _8={9}).met == 1


def test_single_rounds_are_moved_by_their_own_kind_alone() -> None:
    found = count([], evening(needs=(DESIGN,)))
    assert found.wanted == dict.fromkeys(KINDS, 0) | {DESIGN: 1}
    assert found.more == dict.fromkeys(found.more, 0)


def test_time_that_is_up_ends_it_with_what_is_known() -> None:
    found = count(enough_but_for(""), *[evening()] * 5, enough=2)
    assert (found.asked, found.met) == (2, 2)


def test_newcomers_are_like_those_in_the_middle() -> None:
    pool = [peer(number, DESIGN, days=number) for number in (1, 2, 3, 5, 7)]
    some = list(middling(pool, DESIGN, 3))
    assert some[0].free == pool[2].offered
    assert {each.free for each in some} == {pool[at].offered for at in (1, 2, 3)}
    assert {each.kinds for each in some} == {frozenset({DESIGN})}
    assert len({each.key for each in some}) == 3
    assert all(each.key < 0 for each in some)


def test_newcomers_have_the_time_that_rounds_took_from_the_others() -> None:
    booked = replace(peer(1, DESIGN), free=())
    [newcomer] = middling([booked], DESIGN, 1)
    assert newcomer.free == booked.offered


def test_without_any_peer_nobody_can_be_like_them() -> None:
    assert list(middling([], DESIGN, 3)) == []
