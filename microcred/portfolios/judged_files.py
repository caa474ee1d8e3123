"""Serving what blind readers may open: never more than the wall leaves, and under no name but an alias."""

from django.http import Http404, HttpRequest, HttpResponseBase

from microcred.foundation import downloads
from microcred.foundation.models import StoredFile
from microcred.portfolios.models import SubmittedItem
from microcred.portfolios.operations import picture_of_page
from microcred.portfolios.queries import file_to_read, forms_of, rendition, wall_for_judges


def serve_judged(request: HttpRequest, piece: SubmittedItem) -> HttpResponseBase:
    """Return the file of a frozen piece as whoever judges may have it; 404 where nothing of it is opened.

    Whoever calls this answers for the reader being allowed to the piece.
    """
    found = file_to_read(piece)
    if found is None:
        raise Http404
    file, alias = found
    return downloads.serve(request, file, name=alias)


def serve_judged_form(request: HttpRequest, piece: SubmittedItem, form: str) -> HttpResponseBase:
    """Return another form of it: its pages, a still of it, or its captions as they stood when it was submitted.

    Args:
        form: a `Rendition.Role`, or "captions".
    """
    opened = wall_for_judges(piece.submission).opens(piece.item)
    if opened is None:
        raise Http404
    if form == "captions":
        return downloads.serve_captions(forms_of([opened.pk], until=piece.submission.submitted_at)[opened.pk].captions)
    file = rendition(opened, form)
    if file is None:
        raise Http404
    return downloads.serve(request, file, name=f"{piece.alias}.{file.name}")


def judged_page(piece: SubmittedItem, number: int) -> StoredFile | None:
    """The picture of a page of what whoever judges may have for a frozen piece; None where nothing of it is opened, or
    it has no such page that can be drawn."""
    opened = wall_for_judges(piece.submission).opens(piece.item)
    return picture_of_page(opened, number) if opened is not None else None
