"""Target companies and questions for the hiring manager."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from common.errors import DomainError
from prep import keeping
from prep.access import access_workspace
from prep.acting import act_on
from prep.companies import printed, selectors, services
from prep.companies.forms import (
    CompanyForm,
    NewCompanyForm,
    NewQuestionForm,
    QuestionForm,
    company_values,
    question_values,
)
from prep.files import file_response
from prep.keeping import own
from prep.models import Company, Question
from prep.saved_views import posted


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def companies(request: HttpRequest) -> HttpResponse:
    """All target companies; POST begins another one."""
    candidate = access_workspace(request.user)
    form = NewCompanyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            company = services.add_company(candidate=candidate, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            return redirect("prep:company", company_id=company.pk)
    context = {
        "rows": selectors.company_rows(candidate),
        "put_away": own(Company, candidate, put_away=True),
        "form": form,
    }
    return render(request, "prep/companies/list.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def company(request: HttpRequest, company_id: UUID) -> HttpResponse:
    """One company's card, saved while one types."""
    candidate = access_workspace(request.user)
    found = keeping.access(Company, candidate, company_id)

    def show(form: CompanyForm, status: int = 200, **more: Any) -> HttpResponse:
        lacking = selectors.lacking_words(found)
        context = {"company": found, "form": form, "lacking": lacking, **more}
        return render(request, "prep/companies/company.html", context, status=status)

    if request.method != "POST":
        return show(CompanyForm(initial=company_values(found)))
    return posted(
        request,
        CompanyForm(request.POST),
        save=lambda form, version: keeping.save(
            Company, candidate=candidate, thing_id=company_id, version=version, data=form.company_data()
        ),
        saved=lambda: (keeping.access(Company, candidate, company_id), company_values),
        show=show,
    )


@login_required
@require_POST
def company_act(request: HttpRequest, company_id: UUID) -> HttpResponse:
    """Put a company away, bring it back, or move it."""
    return act_on(request, Company, company_id, "prep:companies")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest) -> HttpResponse:
    """All questions, and the starter set; POST begins one, or takes one of the set over."""
    candidate = access_workspace(request.user)
    starter = request.POST.get("starter", "")
    form = NewQuestionForm(request.POST if request.POST and not starter else None)
    if request.method == "POST" and (starter or form.is_valid()):
        try:
            if starter:
                services.take_starter(candidate=candidate, key=starter)
            else:
                services.add_question(candidate=candidate, **form.cleaned_data)
        except DomainError as error:
            messages.error(request, error.message)
        return redirect("prep:questions")
    return _questions(request, candidate, new=form)


@login_required
@require_POST
def question(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """Save one question."""
    candidate = access_workspace(request.user)
    keeping.access(Question, candidate, question_id)

    def show(form: QuestionForm, status: int = 200, **more: Any) -> HttpResponse:
        return _questions(request, candidate, form=form, status=status, **more)

    return posted(
        request,
        QuestionForm(request.POST, companies=list(own(Company, candidate)), auto_id=f"id_{question_id}_%s"),
        save=lambda form, version: keeping.save(
            Question, candidate=candidate, thing_id=question_id, version=version, data=form.question_data()
        ),
        saved=lambda: (keeping.access(Question, candidate, question_id), question_values),
        show=lambda form, status=200, **more: show(form, status, at=question_id, **more),
        back="prep:questions",
    )


@login_required
@require_POST
def question_act(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """Put a question away, bring it back, or move it."""
    return act_on(request, Question, question_id, "prep:questions")


@login_required
@require_safe
def companies_file(request: HttpRequest, form: str) -> HttpResponse:
    """The companies to take away, as "pdf", "csv" or "json"."""
    candidate = access_workspace(request.user)
    rows = printed.company_cells(list(own(Company, candidate)))
    return file_response(
        form,
        name="companies",
        columns=printed.COMPANY_COLUMNS,
        rows=rows,
        sheet=printed.company_sheet(rows, candidate.shown_name),
    )


@login_required
@require_safe
def questions_file(request: HttpRequest, form: str) -> HttpResponse:
    """The questions to take away, as "pdf", "csv" or "json"."""
    candidate = access_workspace(request.user)
    rows = printed.question_cells(selectors.questions_of(candidate))
    return file_response(
        form,
        name="questions",
        columns=printed.QUESTION_COLUMNS,
        rows=rows,
        sheet=printed.question_sheet(rows, candidate.shown_name),
    )


def _questions(
    request: HttpRequest,
    candidate: User,
    *,
    new: NewQuestionForm | None = None,
    form: QuestionForm | None = None,
    at: UUID | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The page of all questions; with the form of one that could not be saved, as it was typed."""
    found, for_whom = selectors.questions_of(candidate), list(own(Company, candidate))
    rows = []
    for each in found:
        its = form if form is not None and each.pk == at else None
        initial = question_values(each)
        made = its or QuestionForm(initial=initial, companies=for_whom, auto_id=f"id_{each.pk}_%s")
        rows.append({"question": each, "form": made, **(more if its else {})})
    context = {
        "rows": rows,
        "new": new or NewQuestionForm(),
        "starters": selectors.starters_left(found),
        "put_away": own(Question, candidate, put_away=True),
    }
    if new is not None and new.errors:
        status = 422
    return render(request, "prep/companies/questions.html", context, status=status)
