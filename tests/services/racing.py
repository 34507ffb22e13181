"""Many at once, released together."""

import threading
from collections.abc import Callable, Sequence

from django.db import connections


def all_at_once(acts: Sequence[Callable[[], object]]) -> list[object]:
    """Run every act in a thread of its own, released together; what each gave or raised."""
    gate = threading.Barrier(len(acts))
    results: list[object] = [None] * len(acts)

    def run(number: int) -> None:
        try:
            gate.wait(timeout=60)
            results[number] = acts[number]()
        except Exception as error:
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert not any(thread.is_alive() for thread in threads)
    return results
