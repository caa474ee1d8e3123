"""Loaded by pytest before anything else (``-p tests.plugin``): a PostgreSQL server, and where Django finds it.

Every run gets a database of its own on a throw-away server in ``build/test``, which stops with its last user. To use
another server set ``TEST_DATABASE_URL`` (the app role) and ``TEST_DATABASE_OWNER_URL`` (the owner, who may create
databases); both must name a database that may be connected to, and nothing is written to it.

Django connects as the app role, so that every test also tests the grants. See ``tests/database.py``.
"""

import gc
import os
import shutil
import string
import tempfile
from pathlib import Path

import pytest
from django.middleware import csrf
from hypothesis import HealthCheck, settings

from microcred.foundation import postgres

CHECKOUT = Path(__file__).resolve().parents[1]

# How long an example takes is a matter of the machine, and no test is about it.
settings.register_profile("microcred", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("microcred")

# Search less often for garbage: looking through all that is imported and collected, again and again, is an eighth of a
# processor's time, and little is found that is not let go of anyway.
gc.set_threshold(50_000, 20, 20)

APP_URL = "MICROCRED_TEST_APP_URL"
OWNER_URL = "MICROCRED_TEST_OWNER_URL"
"""By these the main process tells its xdist workers where the server is."""

MAY_STAND_STILL = f"""
GRANT SET ON PARAMETER session_replication_role TO "{postgres.OWNER_ROLE}", "{postgres.APP_ROLE}"
"""
"""With it triggers and foreign keys stand down where rows are taken out of a throw-away database, or written as they
were."""


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    # Settings are read right after this, by pytest-django, so all they read must be in place now.
    home = tempfile.mkdtemp(prefix="microcred-test-")
    early_config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))
    os.environ["MICROCRED_HOME"] = home
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        _find_server(early_config)
    database = f"microcred_test_{os.getpid()}_{worker or 'main'}"
    os.environ["DATABASE_URL"] = postgres.address_of(os.environ[APP_URL]).with_database(database).url
    os.environ["DATABASE_OWNER_URL"] = postgres.address_of(os.environ[OWNER_URL]).with_database(database).url
    # Playwright's synchronous interface runs an event loop in the thread that also asks the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def _find_server(early_config: pytest.Config) -> None:
    app, owner = os.environ.get("TEST_DATABASE_URL"), os.environ.get("TEST_DATABASE_OWNER_URL")
    if bool(app) != bool(owner):
        message = "Set both TEST_DATABASE_URL (the app role) and TEST_DATABASE_OWNER_URL (the owner), or neither."
        raise pytest.UsageError(message)
    if app and owner:
        os.environ[APP_URL], os.environ[OWNER_URL] = app, owner
        return
    try:
        server = postgres.start(CHECKOUT / "build" / "test", durable=False)
        server.run_sql(MAY_STAND_STILL, role="postgres")
    except postgres.LaunchRefused as refused:
        raise pytest.UsageError(str(refused)) from refused
    early_config.add_cleanup(server.stop)
    os.environ[APP_URL], os.environ[OWNER_URL] = server.app_url, server.owner_url


def pytest_configure(config: pytest.Config) -> None:
    # No file of this process outlives it, and waiting for the disk is a twentieth of all the time. Programs that tests
    # start and kill are processes of their own: they do wait.
    os.fsync = os.fdatasync = lambda _file: None
    # A page holds many letters drawn by chance, and a test that looks for a word that must not be there would find it
    # among them one day.
    csrf.CSRF_ALLOWED_CHARS = string.digits
    # Of two plug-ins with a fixture of one name the later wins; pytest-django and pytest-playwright are in by now.
    for name in (
        "tests.database",
        "tests.remembered",
        "tests.sharing",
        "tests.browser",
        "tests.cast",
        "tests.read_once",
        "tests.s3_server",
    ):
        config.pluginmanager.import_plugin(name)


def pytest_collection_finish() -> None:
    """Leave what was imported and collected out of the search for garbage."""
    gc.freeze()


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Name a case by its place where its value is a file or a key made a moment ago: two processes must agree."""
    return argname if isinstance(val, bytes | dict) else None
