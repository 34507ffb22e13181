"""One criterion of a report in words and as a drawing: raters' scores, what they can bear, one's own."""

from datetime import datetime
from fractions import Fraction
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rubrics.agreement.intervals import interval, width_text
from rubrics.charts.interval import cell_chart, interval_chart
from rubrics.debriefs.content import mean
from rubrics.debriefs.reading import Reading, Replay
from rubrics.models import EvidenceChip, Scorecard
from rubrics.scorecards.scale import FAR_APART, written, written_mean, written_mean_of


def interval_words(raters: int) -> str:
    """What a score of so many raters of one interview can bear, in words."""
    if raters == 1:
        return _("one rater: wide (±%(width)s)") % {"width": width_text(1)}
    return _("%(raters)s raters of one session (±%(width)s)") % {
        "raters": raters,
        "width": width_text(raters),
    }


def separate_words(sessions: int) -> str:
    """What a mean over so many interviews rests on, in words."""
    return _("%(count)s separate interviews") % {"count": sessions}


def role_words(role: str) -> str:
    """As whom somebody else than the interviewer scored, "" for the interviewer."""
    if role == "observer":
        # As cards of whoever watched were kept before there were roles.
        return _("observed")
    return "" if role == Scorecard.Role.INTERVIEWER else str(dict(Scorecard.Role.choices).get(role, ""))


def row(
    given: dict[str, Any], reading: Reading | None = None, replay: Replay | None = None
) -> dict[str, Any]:
    """One criterion of one round; unless told otherwise for a page, without links into replays."""
    reading = reading or Reading()
    replay = replay or reading.replay("")
    observed, own = given["observed"], given["own"]
    raters = len(observed)
    blind = sum(score["not_observed"] for score in given["scores"])
    own_half = own["half_steps"] if own else None
    said = [each for each in (*given["scores"], own) if each and (each["evidence"] or each["chips"])]
    return {
        "title": given["title"],
        "score": written_mean(observed) if observed else "",
        "raters": raters,
        "raw": " · ".join(written(each) for each in observed) if raters > 1 else "",
        "range": range_words(observed),
        "interval": interval_words(raters) if raters else _("not observed"),
        "unseen": ngettext("%(count)s did not observe it", "%(count)s did not observe it", blind)
        % {"count": blind}
        if blind and raters
        else "",
        "far_apart": given["far_apart"],
        "chart": drawn(
            interval_chart(
                observed, ends(mean(given), raters), own=own_half, apart=given["far_apart"], look=reading.look
            )
        ),
        "own": "" if own_half is None else written(own_half),
        "own_score": own and score(own, replay),
        "scores": [score(each, replay) for each in given["scores"]],
        "evidence": len(said),
    }


def score(given: dict[str, Any], replay: Replay) -> dict[str, Any]:
    """One rater's score with what it rests on; `score` is "" where it was not observed."""
    return {
        "rater": given["rater"],
        "role": role_words(given["role"]),
        "score": "" if given["half_steps"] is None else written(given["half_steps"]),
        "not_observed": given["not_observed"],
        "evidence": given["evidence"],
        "chips": [_chip(each, replay) for each in given["chips"]],
        "backed": bool(given["evidence"] or given["chips"]),
    }


def combined_row(given: dict[str, Any], reading: Reading) -> dict[str, Any]:
    """One criterion over several rounds: the mean of the rounds' means."""
    sessions = given["sessions"]
    everything = sorted(each for one in sessions for each in one["observed"])
    middle = Fraction(*given["mean"])
    around = ends(middle, len(everything), len(sessions))
    assert around is not None, "only what was observed is combined"
    return {
        "title": given["title"],
        "score": written_mean_of(*given["mean"]),
        "width": width_text(len(everything), len(sessions)),
        "interval": separate_words(len(sessions)),
        "range": range_words(everything),
        "far_apart": everything[-1] - everything[0] >= FAR_APART,
        "chart": drawn(cell_chart(middle, around, look=reading.look)),
    }


def range_words(observed: list[int]) -> str:
    """How far ascending scores of two or more are apart, in words; "" for one."""
    if len(observed) < 2:
        return ""
    apart = observed[-1] - observed[0]
    return _("range %(points)s") % {"points": written(apart)} if apart else _("all the same")


def ends(middle: Fraction | None, raters: int, sessions: int = 1) -> tuple[Fraction, Fraction] | None:
    """The ends of the interval around a mean, all in half steps, cut at the ends of the scale."""
    if middle is None:
        return None
    low, high = interval(middle / 2, raters, sessions)
    return 2 * low, 2 * high


def drawn(svg: str) -> SafeString:
    """A drawing of `rubrics.charts`, which escapes whatever it is given, as it may stand on a page."""
    return SafeString(svg)


def clock(offset: int | None) -> str:
    """Seconds since a round began as they are read, "12:05"; before it "-0:30", "" where nobody knows."""
    if offset is None:
        return ""
    minutes, seconds = divmod(abs(offset), 60)
    return f"{'-' if offset < 0 else ''}{minutes}:{seconds:02}"


def _chip(chip: dict[str, Any], replay: Replay) -> dict[str, Any]:
    return {
        "source": str(dict(EvidenceChip.Source.choices).get(chip["source"], "")),
        "clock": clock(chip["offset"]),
        "at": datetime.fromisoformat(chip["at"]),
        "text": chip["text"],
        "replay": replay(chip["offset"]),
    }
