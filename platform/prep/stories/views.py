"""The story sheet: the grid, one story's page, versions, comments, claims, and what goes in and out."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import AccessEntry, User
from accounts.trail.services import note
from common.errors import DomainError
from common.requests import first_error
from prep import keeping
from prep.access import access_workspace
from prep.acting import act_on
from prep.files import file_response
from prep.keeping import own
from prep.models import Claim, Story
from prep.saved_views import posted
from prep.stories import printed, selectors, services
from prep.stories.access import access_shared_story
from prep.stories.comments import comment_context, say
from prep.stories.forms import (
    ClaimForm,
    ImportForm,
    NewClaimForm,
    PasteForm,
    RowForm,
    StoryForm,
    claim_values,
    row_values,
    story_values,
)
from prep.stories.words import limits


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stories(request: HttpRequest) -> HttpResponse:
    """The grid; POST adds a row."""
    candidate = access_workspace(request.user)
    if request.method == "POST":
        try:
            services.add_story(candidate=candidate)
        except DomainError as error:
            messages.error(request, error.message)
        return redirect("prep:stories")
    return _sheet(request, candidate)


@login_required
@require_POST
def row(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Save one row of the grid."""
    candidate = access_workspace(request.user)
    keeping.access(Story, candidate, story_id)
    return posted(
        request,
        RowForm(request.POST, auto_id=f"id_{story_id}_%s"),
        save=lambda form, version: services.save_story(
            candidate=candidate, story_id=story_id, version=version, data=form.data_typed()
        ),
        saved=lambda: (keeping.access(Story, candidate, story_id), row_values),
        show=lambda form, status=200, **more: _sheet(
            request, candidate, form=form, at=story_id, status=status, **more
        ),
        back="prep:stories",
    )


@login_required
@require_safe
def row_checks(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """What the checks say of one row, to put beside it once it is saved."""
    candidate = access_workspace(request.user)
    found = selectors.story_row(keeping.access(Story, candidate, story_id))
    return render(request, "prep/stories/_row_checks.html", {"row": found})


@login_required
@require_POST
def paste(request: HttpRequest) -> HttpResponse:
    """Put cells from a spreadsheet into the grid; asked by script, which then shows the page anew."""
    candidate = access_workspace(request.user)
    form = PasteForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"message": first_error(form)}, status=422)
    given = form.cleaned_data
    try:
        count = services.paste(
            candidate=candidate, story_id=given["story"], column=given["column"], rows=given["text"]
        )
    except DomainError as error:
        return JsonResponse({"message": error.message}, status=422)
    messages.success(
        request,
        ngettext(
            "%(count)s row was pasted. What stood there is in its versions.",
            "%(count)s rows were pasted. What stood there is in their versions.",
            count,
        )
        % {"count": count},
    )
    return JsonResponse({"rows": count})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def story(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """One story: both forms, its checks, comments and versions."""
    candidate = access_workspace(request.user)
    found = keeping.access(Story, candidate, story_id)

    def show(form: StoryForm, status: int = 200, **more: Any) -> HttpResponse:
        context = {"form": form, "may_remove_all": True, **_reading(found), **more}
        return render(request, "prep/stories/story.html", context, status=status)

    if request.method != "POST":
        return show(StoryForm(initial=story_values(found)))
    return posted(
        request,
        StoryForm(request.POST),
        save=lambda form, version: services.save_story(
            candidate=candidate, story_id=story_id, version=version, data=form.data_typed()
        ),
        saved=lambda: (keeping.access(Story, candidate, story_id), story_values),
        show=show,
    )


@login_required
@require_safe
def story_checks(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """All checks of one story, to put beside it once it is saved."""
    candidate = access_workspace(request.user)
    return render(request, "prep/stories/_checks.html", _reading(keeping.access(Story, candidate, story_id)))


@login_required
@require_POST
def story_act(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Put a story away, bring it back, or move it."""
    return act_on(request, Story, story_id, "prep:stories")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def versions(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """What a story said before, with what changed; POST has it say so again."""
    candidate = access_workspace(request.user)
    found = keeping.access(Story, candidate, story_id)
    number = request.POST.get("number", "")
    if request.method == "POST":
        try:
            services.restore(
                candidate=candidate, story_id=story_id, number=int(number) if number.isdecimal() else 0
            )
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("It says that again. What it said until now is a version too."))
        return redirect("prep:story", story_id=story_id)
    context = {"story": found, "versions": selectors.versions_of(found), "labels": printed.labels()}
    return render(request, "prep/stories/versions.html", context)


@login_required
@require_POST
def comment(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Answer under one's own story, take a comment away or bring it back."""
    candidate = access_workspace(request.user)
    say(request, keeping.access(Story, candidate, story_id), candidate)
    return redirect("prep:story", story_id=story_id)


@login_required
@require_safe
def shared_stories(request: HttpRequest) -> HttpResponse:
    """The stories that a coach's candidates share with them."""
    person = cast(User, request.user)
    return render(request, "prep/stories/shared_list.html", {"stories": selectors.shared_with(person)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def shared_story(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """One of them, to read and to say something to."""
    person = cast(User, request.user)
    found = access_shared_story(person, story_id)
    if request.method == "POST":
        say(request, found, person)
        return redirect("prep:shared_story", story_id=story_id)
    note(
        candidate=found.candidate, actor=person, what=AccessEntry.What.PLAN, target=_("A story of the sheet")
    )
    context = {**_reading(found), "labels": printed.labels(), "texts": selectors.texts_of(found)}
    return render(request, "prep/stories/shared.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_stories(request: HttpRequest) -> HttpResponse:
    """Take rows in from a spreadsheet or a CSV file."""
    candidate = access_workspace(request.user)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        rows = form.cleaned_data["rows"]
        try:
            services.add_stories(candidate=candidate, rows=rows)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            count = len(rows)
            said = ngettext("%(count)s row was added.", "%(count)s rows were added.", count)
            messages.success(request, said % {"count": count})
            return redirect("prep:stories")
    return render(request, "prep/stories/import.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_safe
def stories_file(request: HttpRequest, form: str) -> HttpResponse:
    """The sheet to take away, as "pdf", "csv" or "json"."""
    candidate = access_workspace(request.user)
    rows = [selectors.texts_of(each) for each in own(Story, candidate)]
    return file_response(
        form,
        name="stories",
        columns=list(printed.labels()),
        rows=rows,
        sheet=printed.sheet(rows, list(own(Claim, candidate)), candidate.shown_name),
    )


@login_required
@require_POST
def claims(request: HttpRequest) -> HttpResponse:
    """Begin a claim."""
    candidate = access_workspace(request.user)
    form = NewClaimForm(request.POST)
    if not form.is_valid():
        return _sheet(request, candidate, new_claim=form, status=422)
    try:
        services.add_claim(candidate=candidate, **form.cleaned_data)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("prep:stories")


@login_required
@require_POST
def claim(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Save one claim."""
    candidate = access_workspace(request.user)
    keeping.access(Claim, candidate, claim_id)
    return posted(
        request,
        ClaimForm(request.POST, auto_id=f"id_{claim_id}_%s"),
        save=lambda form, version: keeping.save(
            Claim, candidate=candidate, thing_id=claim_id, version=version, data=form.data_typed()
        ),
        saved=lambda: (keeping.access(Claim, candidate, claim_id), claim_values),
        show=lambda form, status=200, **more: _sheet(
            request, candidate, form=form, at=claim_id, status=status, **more
        ),
        back="prep:stories",
    )


@login_required
@require_POST
def claim_act(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Put a claim away, bring it back, or move it."""
    return act_on(request, Claim, claim_id, "prep:stories")


def _reading(found: Story) -> dict[str, Any]:
    """What every page of one story shows."""
    return {
        "story": found,
        "row": selectors.story_row(found),
        "car": selectors.car_checks(found),
        **comment_context(found),
        "limits": limits(),
    }


def _sheet(
    request: HttpRequest,
    candidate: User,
    *,
    form: Any = None,
    at: UUID | None = None,
    new_claim: NewClaimForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The whole sheet; with the row or the claim that could not be saved as it was typed."""
    rows = [
        {
            "row": each,
            "form": form
            if each.story.pk == at
            else RowForm(initial=row_values(each.story), auto_id=f"id_{each.story.pk}_%s"),
            **(more if each.story.pk == at else {}),
        }
        for each in selectors.story_rows(candidate)
    ]
    kept = [
        {
            "claim": each,
            "checks": selectors.claim_checks(each),
            "form": form
            if each.pk == at
            else ClaimForm(initial=claim_values(each), auto_id=f"id_{each.pk}_%s"),
            **(more if each.pk == at else {}),
        }
        for each in own(Claim, candidate)
    ]
    context = {
        "rows": rows,
        "ready": sum(each["row"].ready for each in rows),
        "claims": kept,
        "new_claim": new_claim or NewClaimForm(auto_id="new_claim_%s"),
        "put_away": own(Story, candidate, put_away=True),
        "claims_away": own(Claim, candidate, put_away=True),
        "limits": limits(),
    }
    return render(request, "prep/stories/sheet.html", context, status=status)
