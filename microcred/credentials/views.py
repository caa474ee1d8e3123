"""The doors of credentials: public pages and files of awards and issuers, checking, a person's own awards."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import BoundField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from microcred.credentials import access, addresses, operations, pictures, queries, serving, words
from microcred.credentials.forms import RevocationForm, VerifyForm
from microcred.credentials.keys import did_document
from microcred.credentials.models import Award
from microcred.credentials.reading import read
from microcred.credentials.verification import check
from microcred.foundation.clock import now
from microcred.foundation.refusals import refusals_shown_on
from microcred.openbadges import baking
from microcred.openbadges.documents import to_bytes
from microcred.openbadges.verify import Report, stated_in
from microcred.organizations.access import signed_in
from microcred.organizations.models import Person

PER_PAGE = 50


@require_safe
def credential(request: HttpRequest, award_id: UUID) -> HttpResponse:
    """What was earned, how it was judged, whether it holds. A program that asks for JSON gets the credential."""
    award = access.public_award(award_id)
    if serving.wants_the_document(request):
        return serving.document(request, award.intent.signed.text)
    return _credential_page(request, award, RevocationForm(), at=now())


@require_safe
def credential_json(request: HttpRequest, award_id: UUID) -> HttpResponse:
    """The signed credential: the stored text, byte for byte."""
    award = access.public_award(award_id)
    return serving.document(request, award.intent.signed.text, name=f"{award.version.micro_credential.slug}.json")


@require_safe
def credential_png(request: HttpRequest, award_id: UUID) -> HttpResponse:
    """The badge with the credential baked in, as PNG."""
    award = access.public_award(award_id)
    baked = baking.bake_png(pictures.badge_png(award.version), award.intent.signed.text.encode())
    return serving.file(request, baked, "image/png", f"{award.version.micro_credential.slug}.png")


@require_safe
def credential_svg(request: HttpRequest, award_id: UUID) -> HttpResponse:
    """The badge with the credential baked in, as SVG."""
    award = access.public_award(award_id)
    baked = baking.bake_svg(pictures.badge_svg(award.version), award.intent.signed.text.encode())
    return serving.file(request, baked, "image/svg+xml", f"{award.version.micro_credential.slug}.svg")


@require_safe
def certificate_pdf(request: HttpRequest, award_id: UUID) -> HttpResponse:
    """The certificate to print."""
    award = access.public_award(award_id)
    name = f"{award.version.micro_credential.slug}.pdf"
    return serving.file(request, pictures.certificate(award), "application/pdf", name)


@require_safe
def credential_qr(request: HttpRequest, award_id: UUID) -> HttpResponse:
    """The QR code of the award's page."""
    award = access.public_award(award_id)
    return serving.picture(request, pictures.qr_code(addresses.credential_page(award.pk)), "image/svg+xml")


@require_safe
def badge(request: HttpRequest, version_id: UUID, kind: str) -> HttpResponse:
    """The badge of a version, with nobody's credential in it: what credentials refer to as their image."""
    version = access.public_version(version_id)
    if kind == "png":
        return serving.picture(request, pictures.badge_png(version), "image/png")
    if kind == "svg":
        return serving.picture(request, pictures.badge_svg(version), "image/svg+xml")
    raise Http404


@require_safe
def status_list(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """A status list as it was signed. Five minutes old at most, so a revocation is seen within five minutes."""
    return serving.document(request, access.public_status_list(list_id).signed)


@require_safe
def issuer(request: HttpRequest, slug: str) -> HttpResponse:
    """Who an issuer is, and the keys it signs with."""
    found = access.public_issuer(slug)
    keys = found.keys.select_related("retirement").order_by("created_at", "pk")
    context = {"issuer": found, "keys": keys, "awards": queries.current_awards_of(found), "at_work": found.organization}
    return render(request, "credentials/issuer.html", context)


@require_safe
def issuer_did(request: HttpRequest, slug: str) -> HttpResponse:
    """The issuer's DID document, for every verifier of the world."""
    text = to_bytes(did_document(access.public_issuer(slug))).decode()
    return serving.document(request, text, content_type="application/did+ld+json")


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Check a credential of anyone's: named checks, each with its outcome in words."""
    form = VerifyForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"form": form, "ways": _ways(form)}
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            report = check(read(form.cleaned_data), at=now(), recipient=form.cleaned_data["holder"] or None)
            fresh = VerifyForm()
            context |= {
                "form": fresh,
                "ways": _ways(fresh),
                "summary": words.summary_of(report),
                "steps": words.steps_of(report),
                "details": [(words.title_of(each), each.details) for each in report.checks if each.details],
                "parts": words.parts_of(report),
                **_stated(report),
            }
    refused = request.method == "POST" and not form.is_valid()
    return render(request, "credentials/verify.html", context, status=422 if refused else 200)


def _stated(report: Report) -> dict[str, object]:
    """What a genuine credential says of itself, and our own award if it is one of ours. Of others nothing is shown."""
    if not report.genuine or not report.credential:
        return {}
    stated = stated_in(report.credential)
    return {"stated": stated, "award": queries.own_award(stated.id, stated.issuer_id)}


def _ways(form: VerifyForm) -> list[BoundField]:
    return [form["file"], form["link"], form["text"]]


@login_required
@require_safe
def awards(request: HttpRequest) -> HttpResponse:
    """What the reader has earned, and what is being signed."""
    person = signed_in(request)
    page = Paginator(queries.awards_of(person), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "waiting": queries.awards_waiting_for(person)}
    return render(request, "credentials/awards.html", context)


@login_required
@require_POST
def revocation(request: HttpRequest, award_id: UUID) -> HttpResponse:
    """Take an award back, with a reason."""
    person, at = signed_in(request), now()
    award = access.award_to_revoke(person, award_id, at=at)
    form = RevocationForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            operations.revoke(actor=person, award=award, reason=form.cleaned_data["reason"], at=at)
            return redirect("credential", award_id=award.pk)
    return _credential_page(request, award, form, at=at, status=422)


def _credential_page(
    request: HttpRequest, award: Award, form: RevocationForm, *, at: datetime, status: int = 200
) -> HttpResponse:
    report = check(award.intent.signed.text.encode(), at=at)
    results = queries.results_of(award)
    reader = request.user if isinstance(request.user, Person) else None
    own = reader is not None and reader.pk == award.person_id
    acts_for_issuer = reader is not None and queries.may_revoke(reader, award, at=at)
    context = {
        "award": award,
        "version": award.version,
        "summary": words.summary_of(report),
        "steps": words.main_steps_of(report),
        "checked_at": at,
        "revocation": getattr(award, "revocation", None),
        "results": results,
        "criteria": [result.criterion for result in results],
        "alignments": award.version.alignments.select_related("standard__framework").order_by(
            "standard__framework__name", "standard__position"
        ),
        "address": addresses.credential_page(award.pk),
        "own": own,
        "may_see_reason": acts_for_issuer,
        "may_revoke": acts_for_issuer and not own and not hasattr(award, "revocation"),
        "form": form,
    }
    return render(request, "credentials/credential.html", context, status=status)
