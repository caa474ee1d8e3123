"""The doors by which an office sees what is on record of an educator, states it, and takes back what they completed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.organizations.models import Person
from microcred.recognition import access
from microcred.recognition.forms_standing import (
    CompletedOnForm,
    CompletionForm,
    EmploymentForm,
    FactForm,
    LicenceForm,
    TakingBackForm,
)
from microcred.recognition.models import CompletionStatement, title_of
from microcred.recognition.operations.confirming import (
    ConfirmationUnseen,
    state_employment_as_seen,
    state_licence_as_seen,
)
from microcred.recognition.operations.standing import Statement, state_completion, state_fact
from microcred.recognition.operations.taking_back import take_back_completion
from microcred.recognition.queries import standing as questions
from microcred.recognition.queries.completions import (
    completions_asked_of,
    facts_asked_of,
    facts_asked_of_things_of,
)
from microcred.recognition.queries.educators import (
    agencies_to_state_for,
    districts_to_state_for,
    educators_for,
    is_open_to,
    states_spoken_for,
)
from microcred.recognition.views.standing import thing_named

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
    context = {
        "educator": one,
        "found": found,
        "states_licences": agencies_to_state_for(person, one, at=at).exists(),
        "states_work": districts_to_state_for(person, at=at).exists(),
    }
    return render(request, "recognition/educator.html", context)


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
def educator_licence(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """State a licence of an educator's that is not on record."""
    person, at = signed_in(request), now()
    one, found = access.educator_to_read(person, person_id, at=at)
    agencies = access.agencies_spoken_for(person, one, at=at)
    types, bands = questions.words_of_policies()
    form = LicenceForm(
        request.POST or None,
        states=agencies,
        types=sorted(types),
        bands=sorted(bands),
        others=[said[0] for _licence, said in found.licences],
        by_office=True,
        initial={"jurisdiction": agencies.first()},
    )
    title = _("State a license of %(name)s") % {"name": one.name}
    return _stated(request, one, form, form.given, state_licence_as_seen, title=title)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def educator_employment(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """State for which district of the reader's an educator works, where that is not on record."""
    person, at = signed_in(request), now()
    one, _found = access.educator_to_read(person, person_id, at=at)
    districts = access.districts_spoken_for(person, at=at)
    form = EmploymentForm(request.POST or None, districts=districts, by_office=True)
    title = _("State where %(name)s works") % {"name": one.name}
    return _stated(request, one, form, lambda: form.cleaned_data, state_employment_as_seen, title=title)


def _stated(
    request: HttpRequest,
    educator: Person,
    form: Form,
    given: Callable[[], dict[str, Any]],
    verb: Callable[..., Statement],
    *,
    title: str,
) -> HttpResponse:
    """State something for an educator; where that touches what is there, what it does is shown first."""
    person, at = signed_in(request), now()
    unseen: ConfirmationUnseen | None = None
    seen = request.POST.get("seen", "")
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            try:
                verb(actor=person, person=educator, seen=seen, at=at, **given())
            except ConfirmationUnseen as shown:
                unseen = shown
                if seen:
                    form.add_error(None, str(shown))
            else:
                messages.success(
                    request, _("On record and confirmed. %(name)s has been told.") % {"name": educator.name}
                )
                return _back_to(person, educator)
    context = {"educator": educator, "form": form, "title": title, "unseen": unseen}
    return render(request, "recognition/educator_statement.html", context, status=422 if form.errors else 200)


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
