"""What the list of debriefs shows for an address; the page's and the exports' one way to read it."""

from collections.abc import Callable
from typing import Any, TypedDict
from uuid import UUID

from django.http import QueryDict

from accounts.models import User
from rubrics.history import selectors
from rubrics.history.forms import FilterForm
from rubrics.history.rows import rows
from rubrics.models import SavedView


class Offers(TypedDict):
    """What a filter may ask for, as `FilterForm` takes it."""

    people: list[tuple[int, str]]
    tracks: list[tuple[str, str]]
    criteria: list[tuple[str, list[tuple[str, str]]]]
    title_of: Callable[[str], str | None]


def offers(user: User) -> Offers:
    """What a person may ask for: three queries."""
    return Offers(
        people=selectors.people_of(user),
        tracks=selectors.tracks(),
        criteria=selectors.criteria(),
        title_of=selectors.criterion_title,
    )


def filter_form(user: User, data: QueryDict) -> FilterForm:
    """The filter that an address asks for, over what a person may ask."""
    return FilterForm(data, **offers(user))


def context(user: User, data: QueryDict) -> dict[str, Any]:
    """Everything that the page of the list needs: the filter, one page of rows, the person's views."""
    form = filter_form(user, data)
    wanted = form.wanted()
    everything = selectors.debriefs_of(user)
    found = selectors.ordered(selectors.found(everything, wanted, form.people), wanted)
    page = selectors.page(found, data.get("page"), wanted.get("size", selectors.SIZES[0]))
    views = list(SavedView.objects.filter(person=user, deleted_at=None))
    view = next((each for each in views if str(each.pk) == data.get("view")), None)
    query = form.query()
    return {
        "form": form,
        "page": page,
        "rows": rows(list(page), wanted, readable=everything),
        "sentence": form.sentence(page.paginator.count),
        "count_words": form.count_words(page.paginator.count),
        "score_title": form.score_title(),
        "words": form.words(),
        "query": query,
        "filtered": form.filtered,
        "any": page.paginator.count > 0 or everything.exists(),
        "heads": {
            "candidate": form.sorting("candidate"),
            "held": form.sorting("held", falling_first=True),
            "lowest": form.sorting("lowest"),
            "state": form.sorting("state"),
        },
        "views": views,
        "view": view,
        "view_part": f"&view={view.pk}" if view else "&view=",
        "changed": view is not None and view.query != query,
        "same": next((each for each in views if each.query == query), None),
        "coach": user.is_coach,
    }


def default_view(user: User) -> SavedView | None:
    """The view that the list opens with, if a person chose one."""
    return SavedView.objects.filter(person=user, is_default=True, deleted_at=None).first()


def address(view: SavedView) -> str:
    """A view's part of the address after "?"."""
    return f"{view.query}&view={view.pk}".lstrip("&")


def given_uuid(text: str | None) -> UUID | None:
    """An id from an address, None where it is none."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
