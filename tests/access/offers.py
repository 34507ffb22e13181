"""The addresses of the offer worksheet, for the table of who gets what where."""

from decimal import Decimal
from typing import Any

from interviews.models import Round
from prep.models import Offer
from prep.offers.services import share_offer, share_offer_in_round
from tests.access.world import World

L = "login"
OWN = (L, 404, 200, 404, 404, 404, 404, 404)
CANDIDATES = (L, 200, 200, 404, 200, 404, 404, 200)
DONE_BY_CANDIDATES = (L, 302, 302, 404, 302, 404, 404, 302)
COACHES = (L, 200, 404, 404, 404, 200, 200, 404)
ACTS = (L, 404, 302, 404, 404, 404, 404, 404)


def offer(world: World) -> list[Any]:
    """An offer of the candidate, with everything in it."""
    candidate = world.people["candidate"]
    assert candidate is not None
    return [
        Offer.objects.create(
            candidate=candidate,
            company="Northstar Pay",
            base=Decimal(210_000),
            sign_on=Decimal(30_000),
            equity=Decimal("0.03"),
            valuation=Decimal(1_000_000_000),
            fully_diluted=100_000_000,
            strike=Decimal("1.2"),
        ).pk
    ]


def shared(world: World) -> list[Any]:
    """The same, shared with the coach."""
    [found] = offer(world)
    candidate, coach = world.people["candidate"], world.people["coach"]
    assert candidate is not None
    assert coach is not None
    share_offer(candidate=candidate, offer_id=found, coach=coach)
    return [found]


def negotiated(world: World) -> list[Any]:
    """The candidate's live round, as an offer negotiation with an offer laid out."""
    [found] = offer(world)
    candidate, interviewer = world.people["candidate"], world.people["interviewer"]
    assert candidate is not None
    assert interviewer is not None
    Round.objects.filter(pk=world.live.pk).update(kind="negotiation")
    share_offer_in_round(candidate=candidate, offer_id=found, person=interviewer, round_id=world.live.pk)
    return [world.live.pk]


OFFER_ROUTES: dict[str, Any] = {
    "prep:offers": (CANDIDATES,),
    "prep:offer": (OWN, "get", offer),
    "prep:offer_figures": (OWN, "get", offer),
    "prep:offer_act": (ACTS, "post", offer, lambda world: {"action": "duplicate"}),
    "prep:outlook": (
        DONE_BY_CANDIDATES,
        "post",
        lambda world: [],
        lambda world: {"dilution": "20", "rounds": "2", "down": "0.5", "up": "2", "exit": "4"},
    ),
    "prep:rates": (
        DONE_BY_CANDIDATES,
        "post",
        lambda world: [],
        lambda world: {"currency": "EUR", "into": "USD", "rate": "1.08", "as_of": "2026-11-02"},
    ),
    "prep:offers_file": (CANDIDATES, "get", lambda world: ["json"]),
    "prep:counter": (OWN, "get", offer),
    "prep:what_if": (OWN, "get", offer),
    "prep:offer_sharing": (OWN, "get", offer),
    "interviews:round_offers": ((L, 404, 200, 200, 404, 404, 404, 404), "get", negotiated),
    "prep:shared_offers": (COACHES,),
    "prep:shared_offer": ((L, 404, 404, 404, 404, 200, 404, 404), "get", shared),
}
