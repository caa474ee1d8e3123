"""The files of published designs, from our own origin: pictures, and templates to start from."""

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase

from microcred.catalog import access
from microcred.foundation import downloads
from microcred.foundation.methods import require_safe

FOR_EVER = "public, max-age=31536000, immutable"
"""The bytes under an identifier never change."""


@require_safe
def image(request: HttpRequest, file_id: UUID) -> HttpResponseBase:
    """A picture that a published version shows."""
    response = downloads.serve(request, access.public_image(file_id))
    response["Cache-Control"] = FOR_EVER
    return response


@require_safe
def template_file(request: HttpRequest, file_id: UUID) -> HttpResponseBase:
    """A template that a requirement of a published version gives to start from, to be kept and filled in."""
    response = downloads.serve(request, access.public_template(file_id), inline=False)
    response["Cache-Control"] = FOR_EVER
    return response
