"""The addresses of sketches, for the table of who gets what where."""

from typing import Any

from tests.access.arguments import a_sketch, a_sketch_of_each, live, person_id

L = "login"
CANDIDATES = (L, 200, 200, 404, 200, 404, 404, 200)
SKETCH_ROUTES: dict[str, tuple[Any, ...]] = {
    "interviews:sketches": (CANDIDATES,),
    "interviews:draw_sketches": (CANDIDATES, "get", a_sketch_of_each),
    "interviews:make_sketch": (
        (L, 302, 302, 404, 302, 404, 404, 302),
        "post",
        lambda world: [],
        lambda world: {"kind": "strong"},
    ),
    "interviews:coached_sketches": (
        (L, 404, 404, 404, 404, 200, 404, 404),
        "get",
        lambda world: [person_id(world, "candidate")],
    ),
    "interviews:change_sketch": (
        (L, 404, 302, 404, 404, 404, 404, 404),
        "post",
        a_sketch,
        lambda world: {"do": "clear"},
    ),
    "interviews:sketch_file": (
        (L, 404, 200, 404, 404, 200, 404, 404),
        "get",
        lambda world: [*a_sketch(world), "svg"],
    ),
    "interviews:sketch_in_round": (
        (L, 404, 302, 404, 404, 404, 404, 404),
        "post",
        live,
        lambda world: {"kind": "strong", "do": "show"},
    ),
}
