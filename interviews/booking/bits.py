"""Sets of quarter hours as the bits of one integer: "where would 45 minutes fit" is two shifts (pure)."""

from collections.abc import Iterable

from interviews.booking.plans import Range


def bits_of(ranges: Iterable[Range], first: int, last: int) -> int:
    """The ranges within [first, last) as bits; bit 0 is `first`."""
    bits = 0
    for start, end in ranges:
        start, end = max(start, first) - first, min(end, last) - first
        if start < end:
            bits |= ((1 << (end - start)) - 1) << start
    return bits


def until(bits: int, first: int, end: int) -> int:
    """The bits before quarter `end`; bit 0 is `first`."""
    return bits & ((1 << max(end - first, 0)) - 1)


def fitting(bits: int, quarters: int) -> int:
    """Where a run of `quarters` set bits begins."""
    found = bits
    for shift in range(1, quarters):
        found &= bits >> shift
    return found


def next_bit(bits: int, at: int) -> int | None:
    """The first set bit from `at` on."""
    rest = bits >> at
    return at + (rest & -rest).bit_length() - 1 if rest else None


def any_bit(row: Iterable[int]) -> int:
    """The bits set in any."""
    union = 0
    for bits in row:
        union |= bits
    return union
