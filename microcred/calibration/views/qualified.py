"""A lead assessor's doors to who qualified for a version, by what, and by which terms."""

from collections.abc import Mapping
from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.calibration import access, operations, queries
from microcred.calibration.forms_qualifying import ByHandForm, RulingForm, TermsForm
from microcred.calibration.models import PaperSet
from microcred.calibration.rules import USUAL
from microcred.catalog.models import Stack, Version
from microcred.catalog.queries import said_in
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.organizations.models import Person
from microcred.organizations.queries import people_with

PER_PAGE = 50


@login_required
@require_safe
def qualified(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Who is qualified for a version, under test, or was: by the test, or by hand and with which reason."""
    at, lead = now(), signed_in(request)
    version = access.led_version(lead, version_id, at=at)
    return _qualified_page(request, version, _by_hand(None, version, lead, at), at)


@login_required
@require_POST
def qualification_by_hand(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Qualify somebody for a stack in which the version stands, by hand and with what it rests on."""
    at, lead = now(), signed_in(request)
    version = access.led_version(lead, version_id, at=at)
    form = _by_hand(request.POST, version, lead, at)
    if form.is_valid():
        said = form.cleaned_data
        zone = ZoneInfo(version.micro_credential.owner.time_zone)
        assessor = next(one for one in _assessors(version, lead, at) if str(one.pk) == said["person"])
        with refusals_shown_on(form):
            operations.qualify(
                actor=lead,
                assessor=assessor,
                stack=said["stack"],
                basis=said["basis"],
                at=at,
                expires_at=datetime.combine(said["expires_on"], time(), zone),
            )
            messages.success(request, _("%(name)s is qualified, and told.") % {"name": assessor.name})
            return redirect("qualified", version.pk)
    return _qualified_page(request, version, form, at)


def _assessors(version: Version, lead: Person, at: datetime) -> list[Person]:
    """Whom a lead may qualify: whoever assesses for the owner, but for themselves."""
    people = {
        person.pk: person
        for role in sorted(queries.ASSESSING)
        for person in people_with(role, organization=version.micro_credential.owner, at=at)
    }
    return sorted((one for pk, one in people.items() if pk != lead.pk), key=lambda one: (one.name, one.pk))


def _by_hand(typed: Mapping[str, str] | None, version: Version, lead: Person, at: datetime) -> ByHandForm:
    stacks = Stack.objects.filter(
        places__micro_credential=version.micro_credential_id, owner=version.micro_credential.owner_id
    )
    return ByHandForm(typed, people=_assessors(version, lead, at), stacks=stacks.order_by("name", "pk"))


def _qualified_page(request: HttpRequest, version: Version, form: ByHandForm, at: datetime) -> HttpResponse:
    page = Paginator(queries.assessors_standing(version, at=at), PER_PAGE).get_page(request.GET.get("page"))
    newest = queries.newest_set(version, PaperSet.Kind.QUALIFICATION)
    terms, papers = queries.terms_in(version.micro_credential.owner), len(queries.papers_in(newest)) if newest else 0
    context = {
        "version": version,
        "form": form,
        "said": said_in(version, get_language() or ""),
        "page": page,
        "rows": [(one, one.state(at).value) for one in page],
        "paused": queries.paused_on(version),
        "terms": terms,
        "papers": papers,
        "most": min(terms.figures.most, papers) if terms else papers,
    }
    return render(request, "calibration/qualified.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attempt(request: HttpRequest, version_id: UUID, attempt_id: UUID) -> HttpResponse:
    """What an attempt came to and by which figures; a POST decides one that the rule left open."""
    at, lead = now(), signed_in(request)
    found = access.led_attempt(lead, version_id, attempt_id, at=at)
    form = RulingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            operations.rule_on_attempt(
                actor=lead,
                attempt=found,
                qualifies=form.cleaned_data["qualifies"] == "yes",
                reason=form.cleaned_data["reason"],
                at=at,
            )
            messages.success(request, _("Decided. They are told."))
            return redirect("attempt", version_id, attempt_id)
    said = said_in(found.version, get_language() or "")
    standing = queries.standing_in(found, at=at)
    context = {
        "version": found.version,
        "said": said,
        "attempt": found,
        "standing": standing,
        "off": queries.off_in_words(standing.off, said.rubric),
        "given": queries.papers_given(standing),
        "form": form,
    }
    return render(request, "calibration/attempt.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def qualifying_terms(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """By which terms people qualify for what the owner of a version offers; a POST says others from now on."""
    at, lead = now(), signed_in(request)
    version = access.led_version(lead, version_id, at=at)
    owner = version.micro_credential.owner
    terms = queries.terms_in(owner)
    standing = terms.figures if terms else USUAL
    form = TermsForm(request.POST if request.method == "POST" else None, initial=vars(standing))
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            operations.say_terms(actor=lead, organization=owner, at=at, **form.cleaned_data)
            messages.success(request, _("Said. They hold for every attempt that begins from now on."))
            return redirect("qualified", version.pk)
    context = {
        "version": version,
        "owner": owner,
        "terms": terms,
        "form": form,
        "said": said_in(version, get_language() or ""),
    }
    return render(request, "calibration/qualifying_terms.html", context, status=422 if form.errors else 200)
