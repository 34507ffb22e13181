"""Every address of the product, and what each role gets there. An address missing from the table fails."""

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from interviews.close_codes import CloseCode
from interviews.models import (
    BusySource,
)
from interviews.routing import websocket_urlpatterns as of_interviews
from rubrics.routing import websocket_urlpatterns as of_rubrics
from tests.access.arguments import (
    a_drill,
    a_rater_ask,
    a_rubric,
    a_version,
    an_annotation,
    ask,
    asked_for_grant,
    booked,
    brought,
    cover,
    done,
    drawn_part,
    grant,
    grant_ask,
    invitation,
    live,
    looked,
    mail,
    no_show,
    observer_seat,
    offering,
    person_id,
    reopened_card,
    standing_by,
)
from tests.access.exports import EXPORT_ROUTES
from tests.access.offers import OFFER_ROUTES
from tests.access.prep import PREP_ROUTES
from tests.access.samples import attempt, sample
from tests.access.seasons import SEASON_ROUTES
from tests.access.sessions import SESSION_ROUTES
from tests.access.sharing import SHARE_ROUTES
from tests.access.sketches import SKETCH_ROUTES
from tests.access.world import ROLES, World, add_debrief, build_world

L = "login"
Expected = int | str


class Route(NamedTuple):
    """One row: how to go there, and the status per role in the order of `ROLES` (or one for everybody).

    "login" is a redirect to the sign-in page. A status 302 is a redirect elsewhere.
    """

    expected: tuple[Expected, ...]
    method: str = "get"
    args: Callable[[World], list[Any]] = lambda world: []
    data: Callable[[World], dict[str, Any]] = lambda world: {}


def everybody(status: Expected) -> tuple[Expected, ...]:
    return (status,) * len(ROLES)


def signed_in(status: Expected, nobody: Expected = L) -> tuple[Expected, ...]:
    return (nobody, *((status,) * (len(ROLES) - 1)))


def seats(
    *, candidate: Expected, interviewer: Expected, observer: Expected, coach: Expected, nobody: Expected = L
) -> tuple[Expected, ...]:
    """People with a seat or a grant as told; strangers, former coaches and administrators get a 404."""
    return (nobody, 404, candidate, interviewer, observer, coach, 404, 404)


def authors(status: Expected) -> tuple[Expected, ...]:
    """Coaches, whosever they are or were, and administrators write rubrics; nobody else knows of them."""
    return (L, status, 404, 404, 404, status, status, status)


AUTHORS = authors(200)
ALL = seats(candidate=200, interviewer=200, observer=200, coach=200)
COACH = seats(candidate=404, interviewer=404, observer=404, coach=200)
RUNS = seats(candidate=404, interviewer=302, observer=404, coach=404)
HOSTS = seats(candidate=302, interviewer=302, observer=404, coach=404)

TABLE: dict[str, Route] = {
    "home": Route(everybody(200)),
    "design": Route(everybody(200)),
    "health": Route(everybody(200)),
    "accounts:profile": Route(signed_in(200)),
    "accounts:reading": Route(signed_in(302), "post", data=lambda world: {"timezone": "UTC", "clock": "24"}),
    "accounts:grants": Route(signed_in(200)),
    "accounts:end_grant": Route((L, 404, 200, 404, 404, 404, 404, 404), args=grant),
    "accounts:grant_again": Route((L, 404, 302, 404, 404, 404, 404, 404), "post", grant),
    "accounts:change_ask": Route((L, 404, 302, 404, 404, 404, 404, 404), "post", grant_ask),
    "accounts:let_ask_again": Route(signed_in(302), "post", lambda world: [1]),
    # Whoever has the link reads what is asked; only who reads mail at its address answers.
    "accounts:answer_ask": Route(
        (200, 200, 302, 200, 200, 200, 200, 200), args=lambda world: [asked_for_grant(world).token]
    ),
    "accounts:trail": Route(signed_in(200)),
    "accounts:trail_csv": Route(signed_in(200)),
    "accounts:demo_sign_in": Route(everybody(404), "post", data=lambda world: {"person": 1}),
    "accounts:demo_mail": Route(everybody(200)),
    "accounts:demo_mail_calendar": Route(everybody(200), args=mail),
    "interviews:hours": Route(signed_in(200)),
    "interviews:absence": Route(HOSTS, "post", live, lambda world: {"action": "wait"}),
    "interviews:record": Route(signed_in(200)),
    "interviews:dispute": Route((L, 404, 200, 404, 404, 404, 404, 404), args=no_show),
    "interviews:disputes": Route((L, 404, 404, 404, 404, 404, 404, 200)),
    "interviews:settle_dispute": Route(
        (L, 404, 404, 404, 404, 404, 404, 302), "post", no_show, lambda world: {"decision": "granted"}
    ),
    "interviews:asked": Route(everybody(204)),
    "interviews:willing": Route(
        (L, 404, 404, 302, 404, 404, 404, 404), "post", offering, lambda world: {"asked_live": "on"}
    ),
    "interviews:ask": Route((L, 404, 404, 200, 404, 404, 404, 404), args=ask),
    "interviews:book": Route(signed_in(200)),
    "interviews:loops": Route(signed_in(200)),
    "interviews:week": Route(signed_in(200)),
    "interviews:loop": Route(ALL, args=lambda world: [world.booked.pk]),
    "interviews:cancel_loop": Route(
        seats(candidate=302, interviewer=404, observer=404, coach=404),
        "post",
        lambda world: [world.booked.pk],
    ),
    "interviews:decline_round": Route(RUNS, "post", booked, lambda world: {"sequence": 0}),
    "interviews:move_round": Route(
        seats(candidate=200, interviewer=200, observer=404, coach=404), args=booked
    ),
    "interviews:stand_down": Route((L, 302, 404, 404, 404, 404, 404, 404), "post", standing_by),
    "interviews:cancel_round": Route(
        seats(candidate=302, interviewer=404, observer=404, coach=404),
        "post",
        booked,
        lambda world: {"sequence": 0},
    ),
    "interviews:replace_interviewer": Route(
        seats(candidate=200, interviewer=404, observer=404, coach=404), args=booked
    ),
    "interviews:cover": Route((L, 200, 404, 404, 404, 404, 404, 404), args=cover),
    "interviews:round_calendar": Route(ALL, args=booked),
    "interviews:loop_calendar": Route(ALL, args=lambda world: [world.booked.pk]),
    "interviews:person_feed": Route(everybody(404), args=lambda world: ["nobodys-address"]),
    "interviews:invites": Route(signed_in(200)),
    # Whoever has the link may see what it is about; the candidate their own.
    "interviews:invite": Route(everybody(200), args=lambda world: [invitation(world).token]),
    "interviews:withdraw_invite": Route(
        (L, 404, 302, 404, 404, 404, 404, 404), "post", lambda world: [invitation(world).pk]
    ),
    "interviews:busy": Route(signed_in(200)),
    "interviews:busy_source": Route(
        (L, 404, 200, 404, 404, 404, 404, 404),
        args=lambda world: [
            BusySource.objects.get_or_create(person=world.people["candidate"], kind="file", name="mine")[0].pk
        ],
    ),
    "interviews:calendar_settings": Route(signed_in(200)),
    "interviews:change_feed": Route(signed_in(302), "post", data=lambda world: {"do": "open"}),
    "interviews:room": Route(ALL, args=live),
    "interviews:room_part": Route(ALL, args=lambda world: [world.live.pk, "prompt"]),
    "interviews:room_clock": Route(RUNS, "post", live, lambda world: {"action": "start", "version": 0}),
    "interviews:room_reveal": Route(RUNS, "post", live, lambda world: {"step": "one"}),
    "interviews:room_close": Route(RUNS, "post", live),
    "interviews:room_notes": Route(
        seats(candidate=302, interviewer=302, observer=302, coach=302),
        "post",
        live,
        lambda world: {"text": "a", "version": 0},
    ),
    "interviews:room_invite": Route(
        HOSTS,
        "post",
        live,
        lambda world: {"email": world.people["stranger"].email},  # type: ignore[union-attr]
    ),
    "interviews:room_remove": Route(
        seats(candidate=302, interviewer=302, observer=302, coach=404),
        "post",
        lambda world: [world.live.pk, observer_seat(world)],
    ),
    "interviews:board": Route(ALL, args=lambda world: [world.live.board.pk]),
    "interviews:board_picture": Route((404, *ALL[1:]), args=lambda world: [world.live.board.pk]),
    "interviews:replay": Route(ALL, args=lambda world: [world.live.board.pk]),
    "interviews:replay_picture": Route((404, *ALL[1:]), args=lambda world: [world.live.board.pk, 60]),
    "interviews:replay_part": Route((404, *ALL[1:]), args=drawn_part),
    "interviews:round_stories": Route(ALL, args=live),
    "interviews:brought_story": Route(ALL, args=brought),
    "interviews:bring_forward": Route(
        seats(candidate=302, interviewer=302, observer=302, coach=404), "post", booked
    ),
    "interviews:apart": Route(seats(candidate=302, interviewer=302, observer=404, coach=404), "post", booked),
    "interviews:apart_list": Route(signed_in(200)),
    "interviews:load": Route((L, *(404,) * 6, 200)),
    "interviews:load_forecast": Route((L, *(404,) * 6, 302), "post"),
    "rubrics:scorecard": Route(seats(candidate=404, interviewer=200, observer=200, coach=200), args=live),
    "rubrics:chips": Route(seats(candidate=404, interviewer=200, observer=200, coach=200), args=live),
    "rubrics:reopen_card": Route(
        seats(candidate=404, interviewer=404, observer=404, coach=200), args=reopened_card
    ),
    "rubrics:card_changes": Route(
        seats(candidate=200, interviewer=200, observer=404, coach=200), args=reopened_card
    ),
    "rubrics:look_back": Route(seats(candidate=200, interviewer=404, observer=404, coach=404), args=looked),
    "rubrics:waive_look_back": Route(
        seats(candidate=302, interviewer=404, observer=404, coach=404), "post", looked
    ),
    "rubrics:remove_chip": Route(
        seats(candidate=404, interviewer=302, observer=302, coach=302),
        "post",
        lambda world: [world.live.pk, uuid4()],
    ),
    "rubrics:debrief": Route(seats(candidate=200, interviewer=200, observer=404, coach=200), args=done),
    "rubrics:retry_debrief": Route(
        seats(candidate=302, interviewer=404, observer=404, coach=302), "post", done
    ),
    "rubrics:release_debrief": Route(
        seats(candidate=404, interviewer=404, observer=404, coach=200), args=done
    ),
    "rubrics:debrief_board": Route(
        seats(candidate=200, interviewer=200, observer=404, coach=200),
        args=lambda world: [world.done.pk, world.done_round.board.pk],
    ),
    **{name: Route(*row) for name, row in {**SHARE_ROUTES, **SKETCH_ROUTES, **PREP_ROUTES}.items()},
    "rubrics:debrief_pdf": Route(seats(candidate=200, interviewer=200, observer=404, coach=200), args=done),
    "rubrics:link_action": Route(
        seats(candidate=302, interviewer=404, observer=404, coach=404), "post", done
    ),
    "rubrics:annotate": Route(COACH, args=done),
    "rubrics:annotation": Route(COACH, args=an_annotation),
    "rubrics:remove_annotation": Route(
        seats(candidate=404, interviewer=404, observer=404, coach=302), "post", an_annotation
    ),
    "rubrics:assign_drill": Route(COACH, args=done),
    "rubrics:drills": Route(signed_in(200)),
    "rubrics:drill": Route(seats(candidate=200, interviewer=404, observer=404, coach=200), args=a_drill),
    "rubrics:ask_rater": Route(COACH, args=looked),
    "rubrics:rater_ask": Route((L, 200, 200, 404, 404, 200, 404, 404), args=a_rater_ask),
    "rubrics:debriefs": Route(signed_in(200)),
    "rubrics:rubrics": Route(AUTHORS),
    "rubrics:rubric": Route(AUTHORS, args=a_rubric),
    "rubrics:rubric_version": Route(AUTHORS, args=a_version),
    "rubrics:rubric_export": Route(AUTHORS, args=a_version),
    "rubrics:restore_rubric": Route(authors(302), "post", a_version),
    "rubrics:compare_rubrics": Route(AUTHORS, args=a_rubric),
    "rubrics:edit_rubric": Route(AUTHORS, args=a_rubric),
    "rubrics:publish_rubric": Route(authors(302), args=a_rubric),
    "rubrics:import_rubric": Route(AUTHORS, args=a_rubric),
    "rubrics:calibration": Route(signed_in(200)),
    "rubrics:begin_calibration": Route((L, 302, 404, 302, 404, 302, 302, 404), "post", sample),
    "rubrics:calibration_attempt": Route((L, 404, 404, 200, 404, 404, 404, 404), args=attempt),
    "rubrics:calibration_board": Route((L, 404, 404, 200, 404, 404, 404, 404), args=attempt),
    "rubrics:scoring": Route((L, 200, 404, 200, 404, 200, 200, 404)),
    "rubrics:raters": Route((L, 200, 404, 404, 404, 200, 200, 404)),
    "rubrics:rater": Route(
        (L, *(404,) * 4, 200, 404, 404), args=lambda world: [person_id(world, "interviewer")]
    ),
    "rubrics:agreement": Route((L, 200, 404, 404, 404, 200, 200, 200)),
    "rubrics:agreement_run": Route((L, 302, 404, 404, 404, 302, 302, 302), "post"),
    **{
        name: Route(*row)
        for name, row in {**SESSION_ROUTES, **SEASON_ROUTES, **OFFER_ROUTES, **EXPORT_ROUTES}.items()
    },
    "account_login": Route(signed_in(302, nobody=200)),
    "account_logout": Route(signed_in(200, nobody=302)),
    "account_inactive": Route(everybody(200)),
    "account_signup": Route(signed_in(302, nobody=200)),
    "account_reauthenticate": Route(signed_in(200)),
    "account_email": Route(signed_in(200)),
    "account_email_verification_sent": Route(everybody(200)),
    "account_change_password": Route(signed_in(200)),
    "account_set_password": Route(signed_in(302)),
    "account_reset_password": Route(everybody(200)),
    "account_reset_password_done": Route(everybody(200)),
    "account_reset_password_from_key": Route(everybody(200), args=lambda world: ["1", "set-password"]),
    "account_reset_password_from_key_done": Route(everybody(200)),
    "account_confirm_email": Route(everybody(200), args=lambda world: ["unknown"]),
    "account_confirm_login_code": Route(signed_in(302)),
}
# What the role is told there, where, and the first frame a browser sends.
SOCKETS: dict[str, tuple[tuple[bool, ...], Callable[[World], str], str]] = {
    "ws/rounds/<uuid:round_id>/": (
        (False, False, True, True, True, True, False, False),
        lambda world: f"/ws/rounds/{world.live.pk}/",
        '{"t":"ping","n":1}',
    ),
    "ws/boards/<uuid:board_id>/": (
        (False, False, True, True, True, True, False, False),
        lambda world: f"/ws/boards/{world.live.board.pk}/",
        '{"t":"hello","v":1,"since":0}',
    ),
    "ws/debriefs/<uuid:loop_id>/": (
        (False, False, True, False, False, True, False, False),
        lambda world: f"/ws/debriefs/{world.done.pk}/",
        '{"t":"ping","n":1}',
    ),
}


def names(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> set[str]:
    """The names of every address but the admin's, whose every page asks for an administrator."""
    found = set()
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            found.add(":".join((*spaces, pattern.name or str(pattern.pattern))))
        elif pattern.namespace != "admin":
            found |= names(pattern, (*spaces, pattern.namespace) if pattern.namespace else spaces)
    return found


def test_every_address_is_in_the_table() -> None:
    assert names(get_resolver()) == set(TABLE)


def test_every_socket_is_in_the_table() -> None:
    assert {str(each.pattern) for each in [*of_interviews, *of_rubrics]} == set(SOCKETS)


@pytest.fixture
def world(db: None) -> World:
    made = build_world()
    add_debrief(made)
    return made


def answer_for(route: Route, name: str, world: World, role: str) -> Expected:
    """What the role gets; whatever the request wrote is undone."""
    client = Client()
    if world.people[role] is not None:
        client.force_login(world.people[role])  # type: ignore[arg-type]
    with transaction.atomic():
        url = reverse(name, args=route.args(world))
        response = getattr(client, route.method)(url, route.data(world))
        transaction.set_rollback(True)
    if response.status_code == 302 and response["Location"].startswith("/accounts/login/"):
        return L
    return int(response.status_code)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_each_role_gets_what_the_table_says(name: str, world: World) -> None:
    route = TABLE[name]
    got = {role: answer_for(route, name, world, role) for role in ROLES}
    assert got == dict(zip(ROLES, route.expected, strict=True))


@pytest.mark.parametrize("role", ROLES)
def test_admin_is_for_administrators(role: str, world: World) -> None:
    client = Client()
    if world.people[role] is not None:
        client.force_login(world.people[role])  # type: ignore[arg-type]
    assert (client.get("/admin/").status_code == 200) == (role == "administrator")


@pytest.mark.parametrize("pattern", sorted(SOCKETS))
@pytest.mark.django_db(transaction=True)
async def test_each_role_at_each_socket(pattern: str, socket_for: Any) -> None:
    world = await sync_to_async(build_world)()
    expected, path, hello = SOCKETS[pattern]
    got = {}
    for role in ROLES:
        socket = await socket_for(world.people[role], await sync_to_async(path)(world))
        await socket.connect()
        await socket.send_to(hello)
        first = await socket.receive_output(timeout=5)
        got[role] = first["type"] == "websocket.send"
        if not got[role]:
            assert first["code"] == CloseCode.NOT_FOUND
    assert got == dict(zip(ROLES, expected, strict=True))
