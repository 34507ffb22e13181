"""What a debrief says, from a snapshot's plain data. Pure; words for people are made in `report` and `words`.

Means are exact, [numerator, denominator] in half steps (2..10). A revision keeps
    {format, loop, candidate, zone, track: {slug, title}, rounds, disagreements, seen_otherwise, combined,
     strengths, gaps, concepts, checks, since, actions, inputs}
and is read through `upgraded`, which brings older formats into this shape.

A compiled round:
    {id, kind, state, prompt, starts_at, ends_at, interviewer, board: {id, last_seq} | None, missing,
     look_back, own: {call, call_title, call_evidence, takeaway, submitted_at} | None,
     cards: [{rater, rater_id, role, call, call_title, call_evidence, takeaway, submitted_at, revised,
              not_blind}],
     criteria: [{key, title, weight, concept, own: score | None, scores: [score],
                 observed: [half steps, ascending], far_apart}]}
A score:
    {rater, rater_id, role, half_steps, not_observed, evidence, chips: [{source, at, offset, text}]}
`missing` is why a round says nothing or not all: "" or one of `one_round.MISSING`. `look_back` is what
became of the candidate's look back: "" or one of `one_round.LOOK_BACK`. `own` is the candidate's own card,
which nothing counts. `revised` is how often a card was handed in again, `not_blind` whether that was with the
debrief open.

`strengths` and `gaps`, three of each at most, the first the one to look at first (`weighing`):
    {kind, kinds, key, title, mean, raters, reliable}
A criterion comes once: `kinds` are all rounds in which it was observed, `mean` is over them, `kind` the one
in which it stands highest (of a strength) or lowest (of a gap), `raters` how many scores there are in all.

`concepts`, the four of settlement in their order, [] for a loop without a system design round (`concepts`):
    {key, title, scored: [{kind, key, observed}],
     places: [{source: "board" | "note" | "card", kind, text, at, offset, board}]}
`key` is idempotency, consistency, isolation or observability; `scored` the criteria with that concept that
somebody observed. A place is where the concept showed: `at` is when (ISO, "" for a card), `offset` the same
in seconds since the round began (None where that is not known), `board` the id of the board on which that
moment can be looked up, or "". Without places the concept was not found *by its words*, which does not say
that it was absent.

`checks`, one of each key for every round that it can be asked of (`checks`):
    {kind, key: "car" | "consequence", held: true | false | None, why, quotes: [text]}
`held` is None where it can't be judged; `why` is one of `checks.WHY`, in words by `words.check_why`;
`quotes` are raters' sentences that it rests on.

`since` is None, or what changed since the candidate's loop before in the same track (`since`):
    {loop, held_at, rows: [{kind, kinds, key, title, before, after, by, noise, beyond}]}
`by` is after less before, `noise` how large a difference comes about by itself, 19 times out of 20, and
`beyond` whether it is larger. `kind` is "" in a row over several rounds, which are its `kinds`. Rows beyond
noise come first. It holds scores of another loop: for those who may read that one's debrief too.

`actions`, three at most: a drill's fields (slug, title, criteria, minutes, do, good_looks_like, weak, strong)
and {for: {kind, key, title, observed}, reliable}; `reliable` says whether the weakness rests on more than a
lone or a disputed score.

`inputs` says what a revision was made from, None before format 3 (`snapshot`).
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, Final

from rubrics.debriefs.formats import FORMAT, upgraded
from rubrics.debriefs.one_round import compile_round, mean, weakest, why_missing
from rubrics.debriefs.weighing import gaps, strengths

__all__ = (
    "FORMAT",
    "assemble",
    "combined",
    "compile_round",
    "disagreements",
    "gaps",
    "mean",
    "seen_otherwise",
    "strengths",
    "upgraded",
    "weakest",
    "why_missing",
)

# A point on the scale: so far apart, how candidate and raters saw it is shown side by side.
SEEN_OTHERWISE: Final = 2


def disagreements(rounds: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Where raters of one round are two points or more apart, widest first: both ends with their evidence."""
    found = []
    for round_ in rounds:
        for row in round_["criteria"]:
            if row["far_apart"]:
                seen = sorted(
                    (score for score in row["scores"] if score["half_steps"] is not None),
                    key=lambda score: score["half_steps"],
                )
                found.append(
                    {
                        "kind": round_["kind"],
                        "key": row["key"],
                        "title": row["title"],
                        "low": seen[0],
                        "high": seen[-1],
                    }
                )
    return sorted(found, key=lambda each: each["low"]["half_steps"] - each["high"]["half_steps"])


def seen_otherwise(rounds: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Where the candidate's own score and the raters' mean are a point or more apart, widest first.

    Each is {kind, key, title, own: score, scores: [score], by: [numerator, denominator]}; `by` is own less
    mean in half steps, exact: above nothing the candidate thought better of it than the raters.
    """
    found = []
    for round_ in rounds:
        for row in round_["criteria"]:
            middle, own = mean(row), row["own"]
            if middle is None or own is None or own["half_steps"] is None:
                continue
            by = own["half_steps"] - middle
            if abs(by) >= SEEN_OTHERWISE:
                scores = [score for score in row["scores"] if score["half_steps"] is not None]
                found.append(
                    {"kind": round_["kind"], "key": row["key"], "title": row["title"], "own": own}
                    | {"scores": scores, "by": [by.numerator, by.denominator]}
                )
    return sorted(found, key=lambda each: -abs(Fraction(*each["by"])))


def combined(rounds: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Criteria that were observed in two rounds or more, in their order: one row over separate interviews.

    Each is {key, title, sessions: [{kind, observed}], mean: [numerator, denominator]}; every round has the
    same weight in the mean (in half steps), however many rated it.
    """
    found: dict[str, dict[str, Any]] = {}
    for round_ in rounds:
        for row in round_["criteria"]:
            if row["observed"]:
                one = found.setdefault(row["key"], {"key": row["key"], "title": row["title"], "sessions": []})
                one["sessions"].append({"kind": round_["kind"], "observed": row["observed"]})
    several = [each for each in found.values() if len(each["sessions"]) > 1]
    for each in several:
        means = [Fraction(sum(one["observed"]), len(one["observed"])) for one in each["sessions"]]
        whole = sum(means, Fraction(0)) / len(means)
        each["mean"] = [whole.numerator, whole.denominator]
    return several


def assemble(
    *,
    loop_id: str,
    candidate: str,
    zone: str,
    track: dict[str, str],
    rounds: list[dict[str, Any]],
    actions: list[dict[str, Any]],
    concepts: Sequence[dict[str, Any]] = (),
    checks: Sequence[dict[str, Any]] = (),
    since: dict[str, Any] | None = None,
    inputs: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """The whole content of a revision, ready to be kept as JSON."""
    return {
        "format": FORMAT,
        "loop": loop_id,
        "candidate": candidate,
        "zone": zone,
        "track": track,
        "rounds": rounds,
        "disagreements": disagreements(rounds),
        "seen_otherwise": seen_otherwise(rounds),
        "combined": combined(rounds),
        "strengths": strengths(rounds),
        "gaps": gaps(rounds),
        "concepts": list(concepts),
        "checks": list(checks),
        "since": since,
        "actions": actions,
        "inputs": inputs,
    }
