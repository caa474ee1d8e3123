"""A person's doors: how far I am, how far the participants are, and the rules clause by clause."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from microcred.foundation.clock import now
from microcred.foundation.methods import require_POST, require_safe
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.organizations.models import Person
from microcred.organizations.queries import identifiers_by_address
from microcred.pathways import access, operations, queries
from microcred.pathways.forms import CohortForm, EnrolmentForm, ItemForm, ReasonForm
from microcred.pathways.models import Enrolment, Pathway

PER_PAGE = 50


@login_required
@require_safe
def pathways(request: HttpRequest) -> HttpResponse:
    """The pathways that the reader takes part in, and those that they keep."""
    person, at = signed_in(request), now()
    mine = list(queries.enrolments_of(person))
    kept = list(queries.pathways_kept_by(person, at=at)[:PER_PAGE])
    context = {
        "mine": [(one, came) for one in mine for came in [queries.audits_of([one], at=at, with_begun=True)[one.pk]]]
        if mine
        else [],
        "kept": [(one, queries.rules_of(newest)) for one in kept if (newest := queries.newest_rule_set(one))],
    }
    return render(request, "pathways/pathways.html", context)


@require_safe
def pathway_rules(request: HttpRequest, rule_set_id: UUID) -> HttpResponse:
    """An edition of the rules, clause by clause, for everyone."""
    rule_set = access.public_rule_set(rule_set_id)
    return render(request, "pathways/rules.html", {"rule_set": rule_set, "rules": queries.rules_of(rule_set)})


@login_required
@require_safe
def pathway_audit(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """What one participant has met, what is missing, and what would meet it."""
    person, at = signed_in(request), now()
    enrolment, is_kept = access.audited_enrolment(person, enrolment_id, at=at)
    return _audit(request, enrolment, is_kept=is_kept, at=at)


@login_required
@require_POST
def pathway_leaving(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Leave the pathway, or take somebody out of it."""
    person, at = signed_in(request), now()
    enrolment, is_kept = access.audited_enrolment(person, enrolment_id, at=at)
    operations.leave(actor=person, enrolment=enrolment, at=at)
    messages.success(request, _("Done. What was handed in and earned stays as it is."))
    return redirect("pathway", enrolment.cohort.pathway.slug) if is_kept else redirect("pathways")


@login_required
@require_POST
def pathway_items(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Record something that is no micro-credential."""
    person, at = signed_in(request), now()
    enrolment = access.kept_enrolment(person, enrolment_id, at=at)
    form = ItemForm(request.POST, rules=queries.rules_of(enrolment.cohort.rule_set))
    if form.is_valid():
        typed = form.cleaned_data
        year, _slash, requirement = typed["requirement"].partition("/")
        with refusals_shown_on(form):
            operations.record_item(
                actor=person,
                enrolment=enrolment,
                year=year,
                requirement=requirement,
                name=typed["name"],
                result=typed["result"],
                term=typed.get("term", ""),
                day=typed["day"],
                at=at,
            )
            messages.success(request, _("Recorded, with your name and the time."))
            return redirect("pathway_audit", enrolment.pk)
    return _audit(request, enrolment, is_kept=True, at=at, form=form, status=422)


@login_required
@require_POST
def pathway_item_retraction(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Take back what was recorded wrongly."""
    person, at = signed_in(request), now()
    item = access.kept_item(person, item_id, at=at)
    form = ReasonForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            operations.take_back_item(actor=person, item=item, reason=form.cleaned_data["reason"], at=at)
            messages.success(request, _("Taken back. It stays on record, and counts no more."))
            return redirect("pathway_audit", item.enrolment_id)
    return _audit(request, item.enrolment, is_kept=True, at=at, reason=form, status=422)


@login_required
@require_POST
def pathway_confirmation(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Confirm that everything is met."""
    person, at = signed_in(request), now()
    enrolment = access.kept_enrolment(person, enrolment_id, at=at)
    operations.confirm(actor=person, enrolment=enrolment, at=at)
    messages.success(request, _("Confirmed. The participant was told."))
    return redirect("pathway_audit", enrolment.pk)


@login_required
@require_safe
def pathway(request: HttpRequest, slug: str) -> HttpResponse:
    """Who takes part in a pathway, and how far each is."""
    person, at = signed_in(request), now()
    return _pathway(request, access.kept_pathway(person, slug, at=at), at=at)


@login_required
@require_POST
def pathway_cohorts(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a cohort."""
    person, at = signed_in(request), now()
    kept, form = access.kept_pathway(person, slug, at=at), CohortForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            operations.open_cohort(actor=person, pathway=kept, at=at, **form.cleaned_data)
            messages.success(request, _("The cohort is open."))
            return redirect("pathway", slug)
    return _pathway(request, kept, at=at, opening=form, status=422)


@login_required
@require_POST
def pathway_enrolments(request: HttpRequest, slug: str) -> HttpResponse:
    """Let somebody enter with a cohort."""
    person, at = signed_in(request), now()
    kept = access.kept_pathway(person, slug, at=at)
    form = _enrolment_form(kept, request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        found = identifiers_by_address([typed["email"].lower()]).values()
        with refusals_shown_on(form):
            entering = Person.objects.filter(pk__in=found).first()
            if entering is None:
                raise operations.NobodyOfYours
            cohort = access.cohort_in(kept, UUID(typed["cohort"]))
            operations.enrol(actor=person, cohort=cohort, person=entering, area=typed.get("area", ""), at=at)
            messages.success(request, _("Enrolled. They were told."))
            return redirect("pathway", slug)
    return _pathway(request, kept, at=at, entering=form, status=422)


def _enrolment_form(kept: Pathway, typed: Any = None) -> EnrolmentForm:
    newest = queries.newest_rule_set(kept)
    areas = queries.rules_of(newest).areas if newest else ()
    return EnrolmentForm(typed, cohorts=list(queries.cohorts_of(kept)), areas=areas)


def _pathway(
    request: HttpRequest,
    kept: Pathway,
    *,
    at: datetime,
    opening: CohortForm | None = None,
    entering: EnrolmentForm | None = None,
    status: int = 200,
) -> HttpResponse:
    page = Paginator(queries.present_in(kept), PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    audits = queries.audits_of(shown, at=at)
    newest = queries.newest_rule_set(kept)
    if newest is None:
        raise BadRequest
    context = {
        "pathway": kept,
        "rules": queries.rules_of(newest),
        "cohorts": list(queries.cohorts_of(kept)),
        "page": page,
        "rows": [(one, audits[one.pk], queries.next_asked(audits[one.pk])) for one in shown],
        "opening": opening or CohortForm(),
        "entering": entering or _enrolment_form(kept),
        "crumbs": [(_("Pathways"), reverse("pathways"))],
    }
    return render(request, "pathways/pathway.html", context, status=status)


def _audit(
    request: HttpRequest,
    enrolment: Enrolment,
    *,
    is_kept: bool,
    at: datetime,
    form: ItemForm | None = None,
    reason: ReasonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    came = queries.audits_of([enrolment], at=at, with_begun=not is_kept)[enrolment.pk]
    rules = came.rule_set
    crumbs = [(_("Pathways"), reverse("pathways"))]
    if is_kept:
        name = rules.name.in_language(request.LANGUAGE_CODE)
        crumbs.append((name, reverse("pathway", args=[enrolment.cohort.pathway.slug])))
    context = {
        "enrolment": enrolment,
        "came": came,
        "rules": rules,
        "area": next((one.name for one in rules.areas if one.id == enrolment.area), None),
        "suggested": queries.suggestions_for(came, enrolment.area),
        "items": list(queries.items_of(enrolment)),
        "is_kept": is_kept,
        "form": form or ItemForm(rules=rules),
        "reason": reason,
        "at": at,
        "crumbs": crumbs,
    }
    return render(request, "pathways/audit.html", context, status=status)
