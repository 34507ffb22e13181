"""Making and moving a plan, and ticking by hand."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import Conflict
from prep.models import Plan, PlanTick


@transaction.atomic
def save_plan(*, candidate: User, starts_on: date, weeks: int, version: int) -> Plan:
    """Set the first day and the length of a candidate's programme; what was ticked stays.

    Args:
        candidate: whose plan it is.
        starts_on: the first day, in the candidate's own zone.
        weeks: 1 to 8.
        version: that of the plan which the candidate saw, 0 when there was none.

    Raises:
        Conflict: the plan was changed meanwhile, to something else than this.
    """
    plan = Plan.objects.select_for_update().filter(candidate=candidate).first()
    if plan is None:
        try:
            with transaction.atomic():
                return Plan.objects.create(candidate=candidate, starts_on=starts_on, weeks=weeks)
        except IntegrityError:  # made in another tab at the same moment
            plan = Plan.objects.select_for_update().get(candidate=candidate)
    if (plan.starts_on, plan.weeks) == (starts_on, weeks):
        return plan
    if plan.version != version:
        raise Conflict(_("The plan was changed in another window meanwhile. Nothing was overwritten."))
    plan.starts_on, plan.weeks, plan.version = starts_on, weeks, plan.version + 1
    plan.save(update_fields=["starts_on", "weeks", "version", "updated_at"])
    return plan


def tick(*, candidate: User, key: str, done: bool) -> None:
    """Tick a step or a task by hand, or take the tick away. Twice is once."""
    if done:
        PlanTick.objects.get_or_create(candidate=candidate, key=key)
    else:
        PlanTick.objects.filter(candidate=candidate, key=key).delete()
