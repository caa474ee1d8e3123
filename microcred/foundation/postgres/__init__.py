"""A PostgreSQL server of our own, started from a wheel, for the demo and for the tests.

Needs only the standard library, so that the launcher can run before Django is configured::

    from microcred.foundation import postgres

    server = postgres.start(Path(".state"))
    server.app_url    # the role that serves requests: owns nothing, bypasses nothing
    server.owner_url  # the role that migrates
    server.stop()     # also happens at exit and on SIGTERM

Whoever has a PostgreSQL server sets ``DATABASE_URL`` and ``DATABASE_OWNER_URL`` and never comes here;
``docs/operating/postgresql.md`` says how to make the two roles.
"""

from microcred.foundation.postgres.binaries import Binaries, find_binaries
from microcred.foundation.postgres.cluster import Server, is_up, start
from microcred.foundation.postgres.refusal import LaunchRefused
from microcred.foundation.postgres.roles import (
    APP_ROLE,
    EXTENSIONS,
    OWNER_ROLE,
    clone_database_sql,
    prepare_database_sql,
)
from microcred.foundation.postgres.urls import Address, address_of

__all__ = [
    "APP_ROLE",
    "EXTENSIONS",
    "OWNER_ROLE",
    "Address",
    "Binaries",
    "LaunchRefused",
    "Server",
    "address_of",
    "clone_database_sql",
    "find_binaries",
    "is_up",
    "prepare_database_sql",
    "start",
]
