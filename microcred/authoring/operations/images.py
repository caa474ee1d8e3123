"""Pictures in a draft: inspected by what they are, kept as clean copies."""

from collections.abc import Iterable
from datetime import datetime
from tempfile import SpooledTemporaryFile

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from microcred.authoring.models import Draft, DraftImage
from microcred.authoring.operations.drafts import held, may_write_on, save_draft
from microcred.catalog.design import Design, Image, as_json
from microcred.foundation import storage
from microcred.foundation.inspection import FileTooLarge, expected_kind, inspect
from microcred.foundation.operation import operation
from microcred.foundation.refusals import Refusal
from microcred.organizations.models import Person

LARGEST = 5 * 1024 * 1024
"""bytes: a page with some of them still loads on a weak link"""

MOST_IMAGES = 12


class NotAnImage(Refusal):
    """A file of another kind."""

    message = _("“{name}” is no picture. Pictures are taken as PNG, JPEG, GIF or WebP.")
    field = "file"
    status = 422


class TooManyImages(Refusal):
    """As many as a page bears."""

    message = _("There are {count} pictures in this draft, as many as one takes. Take one out first.")
    field = "file"


@operation
def put_in_image(
    *, actor: Person, draft: Draft, name: str, chunks: Iterable[bytes], size: int, alt: str, at: datetime
) -> Draft:
    """Put a picture into a draft: a clean copy, with its digest and the words for who cannot see it.

    Without such words it is taken too, for a draft may be incomplete; publishing waits for them.

    Args:
        size: how many bytes are said to come; more than that are counted.

    Raises:
        FileRefused: one of its subclasses, named for the fact.
        NotAnImage, TooManyImages, DraftPublished, NotAllowed, and what `save_draft` raises.
    """
    may_write_on(actor, draft, at)
    name = name.replace("\\", "/").rpartition("/")[2][-200:]
    if expected_kind(name) != "image":
        raise NotAnImage(name=name)
    with SpooledTemporaryFile(LARGEST) as upload:
        arrived = 0
        for chunk in chunks:
            arrived += len(chunk)
            if max(arrived, size) > LARGEST:
                much = filesizeformat(max(arrived, size))
                raise FileTooLarge(name=name, size=much, limit=filesizeformat(LARGEST))
            upload.write(chunk)
        inspected = inspect(upload, name)
    draft = held(draft)
    design = Design.model_validate(draft.design)
    if len(design.images) >= MOST_IMAGES:
        raise TooManyImages(count=MOST_IMAGES)
    with inspected.source as clean:
        pieces = iter(lambda: clean.read(storage.CHUNK), b"")
        file = storage.store(pieces, name=name, media_type=inspected.media_type)
    DraftImage.objects.create(draft=draft, file=file, put_in_by=actor, put_in_at=at)
    image = Image(file=file.pk, sha256=file.sha256, alt=alt)
    written = as_json(design.model_copy(update={"images": (*design.images, image)}))
    return save_draft(actor=actor, draft=draft, design=written, revision=draft.revision, at=at)
