"""The figures in a process of their own: `python -m rubrics.agreement.apart`. Pure.

They are computed without a pause; in a thread of the web server every socket would wait for them. The process
reads `Inputs` from standard input, uses one core, gives way to others, and writes the rows as JSON.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from time import monotonic

from rubrics.agreement.figures import AgreementRow, Figures, Inputs, RaterRow, figures
from rubrics.agreement.together import Together

SECONDS = 300.0
"""How long it may take, by the clock."""
LOOK_SECONDS = 5.0
"""How often the caller is asked whether the result is still wanted."""
_ROOT = Path(__file__).resolve().parents[2]
_ONE_CORE = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class Stopped(Exception):
    """The process took too long or ended without a result; the text says which."""


class Unwanted(Exception):
    """Its result was not wanted any more."""


def figures_apart(inputs: Inputs, *, wanted: Callable[[], bool], seconds: float = SECONDS) -> Figures:
    """`figures`, computed in a process of its own.

    Args:
        inputs: as for `figures`.
        wanted: asked every few seconds; once it says no, the process is ended.
        seconds: after so long it is ended too.

    Raises:
        Stopped: there is no result.
        Unwanted: nobody waits for it.
    """
    environment = {
        **os.environ,
        **_ONE_CORE,
        "PYTHONPATH": f"{_ROOT / 'platform'}{os.pathsep}{_ROOT}",
    }
    until = monotonic() + seconds
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "rubrics.agreement.apart"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        cwd=_ROOT,
    ) as process:
        try:
            data: bytes | None = inputs.packed()
            while True:
                try:
                    out, error = process.communicate(data, timeout=min(LOOK_SECONDS, seconds))
                    break
                except subprocess.TimeoutExpired:
                    data = None  # what is left of it is remembered
                if not wanted():
                    raise Unwanted
                if monotonic() > until:
                    raise Stopped(f"it took longer than {seconds:.0f} seconds")
        finally:
            process.kill()
    if process.returncode != 0:
        lines = error.decode(errors="replace").strip().splitlines()
        raise Stopped(lines[-1] if lines else f"it ended with {process.returncode}")
    answer = json.loads(out)
    return Figures(
        raters=[RaterRow(**row) for row in answer["raters"]],
        agreement=[AgreementRow(**row) for row in answer["agreement"]],
        together=Together(**answer["together"]),
    )


def main() -> None:
    """Answer what is on standard input."""
    if hasattr(os, "nice"):
        os.nice(5)
    found = figures(Inputs.unpacked(sys.stdin.buffer.read()))
    json.dump(asdict(found), sys.stdout, allow_nan=False)


if __name__ == "__main__":
    main()
