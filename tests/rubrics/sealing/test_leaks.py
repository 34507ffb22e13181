"""Nobody finds what is not theirs to read, at any stage, behind any door."""

import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pypdf
import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from accounts.models import User
from common.models import OutgoingMail
from interviews.access import access_round
from interviews.room.selectors import snapshot
from rubrics.models import Debrief, Scorecard
from tests.access.test_role_route_table import TABLE
from tests.rubrics.sealing.staged import OTHER, SCORES, STAGES, Staged

pytestmark = pytest.mark.django_db
# Steps of a control and choices of a filter name every score there is.
CONTROLS = re.compile(r'<label class="step.*?</label>|<option.*?</option>|<script.*?</script>', re.DOTALL)
# At these stages also every page that belongs to nobody's loop is looked at.
EVERYWHERE = {"both sides in", "revealed"}
# With the space after it, so that no random token of a form is taken for one.
SECRET = re.compile(r"\bQX(IV|SH|RV|CO|OT|SELF|RATE|NEW|WHY)\s")
FRAGMENT, JSON = {"HX-Request": "true"}, {"Accept": "application/json"}


def doors(staged: Staged) -> Iterator[tuple[str, dict[str, str]]]:
    """Every address that has to do with the loop, as (path, headers)."""
    for round_ in (staged.round, staged.other_round):
        for headers in ({}, FRAGMENT, JSON):
            yield f"/rounds/{round_.pk}/scorecard/", headers
        yield f"/rounds/{round_.pk}/scorecard/moments/", JSON
        yield f"/rounds/{round_.pk}/look-back/", {}
        yield f"/rounds/{round_.pk}/", {}
        for part in ("clock", "prompt", "people", "waiting"):
            yield f"/rounds/{round_.pk}/parts/{part}/", FRAGMENT
        yield f"/rounds/{round_.pk}/calendar.ics", {}
        yield f"/boards/{round_.board.pk}/", {}
        yield f"/boards/{round_.board.pk}/picture.svg", {}
        yield f"/loops/{staged.loop.pk}/debrief/boards/{round_.board.pk}.svg", {}
    for path in ("", "debrief/", "calendar.ics"):
        yield f"/loops/{staged.loop.pk}/{path}", {}
    yield f"/loops/{staged.loop.pk}/debrief/", FRAGMENT
    yield f"/loops/{staged.loop.pk}/debrief.pdf", {}
    for card in Scorecard.objects.all():
        yield f"/scorecards/{card.pk}/changes/", {}
        yield f"/scorecards/{card.pk}/reopen/", {}
    for query in ("", "?below=4", "?call=yes", f"?criterion={OTHER}_first"):
        yield f"/debriefs/{query}", {}
    yield "/", {}
    yield "/loops/", {}
    for token in staged.feeds:
        yield f"/calendar/{token}.ics", {}


def of_nobody() -> Iterator[str]:
    """Every page that takes no argument; a new one is among them as soon as it has its row in the table."""
    for name, route in TABLE.items():
        if route.method == "get" and reverse_or_none(name) and not name.startswith("account"):
            yield reverse(name)


def reverse_or_none(name: str) -> str | None:
    from django.urls import NoReverseMatch

    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def of_administrators() -> Iterator[str]:
    """Lists, searches, rows and histories of everything about scoring that the administration shows."""
    for model in admin.site._registry:
        if model._meta.app_label != "rubrics" and model is not OutgoingMail:
            continue
        base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        yield base
        yield f"{base}?q=evidence"
        for row in model._default_manager.all()[:12]:
            yield f"{base}{row.pk}/change/"
            yield f"{base}{row.pk}/history/"


def text_of(answer: Any) -> str:
    """What can be read in an answer, be it a page, JSON, a calendar, a picture or a PDF."""
    if answer["Content-Type"] == "application/pdf":
        pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
        return "\n".join(page.extract_text() for page in pages)
    body = answer.getvalue() if answer.streaming else answer.content
    return str(body.decode())


def read(client: Client, path: str, headers: dict[str, str]) -> str:
    """What a person gets at a door; nothing where it is shut."""
    answer = client.get(path, headers=headers)
    return text_of(answer) if answer.status_code == 200 else ""


def mails_to(person: User) -> str:
    return "\n".join(f"{each.subject}\n{each.text}" for each in OutgoingMail.objects.filter(to=person.email))


def on_the_socket(staged: Staged, person: User) -> str:
    """What the room's socket sends: each socket reads this under its own access."""
    from django.http import Http404

    try:
        return json.dumps(snapshot(access_round(person, staged.round.pk)))
    except Http404:
        return ""


def scores_in(text: str) -> set[str]:
    """Whose score stands in the words of a page, apart from controls that name all scores."""
    said = re.sub(r"<[^>]+>", " ", CONTROLS.sub(" ", text))
    return {
        owner
        for owner, half_steps in SCORES.items()
        if re.search(rf"(?<![\d.:±]){half_steps // 2}\.5(?![\d.])", said)
    }


@pytest.mark.parametrize("stage", STAGES)
def test_nobody_finds_what_is_not_theirs(stage: str, client_for: Callable[[Any], Client]) -> None:
    staged = Staged(stage)
    paths = list(doors(staged))
    elsewhere = list(of_nobody()) if stage in EVERYWHERE else []
    paths += [(path, {}) for path in elsewhere]
    for role, person in staged.people.items():
        client, may = client_for(person), staged.may(role)
        found: set[str] = set()
        here = [*paths, *((path, {}) for path in of_administrators())] if person.is_staff else paths
        texts = [(path, read(client, path, headers)) for path, headers in here]
        texts += [("mails", mails_to(person)), ("socket", on_the_socket(staged, person))]
        for path, text in texts:
            owners = set(SECRET.findall(text))
            assert owners <= may, f"{role} finds {owners - may} at {path}"
            found |= owners
            # Samples to practise on name scores too, but nobody's of this loop.
            if not path.endswith(".svg") and path not in elsewhere:
                leaked = scores_in(text) - may
                assert not leaked or {"IV", "SELF", "OT"} <= may, f"{role} finds scores of {leaked} at {path}"
        optional = {"WHY", "RATE"} if stage == "reopened" else {"WHY"}
        assert may - optional <= found, f"{role} does not find {may - found}"


def test_the_administration_keeps_no_words_and_no_scores() -> None:
    shown = {"round", "rater", "role", "state", "version", "submitted_at", "created_at", "updated_at"}
    registered = admin.site._registry[Scorecard]
    assert set(registered.fields or ()) <= shown
    assert Debrief in admin.site._registry
