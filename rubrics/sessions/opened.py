"""What the page of an opened session shows, the parts that it fetches anew included."""

import uuid
from collections.abc import Mapping
from typing import Any

from accounts.models import User
from rubrics.charts.interval import TICKS
from rubrics.models import CalibrationAttempt, CalibrationSession
from rubrics.sessions import selectors
from rubrics.sessions.coefficient import coefficient_words
from rubrics.sessions.forms import RemarkForm
from rubrics.sessions.side_by_side import Row, rows_of, summary, verdict


def opened_context(
    session: CalibrationSession,
    user: User,
    *,
    is_coach: bool,
    typed: Mapping[str, RemarkForm] | None = None,
) -> dict[str, Any]:
    """Everything but what every page of a session has; each row comes with a form to say something.

    Args:
        session: an opened one.
        user: who reads it.
        is_coach: whether they lead it.
        typed: forms by criterion that were refused, so that nothing typed is lost.
    """
    typed = typed or {}
    rows = rows_of(session, user)
    people = len(rows[0].cells) if rows else 0
    own = selectors.own_attempt(session, user)
    handed_in = own is not None and own.state == CalibrationAttempt.State.SUBMITTED
    return {
        "rows": rows,
        "lines": [(row, typed.get(row.key) or fresh_remark(row.key)) for row in rows],
        "people": people,
        "summary": summary(rows, people),
        "coefficient": coefficient_words(session, user),
        "so_far": any(row.so_far for row in rows),
        "ticks": TICKS,
        "known": known(session, rows),
        "own": own if handed_in else None,
        "verdict": verdict(own) if own is not None and own.reference_id else None,
        "not_in": not is_coach and not handed_in,
    }


def known(session: CalibrationSession, rows: list[Row]) -> str:
    """What a page has, in short: it fetches anew only what is more than that."""
    return f"{sum(len(row.remarks) for row in rows)}-{session.agreeing_version}-{session.state}"


def fresh_remark(criterion: str) -> RemarkForm:
    """An empty form for one criterion, with a key of its own."""
    return RemarkForm(initial={"key": uuid.uuid4()}, auto_id=f"remark-{criterion}-%s")
