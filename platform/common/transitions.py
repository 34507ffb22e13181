"""Explicit state machines: which state may follow which, in one readable table."""

from collections.abc import Mapping

from common.errors import DomainError


class Table:
    """A transition table.

    Args:
        moves: state → the set of states that may follow it; a final state maps to an empty set.
    """

    def __init__(self, moves: Mapping[str, set[str]]) -> None:
        self.moves = {state: frozenset(after) for state, after in moves.items()}
        unknown = {after for afters in self.moves.values() for after in afters} - set(self.moves)
        if unknown:
            raise ValueError(f"states without a row of their own: {sorted(unknown)}")

    def allows(self, old: str, new: str) -> bool:
        """Whether `new` may follow `old`."""
        return new in self.moves[old]

    def check(self, old: str, new: str) -> None:
        """Raise DomainError unless `new` may follow `old`."""
        if not self.allows(old, new):
            raise DomainError(f"This is {old} already and can't become {new}.", code="transition")
