"""The four concepts are found where they stand, and not where words only look like them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from rubrics.debriefs import concepts as finding
from rubrics.debriefs.concept_words import TITLES, named, quoted
from rubrics.debriefs.concepts import Label, Written, labels
from rubrics.debriefs.content import compile_round
from tests.rubrics.debriefs import example

NAMES = {
    "idempotency": [
        "Idempotency-Key",
        "idempotent writer",
        "idempotencyKey + amount",
        "dedup table",
        "De-dup\nby payment id",
        "deduplication",
        "unique constraint on payment_id",
        "UNIQUE KEY",
        "same key, other amount → error",
        "key + posting, one tx",
        "drop duplicates",
        "Said that the broker’s exactly-once ends where the database begins.",
        "“key and posting commit together, so the second delivery hits the constraint”",
        "ON CONFLICT DO NOTHING",
        "never twice: dedup on request id",
        "Ledger + keys\nkey, amount,\nresult, 90 days",
        "Payout service\nkey from the phone",
        "Proxy\ncache of request ids\n10 minutes",
        "same reference",
    ],
    "consistency": [
        "eventually consistent view",
        "Eventual consistency",
        "strong consistency",
        "read-after-write",
        "read your own writes",
        "≤ 2 s old",
        "never stale",
        "balance view",
        "if available ≥ amount",
        "conditional write",
        "linearizable",
        "posted / pending / available",
        "Wrote “≤ 2 s old” beside the dashboard view and “never stale” beside the payout check.",
    ],
    "isolation": [
        "bulkhead",
        "Bulk-heads per rail",
        "circuit breaker",
        "fail closed",
        "payouts fail-closed",
        "blast radius: 1 merchant",
        "queue per bank",
        "own partitions\nfor the 40",
        "DLQ",
        "dead-letter queue",
        "back-pressure",
        "per-rail worker",
        "graceful degradation",
        "Gave the forty largest merchants partitions of their own after doing the sum.",
        "Drew one queue and one breaker for each bank and said that status questions have their own share.",
    ],
    "observability": [
        "observability",
        "monitoring",
        "Alert: lag > 30 s",
        "metrics",
        "SLO 99.9",
        "consumer lag",
        "stuck payment age",
        "oldest unposted payment",
        "“Oldest accepted payment without posting, over 30 s, pages the ledger owner.”",
        "recon breaks",
        "value of breaks > 1 day",
        "Proposed a planted test payment every minute.",
        "heartbeat",
        "time-to-funds p90",
    ],
}
NAMES_NOTHING = [
    "",
    "Ledger",
    "Payments log",
    "Merchant",
    "Recon",
    "key metric of the merchant? no: money",
    "a consistent story",
    "consistently on time",
    "worked in isolation",
    "isolation level",
    "snapshot isolation",
    "available funds",
    "the key to success",
    "replica",
    "duplicate the stack in Ohio",
    "logs",
    "dashboard for merchants",
    "the failover took long",
    "monitored",
    "trace the money",
    "Kafka",
    "10,000 a second",
    "OKR + key results",
    "Read “how old is it?” aloud",
    "Break\nnew, owned, waiting, resolved",
    "Expected, until its time",
    "$1.00 each day",
    "Bank statement\n05:30",
    "Second sketch: one batch each 10 min",
]
DENIES = [
    "No dedup table on the board.",
    "Never mentioned idempotency.",
    "Drew the ledger without a circuit breaker",
    "didn't draw any bulkheads",
    "Nothing said about observability",
    "An idempotency key was missing.",
    "Idempotency never came up.",
    "Failed to name a single alert",
]


@pytest.mark.parametrize(("key", "text"), [(key, text) for key, texts in NAMES.items() for text in texts])
def test_what_names_a_concept(key: str, text: str) -> None:
    assert key in named(text)


@pytest.mark.parametrize("text", NAMES_NOTHING)
def test_what_names_none(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize("text", DENIES)
def test_a_denial_is_no_place(text: str) -> None:
    assert named(text) == []


def test_a_sentence_is_quoted_as_it_was_typed() -> None:
    text = "Drew the ledger first.  Then a De-Dup  table!\nNo alerts."
    assert quoted("idempotency", text) == "Then a De-Dup table!"
    assert quoted("observability", text) == ""
    assert quoted("idempotency", "dedup " * 100).endswith("…")


def test_every_label_of_a_board_is_read() -> None:
    elements = example.elements()
    texts = {" ".join(label.text.split()) for label in labels(elements)}
    assert {"Payments log", "one commit 50", "Ledger + keys key, amount, result, 90 days"} <= texts
    box = next(each for each in elements if each["type"] == "rectangle")
    text = next(each for each in elements if each["type"] == "text")
    text["containerId"] = box["id"]
    frame = {**box, "id": "f", "type": "frame", "name": "Alerts"}
    box["isDeleted"] = True
    found = labels([*elements, frame])
    assert Label("f", "Alerts") in found
    assert text["id"] not in {label.element for label in found}, "it went with its box"


BEGAN = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)


def found_in(
    written: list[Written], round_: dict[str, Any] | None = None, began: datetime | None = BEGAN
) -> dict[str, Any]:
    compiled = [compile_round(round_ or example.rounds()[2])]
    key = compiled[0]["id"]
    return {each["key"]: each for each in finding.concepts(compiled, {key: written}, {key: began})}


def bare() -> dict[str, Any]:
    """A design round in which nothing is named."""
    round_ = example.rounds()[2]
    for card in round_["cards"]:
        for entry in card["entries"].values():
            entry |= {"evidence": "No alerts and no dedup.", "chips": []}
    return round_


def test_a_place_on_the_board_says_when_it_first_appeared() -> None:
    late, early = BEGAN + timedelta(minutes=20), BEGAN + timedelta(minutes=8, seconds=5)
    written = [
        Written(Label("a", "DLQ per bank"), {"isolation": late}),
        Written(Label("b", "own queue\nper rail"), {"isolation": early}),
        Written(Label("c", "bulkhead"), {"isolation": None}),
        Written(Label("d", "breaker"), {"isolation": BEGAN - timedelta(seconds=30)}),
    ]
    places = [each for each in found_in(written)["isolation"]["places"] if each["source"] == "board"]
    assert [(each["text"], each["offset"]) for each in places] == [
        ("breaker", 0),
        ("own queue per rail", 485),
        ("DLQ per bank", 1200),
        ("bulkhead", None),
    ]
    assert places[1]["at"] == early.isoformat()
    assert places[1]["board"] == example.BOARD.format(2)
    assert places[3]["board"] == "", "a moment that is not known can't be looked up"
    assert found_in(written, began=None)["isolation"]["places"][0]["offset"] is None


def test_moments_and_evidence_are_places_and_private_notes_are_not_read() -> None:
    found = found_in([])
    assert list(found) == list(TITLES)
    places = found["idempotency"]["places"]
    notes = [each for each in places if each["source"] == "note"]
    assert notes[0]["text"].startswith("Answered the same key with $84.10")
    assert notes[0]["offset"] == 0
    cards = [each["text"] for each in places if each["source"] == "card"]
    assert "Said that the broker’s exactly-once ends where the database begins." in cards
    assert all(each["at"] == "" and each["offset"] is None for each in places if each["source"] == "card")
    scored = found["idempotency"]["scored"]
    assert scored == [{"kind": "system_design", "key": "idempotency", "observed": [8, 8, 9]}]


def test_other_rounds_are_read_only_where_the_criterion_has_the_concept() -> None:
    rounds = [compile_round(bare()), compile_round(example.rounds()[3])]
    row = rounds[1]["criteria"][0]
    row["scores"][0]["evidence"] = "Told how the alert woke her at three."
    row["scores"][0]["chips"] = [
        {"source": "board", "at": BEGAN.isoformat(), "offset": 30, "text": "the alert fires"}
    ]

    def places() -> list[dict[str, Any]]:
        by_key = {each["key"]: each for each in finding.concepts(rounds, {}, {})}
        return [each for each in by_key["observability"]["places"] if each["kind"] == "behavioural"]

    assert places() == []
    row["concept"] = "observability"
    assert [(each["source"], each["offset"]) for each in places()] == [("board", 30), ("card", None)]
    row["scores"][0]["chips"][0]["text"] = ""
    assert places()[0]["text"] == "", "a moment kept for it without words is still a place"


def test_a_loop_without_a_design_round_has_none() -> None:
    rounds = [compile_round(each) for each in example.rounds() if each["kind"] != "system_design"]
    assert finding.concepts(rounds, {}, {}) == []


def test_where_words_find_nothing_there_are_no_places_and_no_claim() -> None:
    for each in found_in([], bare()).values():
        assert each["places"] == []
        assert each["scored"]


def test_a_board_of_repetitions_gives_a_few_places() -> None:
    written = [
        Written(
            Label(str(number), f"alert {number % 7}"), {"observability": BEGAN + timedelta(seconds=number)}
        )
        for number in range(500)
    ]
    places = [each for each in found_in(written)["observability"]["places"] if each["source"] == "board"]
    assert [each["text"] for each in places] == ["alert 0", "alert 1", "alert 2", "alert 3"]


def test_a_quotation_is_a_whole_sentence_with_its_marks() -> None:
    text = "First. Named the error rate; asked about a payment stuck since Saturday, waited. Last."
    assert (
        quoted("observability", text)
        == "Named the error rate; asked about a payment stuck since Saturday, waited."
    )
    assert quoted("idempotency", "“Exactly once.” Then silence.") == "“Exactly once.”"
