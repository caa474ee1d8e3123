"""Languages and alternatives: a page beside the workspace, and what an organization takes."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_safe
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import organization_as, signed_in
from microcred.organizations.models import Role
from microcred.portfolios import access, operations, queries
from microcred.portfolios.forms_languages import AlternativeForm, LanguageTermsForm, PieceLanguageForm
from microcred.portfolios.languages import OWN_NAMES
from microcred.portfolios.models import Pursuit
from microcred.portfolios.views.findings import Place, findings_of
from microcred.portfolios.views.leading_back import back_to_item, back_to_languages, leads_back
from microcred.portfolios.views.workspace import said_to_reader

OFTEN = ("en", "es", "zh-hans", "vi", "ar", "ht", "pt", "fr", "ru", "ase")
"""What schools meet most, shown before all others."""


@login_required
@require_safe
def languages(request: HttpRequest, pursuit_id: UUID) -> HttpResponse:
    """In which language each piece is, and why alternatives were chosen."""
    mine = access.own_pursuit(signed_in(request), pursuit_id)
    return _page(request, mine)


@login_required
@leads_back(back_to_languages)
def answer_language(request: HttpRequest, pursuit_id: UUID, requirement_id: UUID) -> HttpResponse:
    """Say in which language an answer is."""
    mine = access.own_pursuit(signed_in(request), pursuit_id)
    return _say(request, mine, access.requirement_of(mine, requirement_id), None)


@login_required
@leads_back(back_to_item)
def item_language(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Say in which language a file or link is."""
    item = access.own_item(signed_in(request), item_id)
    return _say(request, item.pursuit, item.requirement, item)


@login_required
@leads_back(back_to_languages)
def alternative(request: HttpRequest, pursuit_id: UUID, requirement_id: UUID) -> HttpResponse:
    """Say why an alternative was chosen."""
    person = signed_in(request)
    mine = access.own_pursuit(person, pursuit_id)
    requirement = access.requirement_of(mine, requirement_id)
    form = AlternativeForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            operations.explain_alternative(
                actor=person, pursuit=mine, requirement=requirement, words=form.cleaned_data["words"], at=now()
            )
            messages.success(request, _("Saved. It is sent when you submit."))
            return redirect("languages", mine.pk)
    return _page(request, mine, reasons={requirement.pk: form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def language_terms(request: HttpRequest, slug: str) -> HttpResponse:
    """In which languages an organization takes evidence; a POST says it anew."""
    person, at = signed_in(request), now()
    place = organization_as(person, Role.ORG_ADMIN, slug, at=at)
    programs = {str(program.pk): program for program in access.programs_run_by(place)}
    stands = queries.languages_taken_in(place)
    form = LanguageTermsForm(
        request.POST if request.method == "POST" else None,
        programs=[(key, program.name) for key, program in programs.items()],
        initial={
            "languages": list(stands.languages),
            "otherwise": "translated" if stands.takes_translated else "not_taken",
        },
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        with refusals_shown_on(form):
            operations.set_language_terms(
                actor=person,
                organization=place,
                program=programs.get(typed["program"]),
                languages=typed["languages"],
                otherwise=typed["otherwise"],
                at=at,
            )
            messages.success(request, _("Saved. It counts from the next submission on; what was submitted stays."))
            return redirect("language_terms", slug)
    chosen_first = [*OFTEN, *(code for code in stands.languages if code not in OFTEN)]
    context = {
        "organization": place,
        "stands": stands,
        "of_programs": [
            (program, said)
            for program in programs.values()
            if (said := queries.languages_taken_in(place, program)).said and said.said.program_id
        ],
        "form": form,
        "often": [(code, OWN_NAMES[code]) for code in chosen_first],
        "others": [(code, name) for code, name in OWN_NAMES.items() if code not in chosen_first],
    }
    return render(request, "portfolios/language_terms.html", context, status=422 if form.errors else 200)


def _say(request: HttpRequest, mine: Pursuit, requirement: Any, item: Any) -> HttpResponse:
    others = [one for one in access.items_in(mine) if item is None or one.pk != item.pk]
    form = PieceLanguageForm(request.POST, others=others)
    if form.is_valid():
        with refusals_shown_on(form):
            operations.say_language(
                actor=signed_in(request), pursuit=mine, requirement=requirement, item=item, at=now(), **form.said()
            )
            messages.success(request, _("Saved. It is sent when you submit."))
            return redirect("languages", mine.pk)
    return _page(request, mine, pieces={str(item.pk if item else requirement.pk): form})


def _page(
    request: HttpRequest,
    mine: Pursuit,
    *,
    pieces: dict[str, PieceLanguageForm] | None = None,
    reasons: dict[UUID, AlternativeForm] | None = None,
) -> HttpResponse:
    workspace = queries.workspace_of(mine, said_to_reader(mine.version))
    items = [item for work in workspace.work for item in work.items]
    said = queries.reasons_in(mine)
    privacy = queries.privacy_of(workspace, at=now())
    context = {
        "pursuit": mine,
        "workspace": workspace,
        "taken": queries.languages_taken(mine),
        "pieces": [
            (piece, (pieces or {}).get(piece.key) or _form_of(piece, [one for one in items if one != piece.item]))
            for piece in queries.pieces_of(workspace)
        ],
        "alternatives": [
            (
                work,
                said.get(work.requirement.pk),
                (reasons or {}).get(work.requirement.pk),
                findings_of(Place(work, f"reason:{work.requirement.pk}"), privacy),
            )
            for work in queries.chosen_alternatives(workspace)
        ],
        "crumbs": [
            (_("My work"), reverse("pursuits")),
            (workspace.said.version.title, reverse("pursuit", args=[mine.pk])),
            (_("Languages and alternatives"), ""),
        ],
    }
    return render(request, "portfolios/languages.html", context, status=422 if pieces or reasons else 200)


def _form_of(piece: Any, others: list[Any]) -> PieceLanguageForm:
    said = piece.said
    initial = {
        "language": piece.language,
        "translated_by": said.translated_by if said else "",
        "beside": str(said.beside_id or "") if said else "",
    }
    return PieceLanguageForm(others=others, initial=initial)
