"""The doors of credentials: public pages and files of awards and issuers, checking, a person's own awards."""

from datetime import datetime
from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import BoundField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect

from microcred.credentials import access, addresses, hosted, operations, pictures, queries, serving, words
from microcred.credentials.document import revocation_list
from microcred.credentials.forms import (
    EndorsementForm,
    IssuingStopForm,
    KeyRotationForm,
    RevocationForm,
    StatusChoiceForm,
    SuspensionForm,
    VerifyForm,
)
from microcred.credentials.keys import did_document, jwk_set
from microcred.credentials.models import Award, Issuer, SigningKey
from microcred.credentials.reading import TooManyChecks, read
from microcred.credentials.verification import check
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
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
    return _credential_page(request, award, at=now())


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
def credential_jwt(request: HttpRequest, award_id: UUID, algorithm: str) -> HttpResponse:
    """The credential as a JSON Web Token, for who reads nothing else: the stored text, byte for byte."""
    return serving.document(request, access.public_token(award_id, algorithm).text, content_type="text/plain")


@require_safe
def document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """A stack credential, an endorsement or a learner record, and whether it holds. Programs get it as JSON."""
    found = access.public_document(document_id)
    if serving.wants_the_document(request):
        return serving.document(request, found.signed.text)
    report = check(found.signed.text.encode(), at=now())
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
    return serving.document(request, found.signed.text, name=f"{found.kind}.json")


@require_safe
def hosted_assertion(request: HttpRequest, award_id: UUID) -> HttpResponse:
    """The award as Open Badges 2.0; 410 Gone when it does not hold."""
    found, holds = hosted.assertion(access.public_award(award_id))
    response = serving.document(request, to_bytes(found).decode())
    if not holds:
        response.status_code = 410
    return response


@require_safe
def hosted_badge(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """A version as a badge class of Open Badges 2.0."""
    found = hosted.badge_class(access.public_version(version_id))
    if found is None:
        raise Http404
    return serving.document(request, to_bytes(found).decode())


@require_safe
def hosted_issuer(request: HttpRequest, slug: str) -> HttpResponse:
    """An issuer as Open Badges 2.0 names it."""
    return serving.document(request, to_bytes(hosted.issuer_document(access.public_issuer(slug))).decode())


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
    reader = request.user if isinstance(request.user, Person) else None
    context = {
        "issuer": found,
        "keys": queries.keys_of(found),
        "awards": queries.current_awards_of(found),
        "at_work": found.organization,
        "may_look_after": reader is not None and queries.may_look_after(reader, found, at=now()),
    }
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
            if not ratelimit.consume(request, action="verifications"):
                raise TooManyChecks
            report = check(read(form.cleaned_data), at=now(), recipient=form.cleaned_data["holder"] or None)
            fresh = VerifyForm()
            context |= {
                "form": fresh,
                "ways": _ways(fresh),
                "summary": words.summary_of(report),
                "steps": words.steps_of(report),
                "details": [
                    (words.title_of(each), each.details) for each in report.partial + report.fatal if each.details
                ],
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
    context = {
        "page": page,
        "waiting": queries.awards_waiting_for(person),
        "documents": queries.documents_of(person)[:PER_PAGE],
    }
    return render(request, "credentials/awards.html", context)


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
    return _credential_page(request, award, at=at, revoking=form, status=422)


@login_required
@require_POST
def suspension(request: HttpRequest, award_id: UUID) -> HttpResponse:
    """Let an award not hold for the time being, with a reason."""
    person, at = signed_in(request), now()
    award = access.award_to_revoke(person, award_id, at=at)
    form = SuspensionForm(request.POST, auto_id="suspension_%s")
    if form.is_valid():
        with refusals_shown_on(form):
            operations.suspend(actor=person, award=award, reason=form.cleaned_data["reason"], at=at)
            return redirect("credential", award_id=award.pk)
    return _credential_page(request, award, at=at, suspending=form, status=422)


@login_required
@require_POST
def reinstatement(request: HttpRequest, award_id: UUID) -> HttpResponse:
    """Let a suspended award hold again."""
    person, at = signed_in(request), now()
    award = access.award_to_revoke(person, award_id, at=at)
    operations.reinstate(actor=person, award=award, at=at)
    return redirect("credential", award_id=award.pk)


@require_safe
def issuer_jwks(request: HttpRequest, slug: str) -> HttpResponse:
    """The issuer's public keys as a JWK set."""
    text = to_bytes(jwk_set(access.public_issuer(slug))).decode()
    return serving.document(request, text, content_type="application/jwk-set+json")


@require_safe
def issuer_revocations(request: HttpRequest, slug: str) -> HttpResponse:
    """The identifiers of an issuer's revoked credentials, as a 1EdTech revocation list, if it publishes one."""
    found = access.revocation_list_of(slug)
    text = to_bytes(revocation_list(found)).decode()
    return serving.document(request, text, content_type="application/json")


@login_required
@require_safe
def issuer_management(request: HttpRequest, slug: str) -> HttpResponse:
    """An issuer's keys, its brake and what it offers to verifiers, for its administrators."""
    found = access.issuer_to_look_after(signed_in(request), slug, at=now())
    return _management_page(request, found)


@login_required
@require_POST
def issuer_key(request: HttpRequest, slug: str) -> HttpResponse:
    """Renew a key of an issuer."""
    person, at = signed_in(request), now()
    found = access.issuer_to_look_after(person, slug, at=at)
    form = KeyRotationForm(request.POST, auto_id="key_%s")
    if form.is_valid():
        with refusals_shown_on(form):
            purpose = SigningKey.Purpose(form.cleaned_data["purpose"])
            operations.rotate_key(
                actor=person, issuer=found, purpose=purpose, reason=form.cleaned_data["reason"], at=at
            )
            messages.success(request, _("The key is renewed. What the old one signed stays verifiable."))
            return redirect("issuer_management", slug=found.slug)
    return _management_page(request, found, key_form=form, status=422)


@login_required
@require_POST
def issuer_stop(request: HttpRequest, slug: str) -> HttpResponse:
    """Stop an issuer."""
    person, at = signed_in(request), now()
    found = access.issuer_to_look_after(person, slug, at=at)
    form = IssuingStopForm(request.POST, auto_id="stop_%s")
    if form.is_valid():
        with refusals_shown_on(form):
            operations.stop_issuing(actor=person, issuer=found, reason=form.cleaned_data["reason"], at=at)
            return redirect("issuer_management", slug=found.slug)
    return _management_page(request, found, stop_form=form, status=422)


@login_required
@require_POST
def issuer_resumption(request: HttpRequest, slug: str) -> HttpResponse:
    """Let a stopped issuer sign again."""
    person, at = signed_in(request), now()
    found = access.issuer_to_look_after(person, slug, at=at)
    operations.resume_issuing(actor=person, issuer=found, at=at)
    messages.success(request, _("Issuing goes on. What waited is signed within a minute or two."))
    return redirect("issuer_management", slug=found.slug)


@login_required
@require_POST
def issuer_tokens(request: HttpRequest, slug: str) -> HttpResponse:
    """Let an issuer's awards be had as JSON Web Tokens too."""
    person, at = signed_in(request), now()
    found = access.issuer_to_look_after(person, slug, at=at)
    operations.offer_tokens(actor=person, issuer=found, at=at)
    messages.success(request, _("From now on awards are signed as tokens too."))
    return redirect("issuer_management", slug=found.slug)


@login_required
@require_POST
def issuer_endorsement(request: HttpRequest, slug: str) -> HttpResponse:
    """Endorse a micro-credential or an award of another issuer."""
    person, at = signed_in(request), now()
    found = access.issuer_to_look_after(person, slug, at=at)
    form = EndorsementForm(request.POST, auto_id="endorsement_%s")
    if form.is_valid():
        endorsed = access.endorsable(form.cleaned_data["address"])
        if endorsed is None:
            form.add_error("address", _("Nothing of this server that can be endorsed has this address."))
        else:
            with refusals_shown_on(form):
                comment = form.cleaned_data["comment"]
                operations.endorse(actor=person, issuer=found, endorsed=endorsed, comment=comment, at=at)
                messages.success(request, _("The endorsement is signed within a minute or two."))
                return redirect("issuer_management", slug=found.slug)
    return _management_page(request, found, endorsement_form=form, status=422)


@login_required
@require_POST
def issuer_status(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose what an issuer offers to verifiers."""
    person, at = signed_in(request), now()
    found = access.issuer_to_look_after(person, slug, at=at)
    form = StatusChoiceForm(request.POST)
    if form.is_valid():
        operations.choose_status(actor=person, issuer=found, at=at, **form.cleaned_data)
        messages.success(request, _("Saved. It holds for awards from now on."))
    return redirect("issuer_management", slug=found.slug)


def _management_page(
    request: HttpRequest,
    found: Issuer,
    *,
    key_form: KeyRotationForm | None = None,
    stop_form: IssuingStopForm | None = None,
    endorsement_form: EndorsementForm | None = None,
    status: int = 200,
) -> HttpResponse:
    offered = {"suspends": found.suspends, "lists_revoked": found.lists_revoked}
    context = {
        "issuer": found,
        "keys": queries.keys_of(found),
        "stop": queries.stop_in_force(found),
        "waiting": queries.intents_waiting_at(found),
        "keys_renewable": not found.did.startswith("did:key:"),
        "key_form": key_form or KeyRotationForm(auto_id="key_%s"),
        "stop_form": stop_form or IssuingStopForm(auto_id="stop_%s"),
        "status_form": StatusChoiceForm(initial=offered),
        "endorsement_form": endorsement_form or EndorsementForm(auto_id="endorsement_%s"),
        "endorsements": queries.endorsements_by(found),
        "offers_tokens": queries.token_keys_of(found).exists(),
        "refused": key_form or stop_form or endorsement_form,
        "at_work": found.organization,
    }
    return render(request, "credentials/issuer_management.html", context, status=status)


def _credential_page(
    request: HttpRequest,
    award: Award,
    *,
    at: datetime,
    revoking: RevocationForm | None = None,
    suspending: SuspensionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    report = check(award.intent.signed.text.encode(), at=at)
    results = queries.results_of(award)
    reader = request.user if isinstance(request.user, Person) else None
    own = reader is not None and reader.pk == award.person_id
    acts_for_issuer = reader is not None and queries.may_revoke(reader, award, at=at)
    suspension = queries.suspension_in_force(award)
    may_withdraw = acts_for_issuer and not own and not hasattr(award, "revocation")
    context = {
        "award": award,
        "version": award.version,
        "summary": words.summary_of(report),
        "steps": words.main_steps_of(report),
        "checked_at": at,
        "revocation": getattr(award, "revocation", None),
        "results": results,
        "criteria": [result.criterion for result in results]
        or award.version.criteria.prefetch_related("levels").order_by("position"),
        "alignments": award.version.alignments.select_related("standard__framework").order_by(
            "standard__framework__name", "standard__position"
        ),
        "address": addresses.credential_page(award.pk),
        "endorsements": queries.endorsements_of(award),
        "tokens": award.intent.tokens.order_by("algorithm"),
        "own": own,
        "may_see_reason": acts_for_issuer,
        "suspension": suspension,
        "may_revoke": may_withdraw,
        "may_suspend": may_withdraw and suspension is None and award.intent.suspension_list_id is not None,
        "may_reinstate": may_withdraw and suspension is not None,
        "form": revoking or RevocationForm(),
        "suspension_form": suspending or SuspensionForm(auto_id="suspension_%s"),
        "refused": revoking or suspending,
    }
    return render(request, "credentials/credential.html", context, status=status)
