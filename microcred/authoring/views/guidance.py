"""What an organization tells its authors of each field."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from microcred.authoring import access, operations, queries
from microcred.authoring.forms import GuidanceForm
from microcred.authoring.guidance import FIELDS
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.organizations.models import Organization


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def field_guidance(request: HttpRequest, slug: str) -> HttpResponse:
    """Each field with what holds for it and who says so; a POST says something else of one field."""
    person, at = signed_in(request), now()
    organization = access.organization_to_guide(person, slug, at=at)
    if request.method != "POST":
        return _page(request, organization)
    form = GuidanceForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        with refusals_shown_on(form):
            if request.POST.get("do") == "inherit":
                operations.inherit_guidance(actor=person, organization=organization, field=said["field"], at=at)
            else:
                operations.guide(
                    actor=person,
                    organization=organization,
                    field=said["field"],
                    guidance=said["guidance"],
                    word_limit=said["word_limit"],
                    at=at,
                )
            messages.success(request, _("Saved. Authors see it beside the field from now on."))
            return redirect(f"{reverse('field_guidance', args=[slug])}#{said['field']}")
    return _page(request, organization, form)


def _page(request: HttpRequest, organization: Organization, form: GuidanceForm | None = None) -> HttpResponse:
    guides, own = queries.guides_in(organization), queries.own_guidance(organization)
    errors = {name: " ".join(map(str, found)) for name, found in form.errors.items()} if form else {}
    rows = []
    for name, field in FIELDS.items():
        failed = form is not None and form.data.get("field") == name
        rows.append(
            {
                "key": name,
                "name": field.name,
                "written": field.written,
                "guide": guides[name],
                "own": own.get(name),
                "text": form.data.get("guidance", "") if form and failed else guides[name].text,
                "limit": form.data.get("word_limit", "") if form and failed else guides[name].word_limit or "",
                "errors": errors if failed else {},
            }
        )
    context = {"organization": organization, "rows": rows}
    return render(request, "authoring/field_guidance.html", context, status=422 if errors else 200)
