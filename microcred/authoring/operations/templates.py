"""A template for a requirement of a draft: inspected by what it is, kept as a clean copy."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from microcred.authoring.models import Draft
from microcred.authoring.operations.drafts import held, may_write_on, save_draft
from microcred.authoring.operations.receiving import inspected_upload, keep_clean
from microcred.catalog.design import Design, Template, as_json
from microcred.foundation.inspection import expected_kind
from microcred.foundation.operation import operation
from microcred.foundation.refusals import Refusal
from microcred.organizations.models import Person

KINDS = frozenset({"document", "image"})
"""What one fills in or draws on; a recording is a resource, not a template."""

LONGEST_TITLE = 200


class NotATemplate(Refusal):
    """A file of another kind."""

    message = _("“{name}” is no document and no picture. Attach a PDF, a document, a spreadsheet, slides or a picture.")
    field = "file"
    status = 422


class TemplateNotAskedFor(Refusal):
    """The requirement is not in the draft any more, or asks for nothing that a template would serve."""

    message = _("Only an artifact has a template, and this draft has no such artifact any more. Look at it again.")


@operation
def attach_template(
    *,
    actor: Person,
    draft: Draft,
    requirement: UUID,
    name: str,
    chunks: Iterable[bytes],
    size: int,
    title: str,
    at: datetime,
) -> Draft:
    """Give a requirement a file to start from: a clean copy, with its digest, in the place of the one before.

    Args:
        requirement: The identifier of an artifact in the draft's design.
        size: how many bytes are said to come; more than that are counted.
        title: What it is; the name of the file where it is empty.

    Raises:
        FileRefused: one of its subclasses, named for the fact.
        NotATemplate, TemplateNotAskedFor, DraftPublished, NotAllowed, and what `save_draft` raises.
    """
    may_write_on(actor, draft, at)
    name = name.replace("\\", "/").rpartition("/")[2][-LONGEST_TITLE:]
    if expected_kind(name) not in KINDS:
        raise NotATemplate(name=name)
    inspected = inspected_upload(chunks, name=name, size=size)
    draft = held(draft)
    design = Design.model_validate(draft.design)
    place = next((n for n, one in enumerate(design.requirements) if one.uuid == requirement), None)
    if place is None or design.requirements[place].kind != "artifact":
        raise TemplateNotAskedFor
    file = keep_clean(inspected, name=name)
    asked = design.requirements[place]
    before = asked.template or Template()
    told = title.strip() or before.title or name.rpartition(".")[0] or name
    template = before.model_copy(update={"title": told[:LONGEST_TITLE], "file": file.pk, "sha256": file.sha256})
    requirements = list(design.requirements)
    requirements[place] = asked.model_copy(update={"template": template})
    written = as_json(design.model_copy(update={"requirements": tuple(requirements)}))
    return save_draft(actor=actor, draft=draft, design=written, revision=draft.revision, at=at)
