"""The files that requirements give to start from, named by a design."""

from django.utils.translation import gettext_lazy as _

from microcred.catalog.design import Design
from microcred.foundation.refusals import Refusal
from microcred.foundation.storage import files_named


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
    files = files_named((template.file, template.sha256) for _number, template in named if template is not None)
    for number, template in named:
        if template is None or template.file is None:
            continue
        file = files.get(template.file)
        if file is None or file.sha256 != template.sha256:
            raise TemplateUnknown(number=number)
