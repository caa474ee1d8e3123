"""What a person has to earn before they may start."""

from collections.abc import Sequence

from microcred.catalog.models import Version
from microcred.catalog.queries import prerequisites_of
from microcred.catalog.queries.prerequisites import ToBeEarned
from microcred.credentials.models import Award
from microcred.organizations.models import Person


def prerequisites_unmet(person: Person, version: Version) -> Sequence[ToBeEarned]:
    """What a version wants earned first and the person holds no award of, in the author's order.

    An award of any version counts, unless it was revoked. A version that wants nothing costs no query.
    """
    wanted = prerequisites_of(version)
    if not wanted:
        return ()
    held = Award.objects.filter(
        person=person, version__micro_credential__slug__in=[one.slug for one in wanted], revocation__isnull=True
    )
    earned = set(held.values_list("version__micro_credential__slug", flat=True))
    return [one for one in wanted if one.slug not in earned]
