"""Who gets through the doors of services: programs with their own secrets, people to what they themselves allowed."""

from tests.house.access_table import EVERYONE, NOBODY, SIGNED_IN

FOR_PROGRAMS = {"GET": NOBODY, "POST": EVERYONE}

DOORS = {
    "oauth_metadata": {"GET": EVERYONE, "POST": NOBODY},
    # They answer every program; without a secret or a code they only say that it is missing
    "oauth_clients": FOR_PROGRAMS,
    "oauth_token": FOR_PROGRAMS,
    "oauth_revoke": FOR_PROGRAMS,
    # Everyone is asked about their own account
    "oauth_authorize": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "connections": {"GET": SIGNED_IN, "POST": NOBODY},
    "connection_end": {"POST": {"ada"}},
}

ARGUMENTS = {"connection_end": lambda world: {"grant_id": world.grant.pk}}
