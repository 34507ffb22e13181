"""For whom a report is: raters by letters, a watermark, links into replays; what it says of changes."""

import copy
import json
from typing import Any

from rubrics.debriefs.pdf import make_pdf
from rubrics.debriefs.reading import Reading
from rubrics.debriefs.report import report
from tests.rubrics.debriefs import example
from tests.rubrics.debriefs.test_content import compile_round, make_round, whole
from tests.rubrics.debriefs.test_pdf import flat, text_of

BOARD = example.BOARD.format(2)


def said_to(content: dict[str, Any], **reading: Any) -> str:
    return json.dumps(report(content, Reading(**reading)), default=str, ensure_ascii=False)


def test_no_rater_is_named_where_letters_are_wanted() -> None:
    content = example.content()
    # A card that is not in names its interviewer, and so does a round that was missed.
    content["rounds"][3] |= {"missing": "card", "cards": content["rounds"][3]["cards"][1:]}
    content["rounds"][0]["interviewer"] = "Somebody Else"
    before = copy.deepcopy(content)
    open_, hidden = said_to(content), said_to(content, hide_raters=True)
    print_ = text_of(make_pdf(content, example.boards(), Reading(hide_raters=True)))
    for name in (*example.RATERS, "Somebody Else"):
        assert name in open_
        assert name not in hidden
        assert flat(name) not in flat(print_)
    assert "The card of Rater A is not in." in hidden
    assert "Raters are called by letters" in print_
    assert content == before


def test_a_letter_is_one_person_throughout() -> None:
    said = report(example.content(), Reading(hide_raters=True))
    assert [card["rater"] for card in said["rounds"][2]["cards"]] == ["Rater A", "Rater B", "Rater C"]
    assert [each["interviewer"] for each in said["rounds"]] == ["Rater A"] * 4
    assert [side["rater"] for side in said["disagreements"][0]["sides"]] == ["Rater A", "Rater C"]
    assert said["seen_otherwise"][0]["own"]["rater"] == "Cleo Marchetti"


def test_people_of_one_name_keep_letters_of_their_own() -> None:
    made = make_round((2,), (8,))
    for card in made["cards"]:
        card["rater"] = "Alex Kim"
    said = report(whole(compile_round(made)), Reading(hide_raters=True))
    assert {card["rater"] for card in said["rounds"][0]["cards"]} == {"Rater A", "Rater B"}


def test_a_shared_print_says_for_whom_on_every_page() -> None:
    mark = "Shared with Kim <b>#x</b>, 24 Nov 2026"
    text = flat(text_of(make_pdf(example.content(), {}, Reading(watermark=mark))))
    pages = text.count("Page") // 1
    assert text.count(flat(mark)) >= pages
    assert report(example.content(), Reading(watermark=mark))["watermark"] == mark


def test_moments_lead_into_the_replays_that_the_reader_may_open() -> None:
    content = example.content()
    assert "/replay/" not in said_to(content)
    said = report(content, Reading(openable=[BOARD]))
    assert said["disagreements"][0]["sides"][0]["chips"][0]["replay"] == f"/boards/{BOARD}/replay/?t=480"
    places = said["concepts"][0]["places"]
    assert [place["replay"] for place in places] == [
        f"/boards/{BOARD}/replay/?t=480",
        f"/boards/{BOARD}/replay/?t=540",
        "",
    ]
    other = said["rounds"][1]
    assert not any(
        chip["replay"] for row in other["rows"] for each in row["scores"] for chip in each["chips"]
    )


def test_nothing_beyond_chance_is_said_in_words() -> None:
    content = example.content()
    content["since"]["rows"] = content["since"]["rows"][1:]
    text = text_of(make_pdf(content, {}))
    assert "Nothing moved by more than chance alone" in text
    assert "chance alone: up to 1.7" in " ".join(text.split())
