"""What follows for lists from a round being given, moved or called off."""

from typing import Any

from interviews.models import Round
from rubrics.history.entries import keep_time

_TOLD = {"ends_at", "state"}


def on_round_saved(
    sender: type[Round], instance: Round, *, update_fields: Any = None, raw: bool = False, **kwargs: Any
) -> None:
    """Keep when the loop was held, in the transaction that changes a round's time or state."""
    if not raw and (update_fields is None or _TOLD & set(update_fields)):
        keep_time(instance.loop_id)
