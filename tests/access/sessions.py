"""The addresses of calibration sessions, for the table of who gets what where."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from rubrics.models import CalibrationSample, CalibrationSession, Rubric, SessionMember
from tests.access.world import World

L = "login"
LEADS = (L, 404, 404, 404, 404, 302, 404, 404)
IN_SESSION = (L, 404, 404, 200, 404, 200, 404, 404)


def _id(world: World, role: str) -> int:
    person = world.people[role]
    assert person is not None
    return person.pk


def session_scoring(world: World) -> list[Any]:
    """A calibration session that the coach leads and that waits for the interviewer's scores."""
    made = CalibrationSample.objects.create(
        track_slug="test-track",
        kind="system_design",
        slug="sample",
        digest="s",
        title="Sample",
        body={
            "title": "Sample",
            "setting": {"who": "Somebody.", "prompt": "p", "steps": [], "phases": []},
            "answer": "Said.",
            "board": {"boxes": [], "arrows": []},
        },
    )
    session = CalibrationSession.objects.create(
        coach_id=_id(world, "coach"),
        sample=made,
        rubric=Rubric.objects.filter(kind="system_design").latest("pk"),
        due_at=timezone.now() + timedelta(days=1),
    )
    SessionMember.objects.create(session=session, person_id=_id(world, "interviewer"))
    return [session.pk]


def session_open(world: World) -> list[Any]:
    """The same, opened."""
    args = session_scoring(world)
    CalibrationSession.objects.update(state="open", opened_at=timezone.now())
    return args


def stranger_address(world: World) -> dict[str, Any]:
    return {"emails": world.people["stranger"].email}  # type: ignore[union-attr]


# Name → (what each role gets, method, arguments, data), as the rows of the table.
SESSION_ROUTES: dict[str, tuple[Any, ...]] = {
    "rubrics:sessions": ((L, *(200,) * 7),),
    "rubrics:start_session": ((L, 200, 404, 404, 404, 200, 200, 404),),
    "rubrics:session": (IN_SESSION, "get", session_open),
    "rubrics:session_who": (IN_SESSION, "get", session_open),
    "rubrics:session_board": (IN_SESSION, "get", session_open),
    "rubrics:session_scores": ((L, 404, 404, 200, 404, 404, 404, 404), "get", session_scoring),
    "rubrics:ask_to_session": (LEADS, "post", session_scoring, stranger_address),
    "rubrics:remove_from_session": (
        LEADS,
        "post",
        lambda world: [*session_scoring(world), SessionMember.objects.get().pk],
    ),
    "rubrics:move_session_due": (
        LEADS,
        "post",
        session_scoring,
        lambda world: {"due_at": f"{timezone.now() + timedelta(days=2):%FT%R}"},
    ),
    "rubrics:cancel_session": (LEADS, "post", session_scoring, lambda world: {"reason": "Why."}),
    "rubrics:open_session": (LEADS, "post", session_scoring),
    "rubrics:session_talk": (IN_SESSION, "get", session_open),
    "rubrics:say_in_session": (
        (L, 404, 404, 302, 404, 302, 404, 404),
        "post",
        lambda world: [*session_open(world), "one"],
        lambda world: {"key": uuid4(), "text": "Look."},
    ),
    "rubrics:session_agree": ((L, 404, 404, 404, 404, 200, 404, 404), "get", session_open),
}
