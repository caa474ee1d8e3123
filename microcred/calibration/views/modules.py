"""A lead assessor's doors to training: the modules, writing them, what must be done, and who did what."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.calibration import access, operations, queries
from microcred.calibration.forms_training import (
    ModuleForm,
    OpeningForm,
    PageForm,
    PublicationForm,
    RevisionForm,
    TrainingTermsForm,
)
from microcred.calibration.models import TrainingDraft
from microcred.calibration.rules.modules import from_json, written_questions
from microcred.catalog.queries import say_titles
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.refusals import Refusal, refusals_shown_on, say_refused
from microcred.organizations.access import signed_in

PER_PAGE = 50


@login_required
@require_safe
def training(request: HttpRequest, slug: str) -> HttpResponse:
    """The modules of an organization, what must be done of them, and who did what."""
    person, at = signed_in(request), now()
    organization = access.led_organization(person, slug, at=at)
    page = Paginator(queries.assessors_to_train(organization, at=at), PER_PAGE).get_page(request.GET.get("page"))
    rows = queries.module_rows(organization)
    terms = queries.training_terms_in(organization)
    there = {row.module.subject for row in rows if row.is_own}
    versions = list(queries.rubrics_without_module(organization))
    say_titles(versions, get_language() or "")
    context = {
        "organization": organization,
        "rows": rows,
        "terms": terms,
        "required": any(row.requirement for row in rows),
        "lacks_general": not there >= queries.GENERAL_SUBJECTS,
        "versions": versions,
        "page": page,
        "people": queries.trained_in(organization, list(page), at=at),
    }
    return render(request, "calibration/training.html", context)


@login_required
@require_POST
def training_opening(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin to write: the general modules as they stand, a module of one's own, that of a rubric, or a next edition."""
    person, at = signed_in(request), now()
    organization = access.led_organization(person, slug, at=at)
    form = OpeningForm(request.POST)
    if not form.is_valid():
        for errors in form.errors.values():
            say_refused(request, errors[0])
        return redirect("training", slug)
    said = form.cleaned_data
    if said["what"] == "general":
        opened = operations.use_general_modules(actor=person, organization=organization, at=at)
        if opened:
            messages.success(request, _("Published. Now say which of them must be done before the test."))
        return redirect("training", slug)
    if said["what"] == "own":
        language = get_language() or settings.LANGUAGE_CODE
        module = operations.open_module(
            actor=person, organization=organization, title=said["title"], language=language, at=at
        )
    elif said["what"] == "rubric":
        version = access.led_version(person, said["version"], at=at)
        module = operations.open_rubric_module(actor=person, version=version, at=at)
    else:
        module = access.led_module(person, said["module"], at=at)
        operations.begin_edition(actor=person, module=module, at=at)
    return redirect("training_draft", module.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def training_terms(request: HttpRequest, slug: str) -> HttpResponse:
    """Which modules must be done before the qualifying test, in which sequence, and for how long that holds."""
    person, at = signed_in(request), now()
    organization = access.led_organization(person, slug, at=at)
    terms = queries.training_terms_in(organization)
    modules = [(row.module, row.title) for row in queries.module_rows(organization) if row.edition]
    initial: dict[str, object] = {"rubric": terms.rubric, "rubric_months": terms.rubric_months} if terms else {}
    for one in queries.requirements_of(terms):
        initial |= {f"place_{one.module_id}": one.position, f"months_{one.module_id}": one.months}
    form = TrainingTermsForm(request.POST if request.method == "POST" else None, modules=modules, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            operations.say_training(
                actor=person,
                organization=organization,
                modules=form.chosen(),
                rubric=form.cleaned_data["rubric"],
                rubric_months=form.cleaned_data["rubric_months"],
                at=at,
            )
            messages.success(request, _("Said. It holds for every test that begins from now on."))
            return redirect("training", slug)
    context = {"organization": organization, "terms": terms, "form": form}
    return render(request, "calibration/training_terms.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def training_draft(request: HttpRequest, module_id: UUID) -> HttpResponse:
    """The next edition of a module while it is written: its titles, its pages, and publishing it."""
    person, at = signed_in(request), now()
    draft = access.led_draft(person, module_id, at=at)
    form = ModuleForm(request.POST if request.method == "POST" else None, draft=draft)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            operations.write_module(
                actor=person,
                draft=draft,
                titles=form.titles(),
                minutes=form.cleaned_data["minutes"],
                revision=form.cleaned_data["revision"],
                at=at,
            )
            messages.success(request, _("Saved."))
            return redirect("training_draft", module_id)
    language, content = draft.said(get_language() or "")
    context = {
        "draft": draft,
        "module": draft.module,
        "form": form,
        "content": content,
        "language": language,
        "publication": PublicationForm(initial={"revision": draft.revision}),
        "number": queries.editions_published(draft.module) + 1,
    }
    return render(request, "calibration/training_draft.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def training_draft_page(request: HttpRequest, module_id: UUID, language: str, number: int) -> HttpResponse:
    """Write one page of a module in one of its languages."""
    person, at = signed_in(request), now()
    draft = access.led_draft(person, module_id, at=at)
    content = from_json(draft.texts[language]) if language in draft.texts else None
    if content is None or not 1 <= number <= len(content.pages):
        raise Http404
    page = content.pages[number - 1]
    initial = {
        "title": page.title,
        "words": page.words,
        "questions": written_questions(page.questions),
        "revision": draft.revision,
    }
    form = PageForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            operations.write_page(actor=person, draft=draft, page=number, language=language, at=at, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("training_draft_page", module_id, language, number)
    context = {
        "draft": draft,
        "page": page,
        "number": number,
        "pages": len(content.pages),
        "language": language,
        "form": form,
    }
    return render(request, "calibration/training_draft_page.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def training_draft_pages(request: HttpRequest, module_id: UUID) -> HttpResponse:
    """Add a page at the end of a draft."""
    person, at = signed_in(request), now()
    draft = access.led_draft(person, module_id, at=at)
    try:
        added = operations.add_page(actor=person, draft=draft, revision=_revision(request, draft), at=at)
    except Refusal as no:
        say_refused(request, no)
        return redirect("training_draft", module_id)
    language, content = added.said(get_language() or "")
    return redirect("training_draft_page", module_id, language, len(content.pages))


@login_required
@require_POST
def training_draft_page_end(request: HttpRequest, module_id: UUID, number: int) -> HttpResponse:
    """Take a page out of a draft."""
    person, at = signed_in(request), now()
    draft = access.led_draft(person, module_id, at=at)
    try:
        operations.take_page_out(actor=person, draft=draft, page=number, revision=_revision(request, draft), at=at)
        messages.success(request, _("Taken out. What is published keeps it."))
    except Refusal as no:
        say_refused(request, no)
    return redirect("training_draft", module_id)


@login_required
@require_POST
def training_publication(request: HttpRequest, module_id: UUID) -> HttpResponse:
    """Publish a draft as the next edition."""
    person, at = signed_in(request), now()
    draft = access.led_draft(person, module_id, at=at)
    form = PublicationForm(request.POST)
    again = form.is_valid() and form.cleaned_data["again"]
    try:
        operations.publish_edition(actor=person, draft=draft, again=again, revision=_revision(request, draft), at=at)
    except Refusal as no:
        say_refused(request, no)
        return redirect("training_draft", module_id)
    messages.success(request, _("Published. It is what everybody reads from now on."))
    return redirect("training", draft.module.organization.slug)


def _revision(request: HttpRequest, draft: TrainingDraft) -> int:
    """Which state of the draft the button was pressed in; 0, which is none, where it does not say."""
    form = RevisionForm(request.POST)
    return int(form.cleaned_data["revision"]) if form.is_valid() else 0
