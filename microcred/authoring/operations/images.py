"""Pictures in a draft: inspected by what they are, kept as clean copies."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from microcred.authoring.models import Draft, DraftImage
from microcred.authoring.operations.drafts import held, may_write_on, save_draft
from microcred.authoring.operations.receiving import inspected_upload, keep_clean
from microcred.catalog.design import Design, Image, as_json
from microcred.foundation.inspection import expected_kind
from microcred.foundation.operation import operation
from microcred.foundation.refusals import Refusal
from microcred.organizations.models import Person

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
    inspected = inspected_upload(chunks, name=name, size=size)
    draft = held(draft)
    design = Design.model_validate(draft.design)
    if len(design.images) >= MOST_IMAGES:
        raise TooManyImages(count=MOST_IMAGES)
    file = keep_clean(inspected, name=name)
    DraftImage.objects.create(draft=draft, file=file, put_in_by=actor, put_in_at=at)
    image = Image(file=file.pk, sha256=file.sha256, alt=alt)
    written = as_json(design.model_copy(update={"images": (*design.images, image)}))
    return save_draft(actor=actor, draft=draft, design=written, revision=draft.revision, at=at)
