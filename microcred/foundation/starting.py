"""From a bare process to a configured Django: where state is, which database, as which role."""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MIGRATION_OPTIONS = {"lock_timeout": "2s", "statement_timeout": "10min"}
"""What a migration's connection is told: it gives way to people who are using the tables."""

DEMO_ADDRESS = "demo-address"
"""The file in the home directory that says where the demonstration is served."""

CHECKOUT = Path(__file__).resolve().parents[2]


def home() -> Path:
    """Return the one directory that holds state, before settings are read."""
    return Path(os.environ.get("MICROCRED_HOME") or CHECKOUT / ".state")


def find_database() -> None:
    """Without DATABASE_URL, start the embedded PostgreSQL of the home directory, or join it when it runs.

    Raises:
        LaunchRefused: it cannot be started; the message is for a person.
    """
    if os.environ.get("DATABASE_URL"):
        return
    from microcred.foundation import postgres

    server = postgres.start(home())
    os.environ["DATABASE_URL"] = server.app_url
    os.environ["DATABASE_OWNER_URL"] = server.owner_url


@contextmanager
def without_looking_for_garbage() -> Iterator[None]:
    """Import much, and leave it out of every later search for garbage: all of it stays, and looking through it again
    and again takes an eighth of the start."""
    looked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if looked:
            gc.enable()


def start_django(*, as_owner: bool = False) -> None:
    """Configure Django; `as_owner` connects as the role that owns the tables, giving way to locks."""
    find_database()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "microcred.settings")
    application_url = os.environ["DATABASE_URL"]
    if as_owner:
        os.environ["DATABASE_URL"] = os.environ.get("DATABASE_OWNER_URL") or application_url
    with without_looking_for_garbage():
        import django
        from django.conf import settings

        if as_owner:
            said = " ".join(f"-c {name}={value}" for name, value in MIGRATION_OPTIONS.items())
            settings.DATABASES["default"]["OPTIONS"]["options"] = said
        django.setup()
    os.environ["DATABASE_URL"] = application_url
