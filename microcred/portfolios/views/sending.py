"""The calls by which a browser sends a large file: begin, sign a part, send it, ask what is there, complete, abort.

They are the calls of an S3 multipart upload. Where files lie on this machine's disk, parts are sent to `upload_bytes`,
by addresses that are signed for one part, for a short time, and for who begun to send what to where; where they lie in
a bucket, by addresses that the bucket knows. What is said in XML is said as S3 says it, for the library in the browser.
"""

import re
import time
from collections.abc import Iterator
from hmac import compare_digest
from urllib.parse import urlencode
from uuid import UUID
from xml.sax.saxutils import escape

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from microcred.foundation import storage
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST
from microcred.foundation.middleware import wants_json
from microcred.foundation.refusals import Refusal
from microcred.organizations.access import signed_in
from microcred.portfolios import access, operations, queries
from microcred.portfolios.forms_uploads import BeginForm, PartForm
from microcred.portfolios.models import Upload

_PLAIN = re.compile(r"[0-9]{1,12}")


@login_required
@require_POST
def uploads(request: HttpRequest, pursuit_id: UUID, requirement_id: UUID) -> HttpResponse:
    """Begin to send a file, or go on with it where it was begun before."""
    person, at = signed_in(request), now()
    mine = access.own_pursuit(person, pursuit_id)
    requirement = access.requirement_of(mine, requirement_id)
    form = BeginForm(request.POST)
    if not form.is_valid():
        return _said(_("The file has no name or size that could be read. Choose it again."), 422)
    try:
        upload = operations.begin_upload(
            actor=person, pursuit=mine, requirement=requirement, **form.cleaned_data, at=at
        )
        there = queries.parts_there(upload)
    except Refusal as refusal:
        return _said(str(refusal), refusal.status)
    facts = {
        "upload": str(upload.pk),
        "part_size": upload.part_size,
        "there": there,
        "sign": reverse("upload_parts", args=[upload.pk]),
        "complete": reverse("upload_completion", args=[upload.pk]),
        "abort": reverse("upload_abort", args=[upload.pk]),
    }
    return JsonResponse(facts, status=201)


@login_required
@require_POST
def upload_parts(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Say where one part is to be sent, or, without a number, where it is asked which parts are there."""
    person, at = signed_in(request), now()
    upload = access.own_upload(person, upload_id)
    form = PartForm(request.POST)
    if not form.is_valid():
        return _said(_("The part has no number or digest that could be read."), 422)
    number, sha256 = form.cleaned_data["number"], form.cleaned_data["sha256"]
    arrived = form.cleaned_data["arrived"] or 0
    try:
        if number is None:
            place = operations.list_parts(actor=person, upload=upload, at=at)
            return _address(place or storage.Address(reverse("upload_bytes", args=[upload.pk]), {}))
        place = operations.sign_part(actor=person, upload=upload, number=number, sha256=sha256, arrived=arrived, at=at)
    except Refusal as refusal:
        # Another tab was faster with the same file: this one goes where it lies.
        where = _workspace_of(upload) if queries.is_completed(upload) else ""
        return JsonResponse({"message": str(refusal), "completed": where}, status=refusal.status)
    return _address(place or storage.Address(_own_address(upload, number, sha256), {}))


@csrf_exempt
@login_required
@require_http_methods(["GET", "HEAD", "PUT"])
def upload_bytes(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Take one part, or say which are there. Its address is its token: no other site can know it."""
    person = signed_in(request)
    upload = access.own_upload(person, upload_id)
    if request.method != "PUT":
        try:
            return _xml(_listed(storage.place().parts(upload.pk, upload.place_name)))
        except storage.NotThere:
            return _said(str(operations.UploadOver()), 404)
    number, sha256 = request.GET.get("partNumber", ""), request.GET.get("sha256", "")
    until, signature = request.GET.get("until", ""), request.GET.get("signature", "")
    if not (_PLAIN.fullmatch(number) and _PLAIN.fullmatch(until)):
        raise Http404
    if not compare_digest(signature, _signature(upload, int(number), sha256, int(until))):
        raise Http404
    if int(until) < time.time():
        return _said(_("This address was given out too long ago. Ask for a new one."), 410)
    return _take_part(request, upload, int(number), sha256)


@login_required
@require_POST
def upload_completion(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """All parts are there: the file is put together, hashed and taken in."""
    person = signed_in(request)
    upload = access.own_upload(person, upload_id)
    try:
        if not queries.is_completed(upload):
            arrived = operations.assemble(upload)
            operations.complete_upload(actor=person, upload=upload, arrived=arrived, at=now())
    except operations.ArrivedDamaged as damaged:
        operations.note_damage(actor=person, upload=upload, at=now())
        return _said(str(damaged), damaged.status)
    except operations.PartsMissing as missing:
        return _said(str(missing), missing.status, code="PartsMissing")
    except Refusal as refusal:
        return _said(str(refusal), refusal.status)
    where = _workspace_of(upload)
    return _xml(
        f"<CompleteMultipartUploadResult><Location>{escape(where)}</Location><Bucket>files</Bucket>"
        f"<Key>{upload.pk}</Key></CompleteMultipartUploadResult>"
    )


@login_required
@require_http_methods(["POST", "DELETE"])
def upload_abort(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Let go of an upload."""
    person = signed_in(request)
    upload = access.own_upload(person, upload_id)
    operations.abort_upload(actor=person, upload=upload, at=now())
    if request.method == "DELETE" or wants_json(request):
        return HttpResponse(status=204)
    return redirect(_workspace_of(upload))


def _take_part(request: HttpRequest, upload: Upload, number: int, sha256: str) -> HttpResponse:
    place = storage.place()
    if not isinstance(place, storage.Disk):
        return _said(_("Files are sent to the store itself. Load the page again."), 409)
    try:
        place.write_part(
            upload.pk,
            number=number,
            offset=(number - 1) * upload.part_size,
            size=upload.bytes_of(number),
            sha256=sha256,
            chunks=_body(request),
        )
    except storage.PartDamaged:
        return _said(_("A part of the file did not arrive as it was sent. It is sent again."), 422, code="PartDamaged")
    except storage.PartBusy:
        return _said(_("The same part is being sent from another page."), 503)
    except storage.NotThere:
        return _said(str(operations.UploadOver()), 404)
    return HttpResponse(headers={"ETag": f'"{sha256}"'})


def _body(request: HttpRequest) -> Iterator[bytes]:
    while chunk := request.read(storage.CHUNK):
        yield chunk


def _own_address(upload: Upload, number: int, sha256: str) -> str:
    until = int(time.time()) + operations.LINK_SECONDS
    signed = {"until": until, "signature": _signature(upload, number, sha256, until)}
    return (
        f"{reverse('upload_bytes', args=[upload.pk])}?{urlencode({'partNumber': number, 'sha256': sha256, **signed})}"
    )


def _signature(upload: Upload, number: int, sha256: str, until: int) -> str:
    """Proves that this server gave an address out: for this person, pursuit, requirement, upload, part and moment."""
    bound = (upload.pursuit.person_id, upload.pursuit_id, upload.requirement_id, upload.pk, number, sha256, until)
    return salted_hmac("portfolios.upload_part", ":".join(map(str, bound)), algorithm="sha256").hexdigest()


def _workspace_of(upload: Upload) -> str:
    return f"{reverse('pursuit', args=[upload.pursuit_id])}#requirement-{upload.requirement.position + 1}"


def _address(address: storage.Address) -> HttpResponse:
    return JsonResponse({"url": address.url, "headers": dict(address.headers)})


def _listed(parts: dict[int, tuple[str, int]]) -> str:
    rows = "".join(
        f'<Part><PartNumber>{number}</PartNumber><ETag>"{tag}"</ETag><Size>{size}</Size></Part>'
        for number, (tag, size) in parts.items()
    )
    return f"<ListPartsResult><IsTruncated>false</IsTruncated>{rows}</ListPartsResult>"


def _xml(body: str) -> HttpResponse:
    return HttpResponse(f'<?xml version="1.0" encoding="UTF-8"?>{body}', content_type="application/xml")


def _said(words: str, status: int, *, code: str = "") -> HttpResponse:
    return JsonResponse({"message": words, "code": code}, status=status)
