"""The files that requirements give to start from, named by a design."""

from django.utils.translation import gettext_lazy as _

from microcred.catalog.design import Design
from microcred.foundation.models import StoredFile
from microcred.foundation.refusals import Refusal


class TemplateUnknown(Refusal):
    """A requirement names a template whose file is not here, or is another than the one it names."""

    message = _(
        "The template of requirement {number} is not here, or is another file than the design says. Attach it again."
    )
    field = "requirements"


def templates_are_here(design: Design) -> None:
    """Refuse a design that names a file it does not know the digest of.

    Raises:
        TemplateUnknown
    """
    named = [(number, asked.template) for number, asked in enumerate(design.requirements, start=1)]
    wanted = {template.file for _number, template in named if template is not None and template.file}
    digests = dict(StoredFile.objects.filter(pk__in=wanted).values_list("pk", "sha256")) if wanted else {}
    for number, template in named:
        if template is not None and template.file and digests.get(template.file) != template.sha256:
            raise TemplateUnknown(number=number)
