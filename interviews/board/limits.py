"""How much one person may send (pure; the caller brings the time)."""

from dataclasses import dataclass


@dataclass(slots=True)
class Bucket:
    """Fills at `rate` a second up to `most`; what is spent must be there.

    Args:
        rate: units a second.
        most: units at most, which is also the start.
        at: the time of the last change, in seconds of any steady clock.
    """

    rate: float
    most: float
    at: float
    left: float = -1.0

    def __post_init__(self) -> None:
        if self.left < 0:
            self.left = self.most

    def spend(self, amount: float, now: float) -> bool:
        """Take `amount`; False, and nothing is taken, when it isn't there."""
        self.left = min(self.most, self.left + (now - self.at) * self.rate)
        self.at = now
        if amount > self.left:
            return False
        self.left -= amount
        return True

    def wait(self, amount: float) -> float:
        """Seconds until `amount` will be there."""
        return max(0.0, (min(amount, self.most) - self.left) / self.rate)


class Allowance:
    """What one person may send to one board, over all of their windows.

    Honest drawing stays far below: some 30 cursor positions and 20 edits a second,
    a large paste now and then.
    """

    MESSAGES = (150.0, 600.0)
    """Messages a second, and in a burst."""
    BYTES = (400_000.0, 6_000_000.0)
    """Characters a second, and in a burst."""
    FETCH = 30
    """Messages that asking for the scene again counts as."""
    PATIENCE = 200
    """Messages above the limit before the connection is given up."""

    def __init__(self, now: float) -> None:
        self.messages = Bucket(*self.MESSAGES, at=now)
        self.bytes = Bucket(*self.BYTES, at=now)
        self.forgiveness = Bucket(1.0, float(self.PATIENCE), at=now)

    def admit(self, size: int, now: float) -> bool:
        """Whether a message of `size` characters is within the limits."""
        return self.messages.spend(1, now) and self.bytes.spend(size, now)

    def may_fetch(self, now: float) -> bool:
        """Whether the scene may be asked for again."""
        return self.messages.spend(self.FETCH, now)

    def forgive(self, now: float) -> bool:
        """Whether a message above the limits is merely refused; False when it is time to hang up."""
        return self.forgiveness.spend(1, now)

    def pause(self, size: int) -> float:
        """Seconds after which a refused message of `size` characters would pass."""
        return max(self.messages.wait(1), self.bytes.wait(size))
