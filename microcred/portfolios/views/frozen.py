"""What was frozen, opened by its educator for as long as it is kept: one file, the manifest, all of it."""

from typing import TypeVar
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from microcred.foundation import downloads
from microcred.foundation.methods import require_safe
from microcred.organizations.access import signed_in
from microcred.portfolios import access, queries
from microcred.portfolios.packing import packed

Answer = TypeVar("Answer", HttpResponse, StreamingHttpResponse)


@login_required
@require_safe
def submission_file(request: HttpRequest, submission_id: UUID, piece_id: UUID) -> HttpResponseBase:
    """One file as it was frozen, whatever became of it in the workspace since."""
    mine = access.own_submission(signed_in(request), submission_id)
    piece = queries.submitted_item(mine, piece_id)
    if piece is None or piece.item.file is None:
        raise Http404
    return downloads.serve(request, piece.item.file, name=piece.alias)


@login_required
@require_safe
def submission_manifest(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """The very bytes that the digest is taken of."""
    mine = access.own_submission(signed_in(request), submission_id)
    return _kept(HttpResponse(mine.manifest.encode(), content_type="application/json"), f"{mine.alias}-manifest.json")


@login_required
@require_safe
def submission_archive(request: HttpRequest, submission_id: UUID) -> HttpResponseBase:
    """All of it in one archive, written while it is sent."""
    mine = access.own_submission(signed_in(request), submission_id)
    return _kept(StreamingHttpResponse(packed(mine), content_type="application/zip"), f"{mine.alias}.zip")


def _kept(answer: Answer, name: str) -> Answer:
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
