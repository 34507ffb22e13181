"""Word by mail of what a coach adds to a debrief; never what an annotation says."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from common.mail import drop, owe
from common.zones import written
from interviews.calendar.words import address
from interviews.kinds import RoundKind
from rubrics.models import Annotation, AssignedDrill, RaterAsk


def owe_annotated(annotation: Annotation) -> None:
    """Owe the candidate word that a coach wrote on their debrief: once a day and debrief."""
    candidate, author = annotation.loop.candidate, annotation.author
    url = address(reverse("rubrics:debrief", args=[annotation.loop_id]))
    with override(settings.LANGUAGE_CODE):
        owe(
            key=f"annotated:{annotation.loop_id}:{candidate.pk}:{timezone.now():%Y-%m-%d}",
            to=candidate.email,
            subject=_("%(name)s wrote on your debrief") % {"name": author.shown_name},
            text=_(
                "%(name)s wrote something on your debrief. You read it there, in its place:\n\n%(url)s\n\n"
                "You get one such mail a day at most.\n"
            )
            % {"name": author.shown_name, "url": url},
        )


def owe_assigned(drill: AssignedDrill) -> None:
    """Owe the candidate word of a drill to do."""
    values = {
        "name": drill.coach.shown_name,
        "title": drill.drill["title"],
        "minutes": drill.drill.get("minutes", ""),
        "url": address(reverse("rubrics:drill", args=[drill.pk])),
    }
    with override(settings.LANGUAGE_CODE):
        lines = [
            _("%(name)s gives you a drill to do: %(title)s (%(minutes)s minutes).") % values,
            *([_("Until %(day)s.") % {"day": date_format(drill.due_on, "D j M Y")}] if drill.due_on else []),
            *([drill.why] if drill.why else []),
            *(["", _("%(name)s writes:") % values, drill.word] if drill.word else []),
            "",
            _("What to do, and what good looks like: %(url)s") % values,
        ]
        owe(
            key=f"{_key(drill)}assigned",
            to=drill.candidate.email,
            subject=_("A drill from %(name)s: %(title)s") % values,
            text="\n".join(lines) + "\n",
        )


def drop_assigned(drill: AssignedDrill) -> None:
    """Let go of the mail about a drill that was taken back, if it is still here."""
    drop(key_prefix=_key(drill))


def owe_done(drill: AssignedDrill) -> None:
    """Owe the coach word that a drill was done."""
    values = {
        "name": drill.candidate.shown_name,
        "title": drill.drill["title"],
        "url": address(reverse("rubrics:drill", args=[drill.pk])),
    }
    with override(settings.LANGUAGE_CODE):
        owe(
            key=f"{_key(drill)}done",
            to=drill.coach.email,
            subject=_("%(name)s did a drill: %(title)s") % values,
            text=_("%(name)s ticked “%(title)s” as done.\n\n%(url)s\n") % values,
        )


def owe_rater_asked(ask: RaterAsk) -> None:
    """Owe the peer the question, and the candidate word that somebody is asked, whom they can stop."""
    candidate = ask.round.loop.candidate
    with override(settings.LANGUAGE_CODE):
        values = _values(ask)
        peer = [
            _("%(coach)s asks you for a card of your own of “%(kind)s” with %(candidate)s.") % values,
            _when(ask, ask.peer),
            *(["", _("%(coach)s writes:") % values, ask.word] if ask.word else []),
            "",
            _("Say yes or no: %(url)s") % values,
            _("It is open until %(when)s.")
            % {"when": written(ask.expires_at, ask.peer.timezone, clock=ask.peer.clock)},
        ]
        owe(
            key=f"{_rater_key(ask)}asked",
            to=ask.peer.email,
            subject=_("Score a round with your own eyes: %(kind)s") % values,
            text="\n".join(peer) + "\n",
        )
        told = [
            _("%(coach)s, your coach, asked %(peer)s to score your round “%(kind)s” as well.") % values,
            _("%(peer)s sees nothing before saying yes; then its board, its prompt and its replay.") % values,
            "",
            _("You can stop it at any time: %(url)s") % values,
        ]
        owe(
            key=f"{_rater_key(ask)}told",
            to=candidate.email,
            subject=_("Another rater is asked for your round: %(kind)s") % values,
            text="\n".join(told) + "\n",
        )


def owe_rater_answer(ask: RaterAsk) -> None:
    """Owe the coach the peer's answer, and the candidate a yes."""
    yes = ask.state == RaterAsk.State.ACCEPTED
    with override(settings.LANGUAGE_CODE):
        values = _values(ask)
        said = (
            _("%(peer)s scores “%(kind)s” of %(candidate)s as well.")
            if yes
            else _("%(peer)s can’t score “%(kind)s” of %(candidate)s.")
        )
        owe(
            key=f"{_rater_key(ask)}answer:{ask.state}",
            to=ask.coach.email,
            subject=(said % values).rstrip("."),
            text=f"{said % values}\n\n{values['debrief']}\n",
        )
        if yes:
            owe(
                key=f"{_rater_key(ask)}yes",
                to=ask.round.loop.candidate.email,
                subject=_("%(peer)s scores your round as well: %(kind)s") % values,
                text=_(
                    "%(peer)s said yes to %(coach)s and scores “%(kind)s”. Once the card is in, your debrief "
                    "gets a new revision.\n\nYou can stop it until then: %(url)s\n"
                )
                % values,
            )


def owe_rater_withdrawn(ask: RaterAsk, *, actor: User | None) -> None:
    """Let go of what is not sent yet, and owe the others word that it was stopped, and by whom."""
    drop(key_prefix=f"{_rater_key(ask)}")
    with override(settings.LANGUAGE_CODE):
        values = _values(ask) | {"actor": actor.shown_name if actor else _("The product")}
        for person in (ask.peer, ask.coach):
            if actor is not None and person.pk == actor.pk:
                continue
            owe(
                key=f"{_rater_key(ask)}withdrawn:{person.pk}",
                to=person.email,
                subject=_("No card is wanted any more: %(kind)s of %(candidate)s") % values,
                text=_(
                    "%(actor)s stopped that %(peer)s scores “%(kind)s” of %(candidate)s. What was handed in "
                    "stays; nothing else is asked.\n"
                )
                % values,
            )


def _when(ask: RaterAsk, reader: User) -> str:
    start = written(ask.round.starts_at, reader.timezone, clock=reader.clock)
    if ask.round.closed_at is not None:
        return _("It took place on %(when)s; you score it from its prompt, board and replay.") % {
            "when": start
        }
    return _("It is on %(when)s; you watch it without taking part.") % {"when": start}


def _values(ask: RaterAsk) -> dict[str, str]:
    return {
        "coach": ask.coach.shown_name,
        "peer": ask.peer.shown_name,
        "candidate": ask.round.loop.candidate.shown_name,
        "kind": str(RoundKind(ask.round.kind).label),
        "url": address(reverse("rubrics:rater_ask", args=[ask.pk])),
        "debrief": address(reverse("rubrics:debrief", args=[ask.round.loop_id])),
    }


def _key(drill: AssignedDrill) -> str:
    return f"drill:{drill.pk}:"


def _rater_key(ask: RaterAsk) -> str:
    return f"rater-ask:{ask.pk}:"
