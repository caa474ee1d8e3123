"""The educator's doors: what was offered, chosen, is due, paid, and why not."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.catalog.queries import say_titles
from microcred.foundation.clock import now
from microcred.foundation.methods import require_POST, require_safe
from microcred.foundation.refusals import Refusal
from microcred.organizations.access import signed_in
from microcred.rewards import access, operations, queries
from microcred.rewards.forms import ChoiceForm

PAGE = 50
"""lines of the ledger"""


@login_required
@require_safe
def my_rewards(request: HttpRequest) -> HttpResponse:
    """What the reader was offered, what they chose, what is due, paid, and why something is not."""
    person, at = signed_in(request), now()
    offered = queries.offered_to(person, at=at)
    reckoned = queries.reckoned_around(person, at=at, besides=[each.offer.pk for each in offered if each.has_left])
    own = queries.own_rewards(person, reckoned)
    page = Paginator(queries.entries_of(person), PAGE).get_page(request.GET.get("page"))
    lines = queries.lines_of(page.object_list)
    versions = [*own.versions, *(version for line in lines for version in line.versions)]
    say_titles(versions, get_language() or "")
    context = {
        "own": own,
        "page": page,
        "lines": lines,
        "sums": queries.sums_for(person),
        "offered": queries.told_what_waits(offered, reckoned, at=at),
    }
    return render(request, "rewards/my_rewards.html", context)


@login_required
@require_POST
def benefit_choice(request: HttpRequest, award_id: UUID) -> HttpResponse:
    """Choose stipend or credit for an award."""
    person, at = signed_in(request), now()
    award = access.own_award(person, award_id)
    form = ChoiceForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    try:
        operations.choose_benefit(actor=person, award=award, benefit=form.cleaned_data["benefit"], at=at)
    except Refusal as no:
        messages.warning(request, str(no))
    else:
        messages.success(request, _("Chosen. You can choose again until it is paid."))
    return redirect("my_rewards")
