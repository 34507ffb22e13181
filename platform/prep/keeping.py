"""Writing what a candidate keeps: the same for every kind of thing, with its order, version and undo."""

from typing import Any, Literal, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import Conflict, DomainError
from prep.models import Kept
from prep.saving import check_version

K = TypeVar("K", bound=Kept)
Act = Literal["put_away", "bring_back", "up", "down"]
ACTS: tuple[Act, ...] = ("put_away", "bring_back", "up", "down")


def own(model: type[K], candidate: User, *, put_away: bool = False) -> Any:
    """The candidate's things of a kind in their order, or those put away, the latest first."""
    things = model._default_manager.filter(candidate=candidate, deleted_at__isnull=not put_away)
    return things.order_by("-deleted_at") if put_away else things.order_by("position", "created_at")


def access(
    model: type[K], candidate: User, thing_id: UUID, *, lock: bool = False, put_away: bool = False
) -> K:
    """One thing, for the candidate whose it is; with `lock`, its row is held until the transaction ends.

    Raises:
        Http404: for everybody else, and for what was put away unless that is asked for too.
    """
    things = model._default_manager.select_for_update(of=("self",)) if lock else model._default_manager.all()
    if not put_away:
        things = things.filter(deleted_at=None)
    thing = things.filter(pk=thing_id, candidate=candidate).first()
    if thing is None:
        raise Http404
    return thing


@transaction.atomic
def add(thing: K, *, most: int) -> K:
    """Keep a new thing, after all others of its kind.

    Args:
        thing: not saved yet, with its candidate.
        most: how many of its kind a candidate can have, those put away left out.

    Raises:
        DomainError: code "too_many".
    """
    # One at a time for each candidate: what is counted stays counted until this one is there.
    User.objects.select_for_update().get(pk=thing.candidate_id)
    there = own(type(thing), thing.candidate)
    if there.count() >= most:
        raise DomainError(
            _("You have %(most)s already. Put one away before you add another.") % {"most": most}, "too_many"
        )
    thing.position = (there.aggregate(last=Max("position"))["last"] or 0) + 1
    thing.save()
    return thing


@transaction.atomic
def save(model: type[K], *, candidate: User, thing_id: UUID, version: int, data: dict[str, Any]) -> K:
    """Keep what the candidate typed.

    Args:
        model: the kind of thing.
        candidate: whose it is.
        thing_id: which.
        version: of the thing that `data` was typed upon.
        data: fields by the model's names.

    Returns:
        The thing; unchanged when it says this already.

    Raises:
        Conflict: code "stale", another tab or device saved since; nothing is changed.
        Http404: it isn't the candidate's, or is put away.
    """
    thing = access(model, candidate, thing_id, lock=True)
    if all(getattr(thing, name) == value for name, value in data.items()):
        return thing
    check_version(saved=thing.version, typed_upon=version)
    for name, value in data.items():
        setattr(thing, name, value)
    thing.version += 1
    thing.save()
    return thing


@transaction.atomic
def act(model: type[K], *, candidate: User, thing_id: UUID, act: Act) -> K:
    """Put a thing away, bring it back, or move it by one place. Twice away or back is once.

    Raises:
        Conflict: it can't come back, because what may be there once is there again.
        Http404: it isn't the candidate's.
    """
    User.objects.select_for_update().get(pk=candidate.pk)
    thing = access(model, candidate, thing_id, lock=True, put_away=True)
    if act == "put_away" and thing.deleted_at is None:
        thing.deleted_at = timezone.now()
        thing.save(update_fields=["deleted_at", "updated_at"])
    elif act == "bring_back" and thing.deleted_at is not None:
        thing.deleted_at = None
        try:
            with transaction.atomic():
                thing.save(update_fields=["deleted_at", "updated_at"])
        except IntegrityError:
            raise Conflict(_("You have another one of this by now. Nothing was changed.")) from None
    elif act in ("up", "down") and thing.deleted_at is None:
        _move(model, thing, -1 if act == "up" else 1)
    return thing


def _move(model: type[K], thing: K, by: int) -> None:
    order = list(own(model, thing.candidate))
    place = next(place for place, each in enumerate(order) if each.pk == thing.pk)
    if not 0 <= place + by < len(order):
        return
    order.insert(place + by, order.pop(place))
    for position, each in enumerate(order, start=1):
        if each.position != position:
            model._default_manager.filter(pk=each.pk).update(position=position)
