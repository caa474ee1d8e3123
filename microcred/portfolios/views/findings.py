"""What the privacy helper found: shown beside the work, mended and overruled there."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.catalog.models import Requirement
from microcred.catalog.queries import said_in
from microcred.foundation.clock import now
from microcred.foundation.methods import require_POST, require_safe
from microcred.organizations.access import signed_in
from microcred.portfolios import access, operations, queries
from microcred.portfolios.forms_privacy import OverrulingForm, ReplacementForm, TitleForm
from microcred.portfolios.models import Pursuit
from microcred.portfolios.privacy.words import KEPT_AS


def findings_of(work: queries.RequirementWork, privacy: queries.Privacy) -> dict[str, Any]:
    """What the helper says of one requirement, as templates take it."""
    requirement_id = work.requirement.pk
    return {
        "noted": privacy.open_in(requirement_id),
        "overruled": privacy.overruled_in(requirement_id),
        "kept_as": KEPT_AS,
    }


@login_required
@require_safe
def findings(request: HttpRequest, pursuit_id: UUID, requirement_id: UUID) -> HttpResponse:
    """What is found in the work for one requirement: a part of the workspace, asked for again after each save."""
    mine = access.own_pursuit(signed_in(request), pursuit_id)
    access.requirement_of(mine, requirement_id)
    workspace = queries.workspace_of(mine, said_in(mine.version, get_language() or ""))
    (work,) = (work for work in workspace.work if work.requirement.pk == requirement_id)
    privacy = queries.privacy_of(workspace, at=now())
    context = {
        "row": {"work": work, **findings_of(work, privacy)},
        "work": work,
        "pursuit": mine,
        "workspace": workspace,
        "next": queries.next_thing(workspace, queries.notes_wanted(workspace), privacy),
    }
    return render(request, "portfolios/findings_anew.html", context)


@login_required
@require_POST
def replacement_words(request: HttpRequest, pursuit_id: UUID, requirement_id: UUID) -> HttpResponse:
    """Put other words where a finding stands."""
    person = signed_in(request)
    mine = access.own_pursuit(person, pursuit_id)
    requirement = access.requirement_of(mine, requirement_id)
    form = ReplacementForm(request.POST)
    form.is_valid()
    words = form.cleaned_data.get("other") or form.cleaned_data.get("words", "")
    operations.replace_words(
        actor=person, pursuit=mine, requirement=requirement, key=form.cleaned_data.get("key", ""), words=words, at=now()
    )
    messages.success(
        request, _("Replaced by “{words}”. What stood there before is kept in the history.").format(words=words)
    )
    return _back_to(mine, requirement)


@login_required
@require_POST
def overruling(request: HttpRequest, pursuit_id: UUID, requirement_id: UUID) -> HttpResponse:
    """Hold a finding for a false alarm."""
    person = signed_in(request)
    mine = access.own_pursuit(person, pursuit_id)
    requirement = access.requirement_of(mine, requirement_id)
    form = OverrulingForm(request.POST)
    form.is_valid()
    operations.overrule(
        actor=person,
        pursuit=mine,
        requirement=requirement,
        key=form.cleaned_data.get("key", ""),
        reason=form.why,
        everywhere=form.is_everywhere,
        at=now(),
    )
    if form.is_everywhere:
        messages.success(request, _("Kept wherever it stands in this work, with your reason."))
    else:
        messages.success(request, _("Noted as a false alarm. Should the text around it change, you are asked again."))
    return _back_to(mine, requirement)


@login_required
@require_POST
def item_title(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Give a file or link another title."""
    person = signed_in(request)
    mine = access.own_item(person, item_id)
    form = TitleForm(request.POST)
    form.is_valid()
    operations.rename(actor=person, item=mine, title=form.cleaned_data.get("title", ""), at=now())
    return _back_to(mine.pursuit, mine.requirement)


def _back_to(mine: Pursuit, requirement: Requirement) -> HttpResponse:
    return redirect(f"{reverse('pursuit', args=[mine.pk])}#requirement-{requirement.position + 1}")
