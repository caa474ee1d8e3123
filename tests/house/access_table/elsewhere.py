"""What is accepted from elsewhere is for everyone; who looks after quality refers and decides."""

from tests.house.access_table import EVERYONE

DOORS = {
    "elsewhere": {"GET": EVERYONE, "POST": {"pia"}},
    "external": {"GET": {"pia"}},
    "external_decision": {"POST": {"pia"}},
}


def _external(world):
    from microcred.catalog.models import ExternalMicroCredential

    return {"external_id": ExternalMicroCredential.objects.get().pk}


ARGUMENTS = {"external": _external, "external_decision": _external}
BODIES = {("elsewhere", "POST"): lambda world: {"organization": "partnership"}}
