"""The doors of what is on record beside awards: one's own licences, work and completions, and the offices that confirm
them."""

from collections.abc import Mapping
from typing import Any, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from microcred.credentials.models import Award
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
    StatementRulingForm,
)
from microcred.recognition.models import (
    ActivityStatement,
    CompletionStatement,
    EmploymentStatement,
    LicenceStatement,
    title_of,
)
from microcred.recognition.operations.confirming import ConfirmationUnseen, confirm_as_seen, holder_of
from microcred.recognition.operations.standing import (
    Statement,
    decline_statement,
    state_completion,
    state_employment,
    state_fact,
    state_licence,
)
from microcred.recognition.queries import standing as questions
from microcred.recognition.queries.completions import (
    completions_asked_of,
    facts_asked_of,
    facts_asked_of_things_of,
)

S = TypeVar("S", bound=Model)

PER_PAGE = 50


@login_required
@require_safe
def own_record(request: HttpRequest) -> HttpResponse:
    """What is on record of the reader: licences, work, completions and facts, and what each waits for."""
    person = signed_in(request)
    completions = questions.completions_of(person)
    stated = {one.name for one, _said in completions}
    facts = questions.facts_of(person)
    known = {one.name for one, _said in facts}
    context = {
        "holding": questions.standing_of(person).holding,
        "facts": facts,
        "of_things": questions.facts_of_things(person),
        "facts_asked": [one for one in facts_asked_of(person, at=now()) if one.name not in known],
        "licences": questions.licences_of(person),
        "employments": questions.employments_of(person),
        "completions": completions,
        "asked": [one for one in completions_asked_of(person, at=now()) if one.name not in stated],
    }
    return render(request, "recognition/own_record.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_licence(request: HttpRequest) -> HttpResponse:
    """State a licence that is not on record yet."""
    person = signed_in(request)
    form = _licence_form(person, None, request.POST or None)
    return _licence(request, person, form, [])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def licence(request: HttpRequest, licence_id: UUID) -> HttpResponse:
    """One licence: what was stated of it and what came of that, and a form for what has changed."""
    person = signed_in(request)
    said = access.own_licence(person, licence_id)
    form = _licence_form(person, said[0], request.POST or None)
    return _licence(request, person, form, said)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_employment(request: HttpRequest) -> HttpResponse:
    """State work for a district that is not on record yet."""
    person, at = signed_in(request), now()
    form = EmploymentForm(
        request.POST or None,
        districts=questions.districts_to_work_for(),
        initial={"district": questions.district_at_hand(person, at=at)},
    )
    return _employment(request, person, form, [])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def employment(request: HttpRequest, employment_id: UUID) -> HttpResponse:
    """Work for one district: what was stated and what came of that, and a form for what has changed."""
    person = signed_in(request)
    said = access.own_employment(person, employment_id)
    latest = said[0]
    form = EmploymentForm(
        request.POST or None,
        districts=questions.districts_to_work_for().filter(pk=latest.employment.district_id),
        initial={
            "district": latest.employment.district_id,
            "role": latest.role,
            "first_day": latest.first_day,
            "last_day": latest.last_day,
        },
    )
    return _employment(request, person, form, said)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_completion(request: HttpRequest) -> HttpResponse:
    """State something completed that the rules about one ask for."""
    person = signed_in(request)
    stated = {one.name for one, _said in questions.completions_of(person)}
    asked = [one for one in completions_asked_of(person, at=now()) if one.name not in stated]
    chosen = request.GET.get("name") or (asked[0].name if len(asked) == 1 else None)
    form = CompletionForm(request.POST or None, asked=asked, initial={"name": chosen})
    return _completion(request, person, form, [], is_asked=bool(asked))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def completion(request: HttpRequest, completion_id: UUID) -> HttpResponse:
    """One thing completed: what was stated of it and what came of that, and a form for when it was in truth."""
    person = signed_in(request)
    said = access.own_completion(person, completion_id)
    form = CompletedOnForm(request.POST or None, initial={"completed_on": said[0].completed_on})
    return _completion(request, person, form, said)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_fact(request: HttpRequest) -> HttpResponse:
    """Whether something is so that the rules about the reader ask: what was stated, and a form."""
    person, at = signed_in(request), now()
    name = request.GET.get("name", "")
    about = thing_named(request, person)
    if about is None:
        known, named = questions.facts_of(person), facts_asked_of(person, at=at)
    else:
        known, named = questions.facts_of_things(person), facts_asked_of_things_of(person, at=at)
    said = next((said for fact, said in known if fact.name == name and about in (None, fact.award, fact.activity)), [])
    asked = next((one for one in named if one.name == name), None)
    form = FactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            state_fact(actor=person, person=person, name=name, about=about, at=at, **form.cleaned_data)
            messages.success(request, _("Stated. It holds as soon as your district or the agency confirms it."))
            return redirect("own_record" if about is None else "transcript")
    context = {"name": name, "asked": asked, "said": said, "form": form, "thing": title_of(about)}
    return render(request, "recognition/fact.html", context, status=422 if form.errors else 200)


def thing_named(request: HttpRequest, person: Person) -> Award | ActivityStatement | None:
    """What of a person's a fact is about, as the address names it; None: the person."""
    given = request.GET
    return access.thing_of(person, award=given.get("award", ""), activity=given.get("activity", ""))


@login_required
@require_safe
def statements(request: HttpRequest) -> HttpResponse:
    """What waits for the reader's word: licences, work and completions that educators have stated."""
    return _waiting(request)


@login_required
@require_POST
def statement_ruling(request: HttpRequest, statement_id: UUID) -> HttpResponse:
    """Confirm or decline one statement."""
    person, at = signed_in(request), now()
    statement = access.statement_to_rule(person, statement_id, at=at)
    form = StatementRulingForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            if form.cleaned_data["ruling"] == "confirm":
                seen = request.POST.get("seen", "")
                try:
                    confirm_as_seen(actor=person, statement=statement, seen=seen, at=at)
                except ConfirmationUnseen as unseen:
                    return _look_first(request, statement, unseen, again=bool(seen))
                messages.success(request, _("Confirmed. What hangs on it is being looked at again."))
            else:
                decline_statement(actor=person, statement=statement, reason=form.cleaned_data["reason"], at=at)
                messages.success(request, _("Declined. The educator has been told why."))
            return redirect("statements")
    return _waiting(request, form=form, refused=statement.pk, status=422)


def _look_first(request: HttpRequest, statement: Statement, unseen: ConfirmationUnseen, *, again: bool) -> HttpResponse:
    """What a confirmation does, to be looked at before it stays."""
    if again:
        messages.warning(request, str(unseen))
    context = {
        "statement": statement,
        "about": statement._meta.model_name,
        "educator": holder_of(statement),
        "cycles": unseen.cycles,
        "foreseen": unseen.foreseen,
        "seen": unseen.digest,
    }
    return render(request, "recognition/confirmation.html", context)


def _licence_form(person: Person, latest: LicenceStatement | None, data: Any) -> LicenceForm:
    others = [said[0] for mine, said in questions.licences_of(person) if latest is None or mine.pk != latest.licence_id]
    initial: dict[str, Any] = {"jurisdiction": questions.state_at_hand(person, at=now())}
    if latest is not None:
        names = ("type", "licence_number", "issued_on", "expires_on", "grade_bands", "subject", "degree")
        initial = {name: getattr(latest, name) for name in names}
        initial |= {"jurisdiction": latest.jurisdiction_id, "replaces": latest.replaces_id}
        initial["experience_years"] = latest.experience_years
    types, bands = questions.words_of_policies()
    if latest is not None:
        types, bands = {*types, latest.type}, {*bands, *latest.grade_bands}
    return LicenceForm(
        data,
        states=questions.states_that_license(),
        types=sorted(types),
        bands=sorted(bands),
        others=others,
        initial=initial,
    )


def _licence(request: HttpRequest, person: Person, form: LicenceForm, said: list[LicenceStatement]) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            about = said[0].licence if said else None
            state_licence(actor=person, person=person, licence=about, at=now(), **form.given())
            messages.success(request, _("Stated. It holds as soon as your district or the agency confirms it."))
            return redirect("own_record")
    context = {"form": form, "said": said}
    return render(request, "recognition/licence.html", context, status=422 if form.errors else 200)


def _employment(
    request: HttpRequest, person: Person, form: EmploymentForm, said: list[EmploymentStatement]
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            about = said[0].employment if said else None
            state_employment(actor=person, person=person, employment=about, at=now(), **form.cleaned_data)
            messages.success(request, _("Stated. It holds as soon as the district confirms it."))
            return redirect("own_record")
    context = {"form": form, "said": said}
    return render(request, "recognition/employment.html", context, status=422 if form.errors else 200)


def _completion(
    request: HttpRequest,
    person: Person,
    form: CompletionForm | CompletedOnForm,
    said: list[CompletionStatement],
    *,
    is_asked: bool = True,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            name = said[0].completion.name if said else form.cleaned_data["name"]
            day = form.cleaned_data["completed_on"]
            state_completion(actor=person, person=person, name=name, completed_on=day, at=now())
            messages.success(request, _("Stated. It holds as soon as your district or the agency confirms it."))
            return redirect("own_record")
    context = {"form": form, "said": said, "is_asked": is_asked}
    return render(request, "recognition/completion.html", context, status=422 if form.errors else 200)


def _waiting(
    request: HttpRequest,
    *,
    form: StatementRulingForm | None = None,
    refused: UUID | None = None,
    status: int = 200,
) -> HttpResponse:
    person, at = signed_in(request), now()
    access.confirming(person, at=at)
    wanted = str(refused or request.GET.get("statement", ""))
    licences = _page(request, "page", questions.licences_to_confirm(person, at=at), wanted)
    work = _page(request, "work", questions.employments_to_confirm(person, at=at), wanted)
    done = _page(request, "completed", questions.completions_to_confirm(person, at=at), wanted)
    facts = _page(request, "facts", questions.facts_to_confirm(person, at=at), wanted)
    numbers = {"page": licences.number, "work": work.number, "completed": done.number, "facts": facts.number}
    before = questions.confirmed_of([one.licence_id for one in licences])
    context = {
        "form": form,
        "refused": refused,
        "licences": licences,
        "work": work,
        "completions": done,
        "facts": facts,
        "beside": {own: _encoded(numbers, without=own) for own in numbers},
        "rows": [(one, before.get(one.licence_id), one.licence.person_id == person.pk) for one in licences],
        "work_rows": [(one, one.employment.person_id == person.pk) for one in work],
        "completion_rows": [(one, one.completion.person_id == person.pk) for one in done],
        "fact_rows": [(one, one.fact.person_id == person.pk) for one in facts],
    }
    return render(request, "recognition/statements.html", context, status=status)


def _page(request: HttpRequest, name: str, found: QuerySet[S], wanted: str) -> Page[S]:
    """The page of a list that is asked for, or that on which a wanted statement is."""
    number = request.GET.get(name)
    if wanted:
        places = {str(pk): place for place, pk in enumerate(found.values_list("pk", flat=True))}
        number = str(places[wanted] // PER_PAGE + 1) if wanted in places else number
    return Paginator(found, PER_PAGE).get_page(number)


def _encoded(numbers: Mapping[str, int], *, without: str) -> str:
    """The pages of other lists that are open, so that turning one leaves them where they are."""
    return urlencode({name: number for name, number in numbers.items() if name != without and number > 1})
