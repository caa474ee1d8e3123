"""Browser tests drive the system's Chromium, all on one xdist worker."""

import os
import shutil
from typing import Any

import pytest
from playwright.sync_api import expect

PATIENCE_MS = 30_000
"""How long an expectation may take to come true on a busy machine."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if {"page", "context", "browser"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)
            # One worker has the browser, the other goes on with the rest.
            if item.get_closest_marker("xdist_group") is None:
                item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Playwright's own browsers are not fetched: Debian's is maintained with the rest of the machine."""
    expect.set_options(timeout=PATIENCE_MS)
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        pytest.fail("The browser journeys need Chromium: apt-get install chromium, or run `make test`.", pytrace=False)
    # Chromium's sandbox refuses root.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": program, "args": [*arguments, "--disable-dev-shm-usage"]}
