"""The addresses of the preparation workspace, for the table of who gets what where."""

from typing import Any

from tests.access.arguments import claim, company, question, shared_story, story
from tests.access.world import World

L = "login"
# Who practises: not the interviewer, nor whoever only coaches.
CANDIDATES = (L, 200, 200, 404, 200, 404, 404, 200)
DONE_BY_CANDIDATES = tuple(302 if each == 200 else each for each in CANDIDATES)
OWN_PREPARATION = (L, 404, 200, 404, 404, 404, 404, 404)
OWN_PREPARATION_DONE = tuple(302 if each == 200 else each for each in OWN_PREPARATION)


def nothing(world: World) -> list[Any]:
    """No arguments."""
    return []


PREP_ROUTES: dict[str, tuple[Any, ...]] = {
    "prep:plan": (CANDIDATES,),
    "prep:tick": (DONE_BY_CANDIDATES, "post", nothing, lambda world: {"key": "step:car", "done": "1"}),
    "prep:plan_file": (CANDIDATES, "get", lambda world: ["csv"]),
    "prep:stories": (CANDIDATES,),
    "prep:stories_file": (CANDIDATES, "get", lambda world: ["csv"]),
    "prep:paste_stories": (
        tuple(422 if each == 200 else each for each in CANDIDATES),
        "post",
        nothing,
        lambda world: {"text": ""},
    ),
    "prep:import_stories": (CANDIDATES,),
    "prep:shared_stories": ((L, *(200,) * 7),),
    "prep:shared_story": ((L, 404, 404, 404, 404, 200, 404, 404), "get", shared_story),
    "prep:claims": (DONE_BY_CANDIDATES, "post", nothing, lambda world: {"claim": "Cut it by 30 %"}),
    "prep:claim": (OWN_PREPARATION_DONE, "post", claim, lambda world: {"version": 1, "claim": "?"}),
    "prep:claim_act": (OWN_PREPARATION_DONE, "post", claim, lambda world: {"act": "up"}),
    "prep:story": (OWN_PREPARATION, "get", story),
    "prep:story_row": (OWN_PREPARATION_DONE, "post", story, lambda world: {"version": 1}),
    "prep:row_checks": (OWN_PREPARATION, "get", story),
    "prep:story_checks": (OWN_PREPARATION, "get", story),
    "prep:story_act": (OWN_PREPARATION_DONE, "post", story, lambda world: {"act": "up"}),
    "prep:story_versions": (OWN_PREPARATION, "get", story),
    "prep:story_comment": (OWN_PREPARATION_DONE, "post", story, lambda world: {"text": "Well."}),
    "prep:companies": (CANDIDATES,),
    "prep:companies_file": (CANDIDATES, "get", lambda world: ["csv"]),
    "prep:company": (OWN_PREPARATION, "get", company),
    "prep:company_act": (OWN_PREPARATION_DONE, "post", company, lambda world: {"act": "up"}),
    "prep:questions": (CANDIDATES,),
    "prep:questions_file": (CANDIDATES, "get", lambda world: ["csv"]),
    "prep:question": (OWN_PREPARATION_DONE, "post", question, lambda world: {"version": 1, "text": "?"}),
    "prep:question_act": (OWN_PREPARATION_DONE, "post", question, lambda world: {"act": "up"}),
}
