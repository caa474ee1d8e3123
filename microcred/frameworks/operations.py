"""The verbs of what things align to."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from microcred.foundation.operation import operation
from microcred.foundation.refusals import Refusal
from microcred.frameworks.models import Framework, Standard
from microcred.organizations.models import Person


class FrameworkAdopted(Refusal):
    """A framework of this slug is already there."""

    message = _("A framework is already kept under “{slug}”. Choose another short name, or use the one that is there.")
    field = "slug"


class CodeTwice(Refusal):
    """Two standards of one framework carry the same code."""

    message = _("The code “{code}” stands twice in this framework. Give each standard a code of its own.")
    field = "standards"


@operation
def adopt(
    *,
    actor: Person | None,
    slug: str,
    name: str,
    publisher: str,
    standards: Sequence[tuple[str, str, str]],
    edition: str = "",
    url: str = "",
) -> Framework:
    """Take in a published set of professional standards, so that designs can align to its items.

    Args:
        actor: Who adopts it, or None for the operator.
        standards: Code, name and text of each item, in the publisher's order.
        url: The publisher's own page, where one was confirmed.
    """
    if Framework.objects.filter(slug=slug).exists():
        raise FrameworkAdopted(slug=slug)
    codes: set[str] = set()
    for code, _name, _text in standards:
        if code in codes:
            raise CodeTwice(code=code)
        codes.add(code)
    framework = Framework.objects.create(slug=slug, name=name, edition=edition, publisher=publisher, url=url)
    Standard.objects.bulk_create(
        Standard(framework=framework, code=code, name=item, text=text, position=position)
        for position, (code, item, text) in enumerate(standards)
    )
    return framework
