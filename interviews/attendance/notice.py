"""What pages say about somebody who is not there: in the room, and to peers who could step in."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

from interviews.access import RoundAccess
from interviews.attendance.rules import LONGER, SEARCH
from interviews.attendance.selectors import waiting
from interviews.models import CoverAsk


def wait_longer(session: SessionBase, round_id: UUID) -> None:
    """Leave the viewer in peace for five minutes."""
    session[_key(round_id)] = (timezone.now() + LONGER).isoformat()


def notice_context(session: SessionBase, access: RoundAccess) -> dict[str, Any]:
    """What the template `interviews/room/_waiting.html` needs beside the round."""
    kept = session.get(_key(access.round.pk))
    longer = datetime.fromisoformat(kept) if kept else None
    return {"waiting": waiting(access, longer=longer), "role": access.role}


def ask_context(ask: CoverAsk) -> dict[str, Any]:
    """What the template `interviews/attendance/_asked.html` needs."""
    round_ = ask.request.round
    return {
        "ask": ask,
        "round": round_,
        "candidate": round_.loop.candidate,
        "minutes": int((round_.ends_at - round_.starts_at).total_seconds() // 60),
        "until": ask.request.created_at + SEARCH,
    }


def _key(round_id: UUID) -> str:
    return f"waits-longer:{round_id}"
