"""Browser tests drive the system's Chromium, all on one xdist worker."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first that is there is driven. The shell is the same browser without the parts for a screen, which nobody sees
here and which take as much of the processor as the pages."""

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
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.fail("The browser journeys need Chromium: apt-get install chromium, or run `make test`.", pytrace=False)
    # Chromium's sandbox refuses root.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": program, "args": [*arguments, "--disable-dev-shm-usage"]}


RUNNING: list[Browser] = []
"""The browser of this process, once a test asked for it."""


@pytest.fixture(scope="session")
def browser(launch_browser: Callable[[], Browser]) -> Iterator[Browser]:
    """Replaces pytest-playwright's fixture of this name: one browser for all tests, known to the end of each."""
    browser = launch_browser()
    RUNNING.append(browser)
    yield browser
    RUNNING.remove(browser)
    browser.close()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown() -> None:
    """Close every window before anything else ends: pages ask on and on, and would ask a server whose rows are gone."""
    for browser in RUNNING:
        for window in browser.contexts:
            window.close()
