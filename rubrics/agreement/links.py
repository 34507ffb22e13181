"""Which raters are linked, directly or over others, by having rated the same. Pure."""

import numpy as np
from numpy.typing import NDArray


def largest_part(seen: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which raters belong to the part of the graph with the most raters; at a draw, with the most links.

    Args:
        seen: rows of (rater, subject), both numbered from 0 without a gap, each pair once.

    Returns:
        A mask over the raters.
    """
    if not len(seen):
        return np.zeros(0, dtype=bool)
    rater, subject = seen[:, 0], seen[:, 1]
    part = np.arange(int(rater.max()) + 1)
    while True:
        # The least number spreads from raters to what they rated and back, then jumps to its own part's.
        least = np.full(int(subject.max()) + 1, len(part))
        np.minimum.at(least, subject, part[rater])
        new = part.copy()
        np.minimum.at(new, rater, least[subject])
        new = new[new]
        if (new == part).all():
            break
        part = new
    raters = np.bincount(part, minlength=len(part))
    links = np.bincount(part[rater], minlength=len(part))
    best: NDArray[np.bool_] = part == np.lexsort((links, raters))[-1]
    return best
