"""Steps and tasks of the programme in words, and where they are done."""

from typing import NamedTuple

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class StepWords(NamedTuple):
    """A step: title, what it is for, the address where it is done, and the words of the link there."""

    title: Promise
    why: Promise
    name: str
    button: Promise


class TaskWords(NamedTuple):
    """A task: title, what exactly to do, the address and the words of the link there."""

    title: Promise
    how: Promise
    name: str
    button: Promise


STEPS: dict[str, StepWords] = {
    "stories": StepWords(
        _("Story sheet"),
        _("Five stories that go from an AI project over a settlement problem to a measured impact."),
        "prep:stories",
        _("Open the story sheet"),
    ),
    "car": StepWords(
        _("CAR stories"),
        _("Three told as context, action, result, each ending in the product consequence."),
        "prep:stories",
        _("Open the story sheet"),
    ),
    "sketches": StepWords(
        _("Two sketches"),
        _("One strong and latency-first, one eventual and cost-first, to argue from."),
        "interviews:sketches",
        _("Open the sketches"),
    ),
    "companies": StepWords(
        _("Three target companies"),
        _("How each of them settles, what it launched lately, whom you know there."),
        "prep:companies",
        _("Open the companies"),
    ),
    "questions": StepWords(
        _("Questions for the hiring manager"),
        _("Five that show you know how settlement is measured."),
        "prep:questions",
        _("Open the questions"),
    ),
    "loops": StepWords(
        _("Two full mock loops"),
        _("With peers who challenge your judgement; the second should be visibly better."),
        "interviews:book",
        _("Book a loop"),
    ),
    "offers": StepWords(
        _("Offer worksheet"),
        _("What an offer is worth over four years, and the counter you would make."),
        "prep:offers",
        _("Open the worksheet"),
    ),
}

TASKS: dict[str, TaskWords] = {
    "first_stories": TaskWords(
        _("Write your first two stories"),
        _("Your two strongest projects. A story that stops at the model or the tools isn't ready yet."),
        "prep:stories",
        _("Write a story"),
    ),
    "more_stories": TaskWords(
        _("Bring the story sheet to five"),
        _("Each with a number that has a unit, and what it was before and after."),
        "prep:stories",
        _("Open the story sheet"),
    ),
    "first_car": TaskWords(
        _("Tell one as a CAR story"),
        _("Choosing between two technical approaches is asked most. End with the product consequence."),
        "prep:stories",
        _("Open the story sheet"),
    ),
    "strong_sketch": TaskWords(
        _("Sketch the strong, latency-first design"),
        _("From acceptance to funds in sight, with a latency budget that adds up."),
        "interviews:sketches",
        _("Draw it"),
    ),
    "eventual_sketch": TaskWords(
        _("Sketch the eventual, cost-first design"),
        _("Say what it does to latency, cost and the work of reconciliation."),
        "interviews:sketches",
        _("Draw it"),
    ),
    "companies": TaskWords(
        _("Research three companies"),
        _("Their settlement architecture, what they launched, who works there."),
        "prep:companies",
        _("Open the companies"),
    ),
    "more_car": TaskWords(
        _("Bring the CAR stories to three"),
        _("One of them about a decision you would take back."),
        "prep:stories",
        _("Open the story sheet"),
    ),
    "first_loop": TaskWords(
        _("Sit your first full loop"),
        _("Four rounds with peers. Book it early: hours fill up."),
        "interviews:book",
        _("Book a loop"),
    ),
    "first_debrief": TaskWords(
        _("Read the debrief"),
        _("Take its three actions before the next loop."),
        "rubrics:debriefs",
        _("Open the debriefs"),
    ),
    "rework_stories": TaskWords(
        _("Rework what the debrief found"),
        _("Two stories and the weaker sketch. Tick this when you have been through them."),
        "prep:stories",
        _("Open the story sheet"),
    ),
    "questions": TaskWords(
        _("Choose your questions for the hiring manager"),
        _("Five, in your own words."),
        "prep:questions",
        _("Open the questions"),
    ),
    "second_loop": TaskWords(
        _("Sit your second full loop"),
        _("With other people where you can."),
        "interviews:book",
        _("Book a loop"),
    ),
    "second_debrief": TaskWords(
        _("Compare the two debriefs"),
        _("What changed by more than noise, and what stayed."),
        "rubrics:debriefs",
        _("Open the debriefs"),
    ),
    "offer": TaskWords(
        _("Fill in the offer worksheet"),
        _("With an offer you have or one you expect, so that you know your counter before you need it."),
        "prep:offers",
        _("Open the worksheet"),
    ),
}


def address(name: str) -> str:
    """Where a step or a task is done; "" where this installation has no such place."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
