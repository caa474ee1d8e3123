"""More time for one person: granted with a reason, taken back before it was used."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.portfolios import access, operations, queries
from microcred.portfolios.forms_again import ExtensionForm
from microcred.portfolios.models import Extension, Pursuit
from microcred.programs.access import arrival_to_nudge
from microcred.programs.models import Program, Window
from microcred.programs.queries import windows_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def more_time(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What a person was granted in a program; a POST grants more."""
    manager, at = signed_in(request), now()
    arrival = arrival_to_nudge(manager, slug, number, at=at)
    program, person = arrival.program, arrival.person
    things = _things(program, person.pk)
    choices = [(key, words) for key, (words, _what) in things.items()]
    form = ExtensionForm(request.POST or None, choices=choices, zone=program.owner.time_zone)
    if request.method == "POST" and form.is_valid():
        what: Any = things[form.cleaned_data["what"]][1]
        with refusals_shown_on(form):
            operations.extend(
                actor=manager,
                person=person,
                kind=Extension.Kind(form.cleaned_data["kind"]),
                until=form.until(),
                reason=form.cleaned_data["reason"],
                at=at,
                **({"window": what} if isinstance(what, Window) else {"pursuit": what}),
            )
            messages.success(request, _("Granted. %(person)s has been told.") % {"person": person.name})
            return redirect("more_time", slug, number)
    granted = [(one, queries.was_used(one)) for one in queries.extensions_in(program, person.pk)]
    context = {"program": program, "arrival": arrival, "form": form, "granted": granted}
    return render(request, "portfolios/more_time.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def extension_revocation(request: HttpRequest, extension_id: UUID) -> HttpResponse:
    """Take an extension back."""
    manager, at = signed_in(request), now()
    extension, arrival = access.extension_to_revoke(manager, extension_id, at=at)
    operations.revoke_extension(actor=manager, extension=extension, at=at)
    messages.success(request, _("Taken back. %(person)s has been told.") % {"person": extension.person.name})
    return redirect("more_time", arrival.program.slug, arrival.number)


def _things(program: Program, person_id: UUID) -> dict[str, tuple[str, Window | Pursuit]]:
    """What there can be more time for: the program's windows, and the person's work in it, by the key of a choice."""
    things: dict[str, tuple[str, Window | Pursuit]] = {}
    for window in windows_of(program):
        window.program = program
        takes = window.get_takes_display()
        words = window.name if window.name.casefold() == takes.casefold() else f"{window.name} ({takes})"
        things[f"window:{window.pk}"] = (words, window)
    for pursuit in Pursuit.objects.filter(program=program, person=person_id, move__isnull=True).select_related(
        "version__micro_credential__owner", "program__owner", "person"
    ):
        overtaken = _("Work on an overtaken version: %(title)s, version %(label)s")
        said = overtaken % {"title": pursuit.version.title, "label": pursuit.version.label}
        things[f"pursuit:{pursuit.pk}"] = (said, pursuit)
    return things
