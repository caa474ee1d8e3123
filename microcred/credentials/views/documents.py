"""What issuers sign beside awards: stack credentials, endorsements, learner records."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from microcred.credentials import access, operations, queries, serving, words
from microcred.credentials.verification import check
from microcred.foundation.clock import now
from microcred.foundation.methods import require_POST, require_safe
from microcred.organizations.access import signed_in
from microcred.organizations.models import Person


@require_safe
def document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """A stack credential, an endorsement or a learner record, and whether it holds. Programs get it as JSON."""
    found = access.public_document(document_id)
    if serving.wants_the_document(request):
        return serving.document(request, found.text)
    report = check(found.text.encode(), at=now())
    reader = request.user if isinstance(request.user, Person) else None
    context = {
        "document": found,
        "summary": words.summary_of(report),
        "steps": words.steps_of(report),
        "awards": found.awards.select_related("version__micro_credential", "issuer").order_by("earned_at"),
        "own": reader is not None and reader.pk == found.person_id,
        "comment": queries.comment_of(found),
    }
    return render(request, "credentials/document.html", context)


@require_safe
def document_json(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """The signed document: the stored text, byte for byte."""
    found = access.public_document(document_id)
    return serving.document(request, found.text, name=f"{found.kind}.json")


@login_required
@require_POST
def learner_record(request: HttpRequest) -> HttpResponse:
    """Put the chosen awards, or all, together in one signed record."""
    person = signed_in(request)
    mine = queries.awards_for_record(person)
    chosen = set(request.POST.getlist("award"))
    awards = [award for award in mine if not chosen or str(award.pk) in chosen]
    operations.compose_record(actor=person, awards=awards, at=now())
    messages.success(request, _("Your learner record is being signed. It appears here within a minute or two."))
    return redirect("awards")
