"""The door of employee numbers: by which an organization's payroll knows its people."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.rewards import access
from microcred.rewards.forms_numbers import EmployeeNumbersForm
from microcred.rewards.operations.numbers import keep_employee_numbers
from microcred.rewards.queries.numbers import employee_numbers

PAGE = 50
"""lines of a list"""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def numbers(request: HttpRequest, slug: str) -> HttpResponse:
    """The numbers that are kept, and a form for more of them."""
    person, at = signed_in(request), now()
    organization = access.paying_organization(person, slug, at=at)
    form = EmployeeNumbersForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            said = form.cleaned_data["numbers"]
            kept = keep_employee_numbers(actor=person, organization=organization, numbers=said, at=at)
            words = ngettext("%(count)d number changed.", "%(count)d numbers changed.", len(kept))
            messages.success(request, words % {"count": len(kept)})
            return redirect("employee_numbers", slug)
    held = Paginator(list(employee_numbers(organization).values()), PAGE).get_page(request.GET.get("page"))
    context = {"organization": organization, "form": form, "page": held}
    return render(request, "rewards/employee_numbers.html", context, status=422 if form.errors else 200)
