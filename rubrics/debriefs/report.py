"""A revision's content in words: one report, for the page and for the PDF alike."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interviews.content.text import blocks
from interviews.kinds import SHORT_TITLES, RoundKind
from rubrics.debriefs.content import upgraded, weakest
from rubrics.debriefs.findings import check, concept, since, standing
from rubrics.debriefs.masking import masked
from rubrics.debriefs.matrix import matrix, rater_count
from rubrics.debriefs.reading import Reading, Replay
from rubrics.debriefs.rows import role_words, row, score
from rubrics.scorecards.scale import written, written_mean, written_mean_of


def report(content: dict[str, Any], reading: Reading | None = None) -> dict[str, Any]:
    """Everything a page or a print of a revision says, in the active language; times are datetimes.

    Args:
        content: as from `content.assemble`, of this or an earlier format.
        reading: for whom, without anything hidden or linked unless told otherwise.
    """
    reading = reading or Reading()
    content = upgraded(content)
    if reading.hide_raters:
        content = masked(content, lambda letter: _("Rater %(letter)s") % {"letter": letter})
    replays = {each["kind"]: reading.replay_of(each) for each in content["rounds"]}
    rounds = [_round(each, reading) for each in content["rounds"]]
    said = {
        "candidate": content["candidate"],
        "track": content["track"]["title"],
        "zone": content["zone"],
        "watermark": reading.watermark,
        "hide_raters": reading.hide_raters,
        "summary": summary(content),
        "disagreements": [_disagreement(each, replays[each["kind"]]) for each in content["disagreements"]],
        "seen_otherwise": [
            _seen_otherwise(each, replays[each["kind"]]) for each in content["seen_otherwise"]
        ],
        "strengths": [standing(each, reading) for each in content["strengths"]],
        "gaps": [standing(each, reading) for each in content["gaps"]],
        "matrix": matrix(content, reading),
        "scored": [each for each in rounds if each["rows"]],
        "concepts": [concept(each, reading) for each in content["concepts"]],
        "checks": [check(each) for each in content["checks"]],
        "since": since(content["since"], reading),
        "actions": [_action(each) for each in content["actions"]],
        "missing": [found for each in content["rounds"] for found in _missing(each)],
        "rounds": rounds,
    }
    return said | {"parts": parts(said)}


def parts(said: dict[str, Any]) -> list[dict[str, str]]:
    """The parts of a report that say something, in their order: {id, title}."""
    known = {
        "summary": (_("Summary"), True),
        "apart": (_("Seen differently"), said["disagreements"] or said["seen_otherwise"]),
        "standing": (_("Strengths and gaps"), said["strengths"] or said["gaps"]),
        "scores": (_("Scores"), said["scored"]),
        "concepts": (_("Four concepts"), said["concepts"]),
        "checks": (_("Checks"), said["checks"]),
        "since": (_("Since the last loop"), said["since"]),
        "actions": (_("What to do next"), said["actions"]),
        "missing": (_("What is missing"), said["missing"]),
        "rounds": (_("Round by round"), True),
    }
    return [{"id": key, "title": title} for key, (title, filled) in known.items() if filled]


def summary(content: dict[str, Any]) -> str:
    """The one paragraph on top: what took place, the calls, strongest and weakest, differences."""
    rounds = content["rounds"]
    held = sum(each["state"] == "completed" for each in rounds)
    cards = sum(len(each["cards"]) for each in rounds)
    sentences = [
        ngettext(
            "%(held)s of %(all)s rounds took place, and %(cards)s scorecard is in.",
            "%(held)s of %(all)s rounds took place, and %(cards)s scorecards are in.",
            cards,
        )
        % {"held": held, "all": len(rounds), "cards": cards}
    ]
    if calls := _calls(rounds):
        sentences.append(_("The calls: %(calls)s.") % {"calls": calls})
    strong, weak = _extremes(content)
    if strong:
        sentences.append(_("Strongest was %(where)s.") % {"where": strong})
    if weak:
        sentences.append(_("Weakest was %(where)s.") % {"where": weak})
    if apart := len(content["disagreements"]):
        sentences.append(
            ngettext(
                "Raters differ by two points or more on %(count)s criterion.",
                "Raters differ by two points or more on %(count)s criteria.",
                apart,
            )
            % {"count": apart}
        )
    if otherwise := len(content["seen_otherwise"]):
        sentences.append(
            ngettext(
                "The self-score is a point or more away from theirs on %(count)s criterion.",
                "The self-score is a point or more away from theirs on %(count)s criteria.",
                otherwise,
            )
            % {"count": otherwise}
        )
    return " ".join(sentences)


def why_missing(reason: str, interviewer: str) -> str:
    """Why a round is not, or not wholly, in a debrief; `reason` is one of `content.MISSING`."""
    return {
        "open": _("It was not over when this was put together."),
        "missed": _("It was missed, so there is nothing to score."),
        "cancelled": _("It was cancelled."),
        "card": _("The card of %(name)s is not in.") % {"name": interviewer},
    }[reason]


def step_words(step: str) -> str:
    """A step of compiling, for the person who waits."""
    kind = step.removeprefix("round:")
    if kind != step and kind in RoundKind.values:
        return _("reading %(round)s and its board") % {"round": RoundKind(kind).label}
    return {
        "collect": _("collecting the scorecards"),
        "concepts": _("looking for the four concepts"),
        "checks": _("checking stories and consequences"),
        "since": _("comparing with the loop before"),
        "actions": _("choosing what to do next"),
        "pdf": _("writing the PDF"),
        "store": _("putting it on the shelf"),
    }.get(step, _("waiting for its turn"))


def _calls(rounds: list[dict[str, Any]]) -> str:
    """ "Recruiter yes × 3, Design no / yes": every call in the order of the rounds."""
    return ", ".join(
        f"{SHORT_TITLES[RoundKind(each['kind'])]} {_round_calls(each)}" for each in rounds if each["cards"]
    )


def _round_calls(round_: dict[str, Any]) -> str:
    """The calls of one round; what all of them say is said once."""
    calls = [card["call_title"] for card in round_["cards"]]
    if len(calls) > 1 and len(set(calls)) == 1:
        return f"{calls[0]} × {len(calls)}"
    return " / ".join(calls)


def _extremes(content: dict[str, Any]) -> tuple[str, str]:
    """The strongest and the weakest in words, "" where there is none; before format 3 by the bare mean."""
    if content["strengths"] or content["gaps"]:
        return _first(content["strengths"]), _first(content["gaps"])
    ranked = weakest(content["rounds"])
    return _where(*ranked[-1]) if ranked else "", _where(*ranked[0]) if len(ranked) > 1 else ""


def _first(found: list[dict[str, Any]]) -> str:
    if not found:
        return ""
    first = found[0]
    sessions = len(first["kinds"])
    where = (
        SHORT_TITLES[RoundKind(first["kinds"][0])]
        if sessions == 1
        else _("%(count)s rounds") % {"count": sessions}
    )
    return _("“%(criterion)s” in %(round)s (%(score)s)") % {
        "criterion": first["title"],
        "round": where,
        "score": written_mean_of(*first["mean"]),
    }


def _where(round_: dict[str, Any], row: dict[str, Any]) -> str:
    return _("“%(criterion)s” in %(round)s (%(score)s)") % {
        "criterion": row["title"],
        "round": SHORT_TITLES[RoundKind(round_["kind"])],
        "score": written_mean(row["observed"]),
    }


def _round(round_: dict[str, Any], reading: Reading) -> dict[str, Any]:
    replay = reading.replay_of(round_)
    rows = [row(each, reading, replay) for each in round_["criteria"]]
    return {
        "id": round_["id"],
        "kind": round_["kind"],
        "title": str(RoundKind(round_["kind"]).label),
        "prompt": round_["prompt"],
        "interviewer": round_["interviewer"],
        "starts_at": datetime.fromisoformat(round_["starts_at"]),
        "ends_at": datetime.fromisoformat(round_["ends_at"]),
        "drawn": bool(round_["board"] and round_["board"]["last_seq"]),
        "picture": _picture(round_, reading),
        "missing": why_missing(round_["missing"], round_["interviewer"]) if round_["missing"] else "",
        "waived": round_["look_back"] == "waived",
        "own": round_["own"] and _card(round_["own"]),
        "cards": [
            {"rater": card["rater"], "rater_id": card["rater_id"], "role": role_words(card["role"])}
            | {"again": _again(card)}
            | _card(card)
            for card in round_["cards"]
        ],
        "rows": rows,
        "evidence": _evidence(rows),
        "replay": replay(0),
    }


def _again(card: dict[str, Any]) -> str:
    """That a card was handed in a second time, in words; "" for one that was not."""
    if card["not_blind"]:
        return _("Handed in again after its rater could read the other cards.")
    return _("Reopened by a coach and handed in again.") if card["revised"] else ""


def _card(card: dict[str, Any]) -> dict[str, str]:
    return {
        "call": card["call_title"],
        "call_evidence": card["call_evidence"],
        "takeaway": card["takeaway"],
    }


def _picture(round_: dict[str, Any], reading: Reading) -> str:
    """Where the picture of a round's board is to be had; "" where nothing was drawn or nobody shows it."""
    board = round_["board"]
    if reading.picture is None or not board or not board["last_seq"] or round_["state"] != "completed":
        return ""
    return reading.picture(board["id"])


def _evidence(rows: list[dict[str, Any]]) -> str:
    """How much evidence a round's rows hold, in words; "" for none."""
    said = sum(each["evidence"] for each in rows)
    if not said:
        return ""
    words = ngettext(
        "Evidence, criterion by criterion: %(count)s entry",
        "Evidence, criterion by criterion: %(count)s entries",
        said,
    )
    return words % {"count": said}


def _disagreement(found: dict[str, Any], replay: Replay) -> dict[str, Any]:
    low, high = found["low"], found["high"]
    return {
        "title": found["title"],
        "round": str(SHORT_TITLES[RoundKind(found["kind"])]),
        "apart": written(high["half_steps"] - low["half_steps"]),
        "sides": [score(low, replay), score(high, replay)],
    }


def _seen_otherwise(found: dict[str, Any], replay: Replay) -> dict[str, Any]:
    by, under = found["by"]
    return {
        "title": found["title"],
        "round": str(SHORT_TITLES[RoundKind(found["kind"])]),
        "apart": written_mean_of(abs(by), under),
        "higher": by > 0,
        "own": score(found["own"], replay),
        "sides": [score(each, replay) for each in found["scores"]],
    }


def _missing(round_: dict[str, Any]) -> list[dict[str, Any]]:
    """What a round lacks: that it was not held, a card, the candidate's look back."""
    title = str(RoundKind(round_["kind"]).label)
    found = []
    if round_["missing"]:
        found.append({"round": title, "why": why_missing(round_["missing"], round_["interviewer"])})
    if round_["look_back"] == "missing":
        found.append({"round": title, "why": _("The candidate did not look back on it.")})
    return found


_ACTION_KEYS = ("slug", "title", "minutes", "do", "good_looks_like", "weak", "strong")


def _action(action: dict[str, Any]) -> dict[str, Any]:
    asked = action["for"]
    return {
        **{key: action[key] for key in _ACTION_KEYS},
        # For the print, which has no filter of its own for such texts.
        "blocks": {
            key: [asdict(block) for block in blocks(action[key])]
            for key in ("do", "good_looks_like", "weak", "strong")
        },
        "why": _("For “%(criterion)s” in %(round)s, which stands at %(score)s.")
        % {
            "criterion": asked["title"],
            "round": SHORT_TITLES[RoundKind(asked["kind"])],
            "score": written_mean(asked["observed"]),
        },
        "caution": "" if action["reliable"] else _unsure(len(asked["observed"])),
    }


def _unsure(raters: int) -> str:
    """That an action rests on little, in words."""
    if raters == 1:
        return _("It rests on %(raters)s alone.") % {"raters": rater_count(1)}
    return _("Its raters saw different things: talk about what they saw first.")
