"""What there is to know and do about one file or link besides: its pins, what is said in it, its name."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from microcred.foundation.clock import now
from microcred.foundation.methods import require_safe
from microcred.organizations.access import signed_in
from microcred.portfolios import access, queries
from microcred.portfolios.views.workspace import said_to_reader


@login_required
@require_safe
def item_more(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """A page of its own, or the part of the workspace that is asked for when somebody opens it there."""
    item = access.own_item(signed_in(request), item_id)
    workspace = queries.workspace_of(item.pursuit, said_to_reader(item.pursuit.version))
    (work,) = (work for work in workspace.work if work.requirement.pk == item.requirement_id)
    is_part = request.headers.get("HX-Request") == "true"
    context = {
        "item": item,
        "pursuit": item.pursuit,
        "work": work,
        "editable": work.editable and item in work.items,
        "form": workspace.forms.get(item.pk),
        "about": queries.privacy_of(workspace, at=now()).items.get(item.pk),
        "pins": workspace.pins.get(item.pk, ()),
        "crumbs": [
            (_("My work"), reverse("pursuits")),
            (workspace.said.version.title, f"{reverse('pursuit', args=[item.pursuit_id])}#{work.anchor}"),
            (item.title, ""),
        ],
    }
    return render(request, "portfolios/item_about.html" if is_part else "portfolios/item_more.html", context)
