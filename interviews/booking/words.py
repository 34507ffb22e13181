"""Plans and obstacles in words."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from common.clock import current_clock
from common.zones import written
from interviews.booking.plans import Obstacle, Plan, Single
from interviews.booking.services import moment
from interviews.kinds import SHORT_TITLES, RoundKind
from interviews.loops.line import Station

NOON, EVENING = 12, 17
"""Hours at which the morning ends and the evening begins."""


def plan_line(plan: Plan, people: dict[int, User], minutes: dict[str, int]) -> list[Station]:
    """A plan as a loop line: who, who would step in, when, and how long where a state would stand."""
    standbys = plan.standbys or (None,) * len(plan.slots)
    return [
        Station(
            kind=slot.kind,
            title=SHORT_TITLES[RoundKind(slot.kind)],
            state="quiet",
            word=_("%(minutes)s min") % {"minutes": minutes[slot.kind]},
            who=people[slot.peer].shown_name,
            when=moment(slot.start),
            url="",
            here=False,
            note=_("Standby: %(name)s") % {"name": people[key].shown_name} if key in people else "",
        )
        for slot, key in zip(plan.slots, standbys, strict=True)
    ]


def plan_title(plan: Plan) -> str:
    """On which days, in the viewer's zone."""
    first, last = _day(plan.slots[0].start), _day(plan.slots[-1].start)
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}


def plan_reason(plan: Plan, plans: Sequence[Plan], people: dict[int, User]) -> str:
    """One line on why this plan is offered beside the others, or what it could not keep."""
    words = [_shape(plan)]
    if plan.shared_interviewer:
        taken = [slot.peer for slot in plan.slots]
        twice = next(people[key].shown_name for key in taken if taken.count(key) > 1)
        words.append(_("%(name)s interviews more than once: too few peers are free.") % {"name": twice})
    if plan.outside_hours:
        words.append(_("Not all of it within your hours: nobody is free there."))
    elif plan.other_breaks and not plan.other_pace:
        words.append(_("The time between the rounds is not quite what you asked for."))
    if len(plans) > 1:
        words.append(_merit(plan))
    return " ".join(word for word in words if word)


def _merit(plan: Plan) -> str:
    """What this plan has over the others: one thing, the one that helps most to choose."""
    merits = {
        "soonest": _("You are done soonest with this one."),
        "latest": _("It leaves you the most time to prepare."),
        "unmet": _("It has the most people you have not met."),
        "shortest": _("It takes the least time from first to last."),
        "backed": _("The only one with a standby for every round."),
        "spared": _("Its interviewers have the least to do around then."),
    }
    for reason, words in merits.items():
        if reason in plan.reasons:
            return words
    hours = [timezone.localtime(moment(slot.start)).hour for slot in plan.slots]
    if max(hours) < NOON:
        return _("Always in the morning.")
    if min(hours) >= NOON and max(hours) < EVENING:
        return _("Always in the afternoon.")
    if min(hours) >= EVENING:
        return _("Always in the evening.")
    return ""


def obstacle_words(obstacle: Obstacle) -> str:
    """What stands in the way, and what to do about it."""
    if obstacle.code == "together":
        return _(
            "Each round has somebody free, but not all of them together with a break between. "
            "Widen the window or the hours."
        )
    if obstacle.code == "order":
        return _("The rounds fit in another order: let the order be free, and there are plans.")
    kind = str(RoundKind(obstacle.kind).label)
    if obstacle.code == "nobody":
        return _(
            "%(kind)s: no peer offers this round yet. "
            "Invite a colleague to become one, or look again in a few days."
        ) % {"kind": kind}
    if obstacle.code == "uncalibrated":
        return _no_calibrated(obstacle, kind)
    if obstacle.code == "not_in_hours":
        return _(
            "%(kind)s: no peer within your hours in this window. The first at another hour is on %(when)s."
        ) % {"kind": kind, "when": _when(obstacle.next_start)}
    if obstacle.code == "too_early":
        return " ".join(word for word in (_too_early(obstacle, kind), _next(obstacle)) if word)
    words = (_none_free(obstacle, kind), _why(obstacle), _not_calibrated_too(obstacle), _next(obstacle))
    return " ".join(word for word in words if word)


def single_words(single: Single) -> str:
    """A round that could be booked on its own, and from when on."""
    return _("%(kind)s, from %(when)s") % {
        "kind": RoundKind(single.kind).label,
        "when": _when(single.start),
    }


def _none_free(obstacle: Obstacle, kind: str) -> str:
    if obstacle.next_start is None:
        return ngettext(
            "%(kind)s: the one peer who offers it has no hour in this window or the four weeks after.",
            "%(kind)s: the %(count)s peers who offer it have no hour in this window or the four weeks after.",
            obstacle.peers,
        ) % {"kind": kind, "count": obstacle.peers}
    return _("%(kind)s: no peer before %(when)s.") % {"kind": kind, "when": _when(obstacle.next_start)}


def _no_calibrated(obstacle: Obstacle, kind: str) -> str:
    """Nobody who offers a kind has shown yet that they score like others."""
    count = ngettext(
        "%(count)s peer offers it and has still to score samples like the agreed scores first.",
        "%(count)s peers offer it and have still to score samples like the agreed scores first.",
        obstacle.peers,
    ) % {"count": obstacle.peers}
    return _(
        "%(kind)s: there is no calibrated peer for this round yet. %(count)s "
        "Look again in a few days, or ask somebody you know by a personal link: that is always possible."
    ) % {"kind": kind, "count": count}


def _not_calibrated_too(obstacle: Obstacle) -> str:
    """Who would come to those who can be booked once they are calibrated."""
    if not obstacle.uncalibrated:
        return ""
    return ngettext(
        "%(count)s more offers it but is not calibrated for it yet.",
        "%(count)s more offer it but are not calibrated for it yet.",
        obstacle.uncalibrated,
    ) % {"count": obstacle.uncalibrated}


def _too_early(obstacle: Obstacle, kind: str) -> str:
    return _(
        "%(kind)s: the rounds before it leave time for it from %(after)s on, "
        "but the last hour with a free peer is %(last)s."
    ) % {"kind": kind, "after": _when(obstacle.after), "last": _when(obstacle.last_start)}


def _why(obstacle: Obstacle) -> str:
    """What keeps each of the peers, in numbers, where there is more to it than their hours."""
    if obstacle.away == obstacle.peers:
        return ""
    counted = (
        (
            obstacle.away,
            ngettext("%(count)s has no hours then", "%(count)s have no hours then", obstacle.away),
        ),
        (
            obstacle.full,
            ngettext("%(count)s is booked or full", "%(count)s are booked or full", obstacle.full),
        ),
        (
            obstacle.notice,
            ngettext("%(count)s wants longer notice", "%(count)s want longer notice", obstacle.notice),
        ),
        (
            obstacle.clash,
            ngettext(
                "%(count)s is free only while you have a round",
                "%(count)s are free only while you have a round",
                obstacle.clash,
            ),
        ),
    )
    parts = [words % {"count": count} for count, words in counted if count]
    return _("Of those who offer it: %(parts)s.") % {"parts": ", ".join(parts)}


def _next(obstacle: Obstacle) -> str:
    """What to do about it."""
    if obstacle.next_start is None:
        return _("Invite a colleague to become a peer.")
    if obstacle.code == "too_early":
        return _("The next one after is %(when)s: widen the window until then.") % {
            "when": _when(obstacle.next_start)
        }
    if obstacle.in_hours:
        return _("Widen the window until then, or invite a peer.")
    return _("That is outside your hours: widen them and the window, or invite a peer.")


def _when(quarter: int | None) -> str:
    """A moment in the viewer's zone and clock."""
    assert quarter is not None
    return written(moment(quarter), timezone.get_current_timezone_name(), clock=current_clock())


def _shape(plan: Plan) -> str:
    days = [_day(slot.start) for slot in plan.slots]
    if len(set(days)) == 1:
        return _("All on one day, %(length)s from first to last.") % {"length": _hours(_length(plan))}
    if len(set(days)) == len(days):
        dates = [timezone.localtime(moment(slot.start)).date() for slot in plan.slots]
        if all((after - before).days > 1 for before, after in pairwise(dates)):
            return _("Each round on a day of its own, with a day off between.")
        return _("Each round on a day of its own.")
    return ngettext("On %(count)s day.", "Over %(count)s days.", len(set(days))) % {"count": len(set(days))}


def _length(plan: Plan) -> timedelta:
    return moment(plan.slots[-1].end) - moment(plan.slots[0].start)


def _hours(length: timedelta) -> str:
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    if not minutes:
        return _("%(hours)s h") % {"hours": hours}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes}


def _day(quarter: int) -> str:
    return written(moment(quarter), timezone.get_current_timezone_name(), "day")
