"""What educators attest, as an administrator of the organization words it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_safe
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import organization_as, signed_in
from microcred.organizations.models import Role
from microcred.portfolios import operations, queries
from microcred.portfolios.forms_statements import StatementForm
from microcred.portfolios.models import StatementWording


@login_required
@require_safe
def statements(request: HttpRequest, slug: str) -> HttpResponse:
    """The statements in force in an organization, and whose words they are."""
    person, at = signed_in(request), now()
    place = organization_as(person, Role.ORG_ADMIN, slug, at=at)
    context = {"organization": place, "statements": queries.statements_in(place, at=at)}
    return render(request, "portfolios/statements.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """One statement with its history. A POST shows what new words would look like, or lets them hold."""
    person, at = signed_in(request), now()
    place = organization_as(person, Role.ORG_ADMIN, slug, at=at)
    if kind not in StatementWording.Kind.values:
        raise Http404
    in_force = next(one for one in queries.statements_in(place, at=at) if one.kind == kind)
    known: dict[str, Any] = {"english": in_force.english, "spanish": in_force.spanish, "policy": in_force.policy}
    known["shows_assessors"] = in_force.wording.shows_assessors if in_force.wording else False
    form = StatementForm(
        request.POST or None, initial=known, about_tools=in_force.policy is not None, zone=place.time_zone
    )
    preview = None
    if request.method == "POST" and form.is_valid():
        if request.POST.get("then") == "preview":
            preview = form.cleaned_data
        else:
            with refusals_shown_on(form):
                operations.write_statement(
                    actor=person,
                    organization=place,
                    kind=StatementWording.Kind(kind),
                    at=at,
                    **form.written(at),
                )
                messages.success(request, _("Saved. Who hands in after that attests the new words."))
                return redirect("statement", slug, kind)
    context = {
        "organization": place,
        "in_force": in_force,
        "form": form,
        "preview": preview,
        "history": queries.wordings_of(place, kind),
        "at": at,
    }
    return render(request, "portfolios/statement.html", context, status=422 if form.errors else 200)
