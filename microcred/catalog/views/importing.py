"""A person's door: what importing a framework would change, with what of the catalogue stands on it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from microcred.catalog.queries.coverage import relying_on
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods
from microcred.frameworks import access, operations
from microcred.frameworks.case import ChangeKind, read_members
from microcred.frameworks.models import Import
from microcred.frameworks.pages import shown_fields, shown_kinds
from microcred.frameworks.queries.comparisons import compared
from microcred.organizations.access import signed_in


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def framework_import(request: HttpRequest, dry_run_id: UUID) -> HttpResponse:
    """What an import would change; a POST confirms it."""
    person, at = signed_in(request), now()
    dry_run = access.own_dry_run(person, dry_run_id, at=at)
    if request.method == "POST":
        done = operations.confirm_import(actor=person, dry_run=dry_run, at=at)
        messages.success(request, _words_of(done))
        return redirect("framework", done.framework.slug)
    package = read_members(dry_run.package)
    comparison = compared(package)
    touched = (*comparison.of(ChangeKind.REMOVED), *comparison.of(ChangeKind.CHANGED))
    relying = relying_on([one.identifier for one in touched])
    gone = comparison.of(ChangeKind.REMOVED)
    losing = {one.micro_credential for each in gone for one in relying.get(each.identifier, ())}
    context = {
        "dry_run": dry_run,
        "document": package.document,
        "count": len(package.items),
        "left_out": dry_run.left_out,
        "comparison": comparison,
        "document_fields": shown_fields(comparison.document),
        "kinds": shown_kinds(comparison),
        "relying": relying,
        "losing": losing,
        "overtaken": dry_run.framework is not None and dry_run.framework.revision != dry_run.revision,
    }
    return render(request, "catalog/framework_import.html", context)


def _words_of(done: Import) -> str:
    changed = done.added + done.changed + done.removed + done.returned
    words = ngettext("{name} is imported: {count} item differs.", "{name} is imported: {count} items differ.", changed)
    return words.format(name=done.framework.name, count=changed)
