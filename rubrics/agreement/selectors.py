"""Reading what the newest computation found."""

from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from accounts.models import User
from rubrics.models import AgreementFigure, AgreementRun, RaterFigure


def latest_run() -> AgreementRun | None:
    """The computation whose figures are shown: the newest that is ready."""
    return AgreementRun.objects.filter(state=AgreementRun.State.READY).first()


def newest_run() -> AgreementRun | None:
    """The computation that was asked for last, whatever has become of it: pending, ready or failed."""
    return AgreementRun.objects.first()


def rater_figure(person: User) -> RaterFigure | None:
    """How a person scores, by the run that is shown; None for who had scored nothing by then."""
    return rater_figures([person]).get(person.pk)


def rater_figures(people: Iterable[User]) -> dict[int, RaterFigure]:
    """The same for several people, by their id; one query besides the run's."""
    run = latest_run()
    if run is None:
        return {}
    found = RaterFigure.objects.filter(run=run, rater__in=[person.pk for person in people])
    return {figure.rater_id: figure for figure in found.select_related("run")}


def figures(scope: str, keys: Collection[str] | None = None) -> QuerySet[AgreementFigure]:
    """Alpha of prompts, rubrics or cohorts by the run that is shown, a row for each metric.

    Args:
        scope: one of `AgreementFigure.Scope`.
        keys: slugs of prompts or rubrics, or ids of coaches as text; all when there are none given.
    """
    found = AgreementFigure.objects.filter(run=latest_run(), scope=scope)
    if keys is not None:
        found = found.filter(key__in=keys)
    return found.order_by("track_slug", "key", "metric")
