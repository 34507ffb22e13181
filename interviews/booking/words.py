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
from interviews.booking.plans import Obstacle, Plan
from interviews.booking.services import moment
from interviews.kinds import SHORT_TITLES, RoundKind
from interviews.loops.line import Station

NOON, EVENING = 12, 17
"""Hours at which the morning ends and the evening begins."""


def plan_line(plan: Plan, people: dict[int, User], minutes: dict[str, int]) -> list[Station]:
    """A plan as a loop line: who and when, and how long where a state would stand."""
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
        )
        for slot in plan.slots
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
    elif not plan.other_pace and len(plans) > 1:
        words.append(_merit(plan, plans))
    return " ".join(word for word in words if word)


def _merit(plan: Plan, plans: Sequence[Plan]) -> str:
    """What this plan has over the others."""
    if plan.slots[-1].end == min(each.slots[-1].end for each in plans):
        return _("You are done soonest with this one.")
    if plan.slots[0].start == max(each.slots[0].start for each in plans):
        return _("It leaves you the most time to prepare.")
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
            "Each round has somebody free, but not all four in order with a break between them. "
            "Widen the window or the hours."
        )
    kind = RoundKind(obstacle.kind).label
    if obstacle.code == "nobody":
        return _(
            "%(kind)s: no peer offers this round yet. "
            "Invite a colleague to become one, or look again in a few days."
        ) % {"kind": kind}
    if obstacle.next_start is None:
        return ngettext(
            "%(kind)s: the one peer who offers it has no hour in this window or the four weeks after.",
            "%(kind)s: the %(count)s peers who offer it have no hour in this window or the four weeks after.",
            obstacle.peers,
        ) % {"kind": kind, "count": obstacle.peers}
    return _(
        "%(kind)s: no peer is free in this window. The first is on %(when)s: widen the window until then."
    ) % {
        "kind": kind,
        "when": written(
            moment(obstacle.next_start), timezone.get_current_timezone_name(), clock=current_clock()
        ),
    }


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
