"""How quick all the figures are, and how good severity is: `python -m bench.severity`.

Prints the table that stands in docs/bench.md. One core: the library's own threads are turned off before it
is imported. `--quick` fits small installations only.
"""

import argparse
import os
import resource
import sys
import time
from typing import TYPE_CHECKING

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

if TYPE_CHECKING:
    from bench.ratings import Made
    from rubrics.agreement.figures import Inputs

WANTED_SECONDS, WANTED_MIB = 30, 1024
SIZES = ((8, 20, 40), (40, 120, 20), (200, 600, 5), (2000, 3750, 1))
"""Raters, candidates, and how many installations of that size are made."""


def main() -> int:
    """Measure and print; 1 where the largest takes longer, or more memory, than is wanted."""
    parser = argparse.ArgumentParser(prog="bench.severity", description="Measure agreement and severity.")
    parser.add_argument("--quick", action="store_true", help="small installations only")
    sizes = SIZES[:2] if parser.parse_args().quick else SIZES
    print(
        "| raters | candidates | ratings | severity | all figures | within the interval | off by "
        "| raw mean off by |"
    )
    print("|---|---|---|---|---|---|---|---|")
    seconds = max(_measured(*size) for size in sizes)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1 if sys.platform != "darwin" else 1024)
    print(f"\nAt most {seconds:.1f} s for one installation, memory {peak / 1024:.0f} MiB at its highest.")
    return int(seconds > WANTED_SECONDS or peak / 1024 > WANTED_MIB)


def _measured(raters: int, candidates: int, times: int) -> float:
    """One line; returns the seconds that one installation took."""
    import numpy as np

    from bench.ratings import make_ratings
    from rubrics.agreement.figures import figures
    from rubrics.agreement.severity import severities

    severity = whole = 0.0
    many, hits, off, raw = [], [], [], []
    for seed in range(times):
        made = make_ratings(raters, candidates, seed=seed)
        began = time.perf_counter()
        found = severities(made.ratings)
        severity += time.perf_counter() - began
        inputs = _inputs(made)
        began = time.perf_counter()
        figures(inputs)
        whole += time.perf_counter() - began
        kept, truth = found.comparable, made.offsets[found.rater]
        many.append(len(made.ratings))
        hits.append(((found.low <= truth) & (truth <= found.high))[kept])
        off.append((found.offset - truth)[kept])
        raw.append((found.mean - found.mean.mean() - truth)[kept])
    print(
        f"| {raters:,} | {candidates:,} | {round(float(np.mean(many))):,} | {severity / times:.3f} s "
        f"| {whole / times:.2f} s | {np.concatenate(hits).mean():.0%} "
        f"| {np.sqrt(np.mean(np.concatenate(off) ** 2)):.2f} "
        f"| {np.sqrt(np.mean(np.concatenate(raw) ** 2)):.2f} |"
    )
    return whole / times


def _inputs(made: "Made") -> "Inputs":
    """The ratings as the product computes on them: 40 prompts, four rubrics, a coach for 20 candidates."""
    import numpy as np

    from rubrics.agreement.figures import Inputs

    ratings = made.ratings
    subjects = np.unique(ratings.subject[~ratings.sample])
    return Inputs(
        ratings=ratings,
        prompt=np.where(ratings.sample, -1, ratings.occasion % 40),
        rubric=np.where(ratings.sample, (ratings.form - 4) // 3, ratings.form),
        coach=subjects // 20,
        candidate=subjects,
    )


if __name__ == "__main__":
    sys.exit(main())
