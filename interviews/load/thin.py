"""Where a pool is thin: requests put to the planner, with the peers there are and with a few more (pure).

A request is met at the first try when a plan exists that keeps all that was asked: the hours, the pace, and
an interviewer of its own for each round. The planner's quick search decides, since which plan is best does
not matter here. A peer who is added makes nothing worse, so only requests that are not met now are put again.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from interviews.booking.planner import greedy_loops
from interviews.booking.plans import Peer, Request

MORE = (1, 3)
"""How many peers of one kind are added, each for itself."""


@dataclass(frozen=True)
class Sample:
    """A request, and whether it is one that somebody made (`replayed`) or a typical one."""

    request: Request
    replayed: bool = False


@dataclass
class Tally:
    """What came of it.

    Of `asked` requests `met` are met by the pool as it is; `more` has (kind, how many more) → met then. Of
    the `wanted` that have a kind, `alone` says in how many a round of it could be had by itself.
    """

    asked: int = 0
    replayed: int = 0
    met: int = 0
    more: dict[tuple[str, int], int] = field(default_factory=dict)
    alone: dict[str, int] = field(default_factory=dict)
    wanted: dict[str, int] = field(default_factory=dict)


def tally(
    samples: Sequence[Sample],
    peers: Sequence[Peer],
    kinds: Sequence[str],
    *,
    apart: Mapping[int, Collection[int]],
    go_on: Callable[[int], bool],
) -> Tally:
    """Put every sample to the pool as it is and to larger ones.

    Args:
        samples: what is asked.
        peers: the pool.
        kinds: of round.
        apart: candidate → peers they are not put together with.
        go_on: told how many samples are done, after each; False ends it there.
    """
    found = Tally(more={(kind, many): 0 for kind in kinds for many in MORE})
    found.alone = dict.fromkeys(kinds, 0)
    found.wanted = dict.fromkeys(kinds, 0)
    newcomers = {kind: list(middling(peers, kind, max(MORE))) for kind in kinds}
    for number, sample in enumerate(samples, 1):
        request = sample.request
        gone = {request.candidate, *apart.get(request.candidate, ())}
        there = [peer for peer in peers if peer.key not in gone]
        found.asked += 1
        found.replayed += sample.replayed
        met = is_met(request, there)
        found.met += met
        for kind in kinds:
            needs = tuple(need for need in request.needs if need.kind == kind)
            found.wanted[kind] += bool(needs)
            if needs:
                found.alone[kind] += met or is_met(replace(request, needs=needs[:1]), there)
            done = met
            for many in MORE:
                # More of a kind that is not asked for changes nothing.
                done = done or (bool(needs) and is_met(request, [*there, *newcomers[kind][:many]]))
                found.more[kind, many] += done
        if not go_on(number):
            break
    return found


def is_met(request: Request, peers: Sequence[Peer]) -> bool:
    """Whether there is a plan that keeps everything that was asked, by the planner's quick search."""
    return any(
        not (plan.outside_hours or plan.other_pace or plan.shared_interviewer)
        for plan in greedy_loops(request, peers, limit=1)
    )


def middling(peers: Sequence[Peer], kind: str, many: int) -> Iterator[Peer]:
    """Newcomers who run one kind of round, offer what the peers in the middle offer, and have no rounds yet.

    Args:
        peers: the pool; those who run the kind, or all where nobody does, are ordered by how much they offer.
        kind: of round.
        many: how many; where there are fewer to look at, the same hours come again.
    """
    like = [peer for peer in peers if kind in peer.kinds] or list(peers)
    like.sort(key=lambda peer: (offered(peer), peer.key))
    # From the middle outwards: the median, one above it, one below, and so on.
    middle = (len(like) - 1) // 2
    order = sorted(range(len(like)), key=lambda at: (abs(at - middle), -at))
    for number in range(many if like else 0):
        model = like[order[number % len(order)]]
        yield Peer(
            key=-1 - number,
            kinds=frozenset({kind}),
            free=model.offered,
            earliest=model.earliest,
            buffer=model.buffer,
            offered=model.offered,
        )


def offered(peer: Peer) -> int:
    """How many quarters they offer."""
    return sum(end - first for first, end in peer.offered)
