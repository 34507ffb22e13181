"""A debrief as JSON: by the schema that is shipped, for whoever may read it."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.utils import timezone

from accounts.models import AccessEntry, CoachGrant
from interviews.models import Claim, Round
from rubrics.debriefs import compiler
from rubrics.exports.document import document
from rubrics.models import Debrief, DebriefRevision
from tests.factories import make_coach, make_peer, make_user, seat_person
from tests.rubrics.making import finished_loop, hand_in, interviewer_of, look_back, make_rubrics

SCHEMA = json.loads((Path(__file__).parents[3] / "docs" / "debrief.schema.json").read_text())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.django_db
def test_every_kind_of_debrief_keeps_to_the_schema(client_for: Callable[[Any], Any]) -> None:
    make_rubrics()
    maya = make_user("Maya =1+1 <b>")
    first = finished_loop(maya, cards=3)
    long_ago = timezone.now() - timedelta(hours=60)
    Round.objects.update(starts_at=long_ago, ends_at=long_ago + timedelta(hours=1))
    Debrief.objects.update(due_at=long_ago)
    compiler.sweep()
    Claim.objects.all().delete()
    second = finished_loop(maya, waived=False, cards=0)
    for number, round_ in enumerate(second.rounds.order_by("position")):
        watcher = make_peer(hours=False)
        seat_person(round_, watcher, "observer")
        hand_in(round_, 9, 8 + number % 2, None)
        hand_in(round_, 4, 8, None, rater=watcher)
        look_back(round_, 3, 3)
    compiler.sweep()
    client = client_for(maya)
    told = []
    for loop in (first, second):
        answer = client.get(f"/loops/{loop.pk}/debrief.json")
        assert answer.status_code == 200
        told.append(json.loads(answer.content))
        VALIDATOR.validate(told[-1])
    missing = [each["missing"] for each in told[0]["rounds"]]
    assert missing == [None, None, None, "card"]
    assert told[1]["candidate"]["name"] == "Maya =1+1 <b>"
    assert told[1]["disagreements"]
    assert told[1]["seen_otherwise"][0]["own"]["score"] == 1.5
    (row, *_rest) = told[1]["rounds"][0]["criteria"]
    assert (row["mean"], row["raters"], row["far_apart"]) == (3.25, 2, True)
    assert [score["score"] for score in row["scores"]] == [4.5, 2]
    assert "rater_id" not in json.dumps(told)


@pytest.mark.django_db
def test_old_formats_keep_to_it_too() -> None:
    content = {
        "format": 1,
        "loop": "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
        "candidate": "Maya",
        "zone": "UTC",
        "track": {"slug": "t", "title": "T"},
        "rounds": [],
        "disagreements": [],
        "actions": [],
    }
    VALIDATOR.validate(document(content, number=1, compiled_at=timezone.now()))


@pytest.mark.django_db
def test_who_may_have_it(client_for: Callable[[Any], Any]) -> None:
    loop = finished_loop(make_user("Maya"))
    coach, stranger = make_coach(loop.candidate), make_user()
    address = f"/loops/{loop.pk}/debrief.json"
    assert client_for(loop.candidate).get(address).status_code == 404, "before there is a revision"
    compiler.sweep()
    assert DebriefRevision.objects.exists()
    interviewer = interviewer_of(loop.rounds.earliest("position"))
    for person, status in ((coach, 200), (interviewer, 200), (stranger, 404)):
        assert client_for(person).get(address).status_code == status
    entry = AccessEntry.objects.get(what="export")
    assert (entry.candidate, entry.actor) == (loop.candidate, coach)
    CoachGrant.objects.update(revoked_at=timezone.now())
    assert client_for(coach).get(address).status_code == 404
