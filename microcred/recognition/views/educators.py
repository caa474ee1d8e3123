"""The doors by which an office sees what is on record of an educator, and states or takes back what they completed."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.organizations.models import Person
from microcred.recognition import access
from microcred.recognition.forms_standing import CompletedOnForm, CompletionForm, FactForm, TakingBackForm
from microcred.recognition.models import CompletionStatement
from microcred.recognition.operations.standing import state_completion, state_fact
from microcred.recognition.operations.taking_back import take_back_completion
from microcred.recognition.queries import standing as questions
from microcred.recognition.queries.completions import (
    completions_asked_of,
    facts_asked_of,
    facts_asked_of_things_of,
)
from microcred.recognition.queries.educators import educators_for, is_open_to, states_spoken_for
from microcred.recognition.views.standing import thing_named, title_of

PER_PAGE = 50
MOST_WORDS = 100


@login_required
@require_safe
def educators(request: HttpRequest) -> HttpResponse:
    """The educators of whom the reader's offices look after what is on record, by name."""
    person, at = signed_in(request), now()
    access.confirming(person, at=at)
    words = request.GET.get("q", "").replace("\x00", "")[:MOST_WORDS]
    page = Paginator(educators_for(person, at=at, words=words), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "words": words, "is_officer": states_spoken_for(person, at=at).exists()}
    return render(request, "recognition/educators.html", context)


@login_required
@require_safe
def educator(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What is on record of one educator, as the reader confirms it."""
    person, at = signed_in(request), now()
    one, found = access.educator_to_read(person, person_id, at=at)
    return render(request, "recognition/educator.html", {"educator": one, "found": found})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def educator_completion(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """State for an educator that something is completed which the rules about them ask for."""
    person, at = signed_in(request), now()
    one, found = access.educator_to_read(person, person_id, at=at)
    chosen = request.GET.get("name") or (found.asked[0].name if len(found.asked) == 1 else None)
    form = CompletionForm(request.POST or None, asked=found.asked, initial={"name": chosen}, of=one)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            state_completion(actor=person, person=one, at=at, **form.cleaned_data)
            messages.success(request, _("On record and confirmed. %(name)s has been told.") % {"name": one.name})
            return _back_to(person, one)
    context = {"educator": one, "form": form, "is_asked": bool(found.asked)}
    return render(request, "recognition/educator_completion.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def educator_fact(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """State whether something is so of an educator that the rules about them ask."""
    person, at = signed_in(request), now()
    one, found = access.educator_to_read(person, person_id, at=at)
    name = request.GET.get("name", "")
    about = thing_named(request, one)
    if about is None:
        said = next((said for fact, said in found.facts if fact.name == name), [])
        asked = next((each for each in facts_asked_of(one, at=at) if each.name == name), None)
        open_to = {each.name for each in found.facts_asked}
    else:
        known = ((fact, said) for fact, said in found.of_things if about in (fact.award, fact.activity))
        said = next((said for fact, said in known if fact.name == name), [])
        asked = next((each for each in facts_asked_of_things_of(one, at=at) if each.name == name), None)
        open_to = {each.asked.name for each in found.asked_of_things if each.about.item_id == about.pk}
    if not said and name not in open_to:
        asked = None
    form = FactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            state_fact(actor=person, person=one, name=name, about=about, at=at, **form.cleaned_data)
            messages.success(request, _("On record and confirmed. %(name)s has been told.") % {"name": one.name})
            return _back_to(person, one)
    context = {"educator": one, "name": name, "asked": asked, "said": said, "form": form, "thing": title_of(about)}
    return render(request, "recognition/fact.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def completion_of_educator(request: HttpRequest, completion_id: UUID) -> HttpResponse:
    """Something that an educator completed: what was stated of it, the day to correct, and the word to take back."""
    person, at = signed_in(request), now()
    said = access.completion_to_confirm(person, completion_id, at=at)
    form = CompletedOnForm(request.POST or None, initial={"completed_on": said[0].completed_on})
    if request.method == "POST" and form.is_valid():
        one = said[0].completion
        with refusals_shown_on(form):
            state_completion(actor=person, person=one.person, name=one.name, at=at, **form.cleaned_data)
            messages.success(request, _("On record and confirmed. %(name)s has been told.") % {"name": one.person.name})
            return _back_to(person, one.person)
    return _completion(request, said, form=form)


@login_required
@require_POST
def completion_taking_back(request: HttpRequest, completion_id: UUID) -> HttpResponse:
    """Take back that something is completed, with the reason."""
    person, at = signed_in(request), now()
    said = access.completion_to_confirm(person, completion_id, at=at)
    form = TakingBackForm(request.POST)
    if form.is_valid():
        one = said[0].completion
        with refusals_shown_on(form):
            take_back_completion(actor=person, completion=one, at=at, **form.cleaned_data)
            messages.success(request, _("Taken back. %(name)s has been told why.") % {"name": one.person.name})
            return _back_to(person, one.person)
    return _completion(request, said, taking_back=form)


def _back_to(reader: Person, educator: Person) -> HttpResponse:
    """The educator's page; or their list, where nothing of theirs waits for the reader any more."""
    if is_open_to(reader, educator, at=now()):
        return redirect("educator", educator.pk)
    return redirect("educators")


def _completion(
    request: HttpRequest,
    said: list[CompletionStatement],
    *,
    form: CompletedOnForm | None = None,
    taking_back: TakingBackForm | None = None,
) -> HttpResponse:
    one = said[0].completion
    asked = (each for each in completions_asked_of(one.person, at=now()) if each.name.casefold() == one.name.casefold())
    context = {
        "educator": one.person,
        "said": said,
        "clauses": next(asked, None),
        "form": form or CompletedOnForm(initial={"completed_on": said[0].completed_on}),
        "taking_back": taking_back or TakingBackForm(),
        "holds": one.pk in {each.completion_id for each in questions.standing_of(one.person).completions},
    }
    refused = (form is not None and form.errors) or (taking_back is not None and taking_back.errors)
    return render(request, "recognition/completion_of_educator.html", context, status=422 if refused else 200)
