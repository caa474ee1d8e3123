"""Who gets through the doors of badge hosts: services with a person's token, people to their own backpack."""

from tests.house.access_table import EVERYONE, NOBODY, SIGNED_IN

DOORS = {
    "ob_discovery": {"GET": EVERYONE, "POST": NOBODY},
    # They answer every program; without a token they only say that it is missing
    "ob_credentials": {"GET": EVERYONE, "POST": EVERYONE},
    "ob_profile": {"GET": EVERYONE, "PUT": EVERYONE, "POST": NOBODY},
    "ob_nothing_here": {"GET": NOBODY, "POST": NOBODY},
    "sending": {"GET": {"ada"}, "POST": {"ada"}},
    # Only with the state of an errand of one's own
    "host_callback": {"GET": NOBODY, "POST": NOBODY},
    "backpack": {"GET": SIGNED_IN, "POST": NOBODY},
    "backpack_addition": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "external_credential_looks": {"GET": {"ada"}, "POST": NOBODY},
    "external_credential": {"GET": {"ada"}, "POST": NOBODY},
    "external_credential_out": {"POST": {"ada"}},
    "external_credential_transcript": {"POST": {"ada"}},
}


def _held(world):
    return {"credential_id": world.external_credential.pk}


ARGUMENTS = {
    "ob_nothing_here": lambda world: {"rest": "nothing"},
    "sending": lambda world: {"award_id": world.award.pk},
    "external_credential_looks": _held,
    "external_credential": _held,
    "external_credential_out": _held,
    "external_credential_transcript": _held,
}
