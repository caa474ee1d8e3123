"""Addresses that forms are sent to have no page of their own: whoever opens one is led to the page of the form."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from microcred.foundation.methods import require_http_methods
from microcred.organizations.access import signed_in
from microcred.organizations.models import Person
from microcred.portfolios import access

View = Callable[..., HttpResponse]


def leads_back(page: Callable[..., str]) -> Callable[[View], View]:
    """Let a view answer to POST, and lead whoever opens its address, as after a reload, to the page it belongs to.

    Args:
        page: gives the address of that page, or 404, of a person and of what the address of the view names.
    """

    def decorate(view: View) -> View:
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def door(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
            if request.method == "POST":
                return view(request, *arguments, **named)
            return redirect(page(signed_in(request), **named))

        return door

    return decorate


def back_to_requirement(person: Person, pursuit_id: UUID, requirement_id: UUID) -> str:
    """Its part of the workspace."""
    mine = access.own_pursuit(person, pursuit_id)
    requirement = access.requirement_of(mine, requirement_id)
    return f"{reverse('pursuit', args=[mine.pk])}#requirement-{requirement.position + 1}"


def back_to_notes(person: Person, pursuit_id: UUID, criterion_id: UUID | None = None) -> str:
    """The notes of changes on the workspace."""
    mine = access.own_pursuit(person, pursuit_id)
    if criterion_id:
        access.criterion_of(mine, criterion_id)
    return f"{reverse('pursuit', args=[mine.pk])}#change-notes"


def back_to_review(person: Person, pursuit_id: UUID) -> str:
    """The review before submitting."""
    return reverse("submission_form", args=[access.own_pursuit(person, pursuit_id).pk])


def back_to_item(person: Person, item_id: UUID) -> str:
    """The part of the workspace that a file or link is in."""
    mine = access.own_item(person, item_id)
    return f"{reverse('pursuit', args=[mine.pursuit_id])}#requirement-{mine.requirement.position + 1}"


def back_to_pins(person: Person, pin_id: UUID) -> str:
    """The pins of the file or link that a pin stands on."""
    mine = access.own_pin(person, pin_id)
    return f"{reverse('pins', args=[mine.item_id])}#pin-{mine.pk}"


def back_to_languages(person: Person, pursuit_id: UUID, requirement_id: UUID) -> str:
    """The page of languages and alternatives."""
    mine = access.own_pursuit(person, pursuit_id)
    access.requirement_of(mine, requirement_id)
    return reverse("languages", args=[mine.pk])


def back_to_quarantine(person: Person, quarantine_id: UUID) -> str:
    """What was set aside for somebody's privacy."""
    return reverse("quarantine", args=[access.own_quarantine(person, quarantine_id).pk])
