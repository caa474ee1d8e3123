"""What is looked at on each page of a journey: what axe finds, the narrow screen, and the weight of a cold visit."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.test import Client
from django.utils.text import slugify
from playwright.sync_api import Browser, Locator, Page, ViewportSize

from tests.journeys.conftest import CHECKOUT

AXE = CHECKOUT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

WIDE: ViewportSize = {"width": 1440, "height": 1000}
NARROW: ViewportSize = {"width": 390, "height": 844}

RUN_AXE = """async (options) => {
  // A colour on its way to another is neither. What moves with scrolling instead of time ends when somebody scrolls.
  // What is folded away is not drawn, and its way to another colour never ends.
  const moving = document
    .getAnimations()
    .filter((animation) => animation.timeline === document.timeline && animation.effect.target.checkVisibility());
  await Promise.all(moving.map((animation) => animation.finished.catch(() => {})));
  const report = await axe.run(document, { ...options, resultTypes: ["violations"] });
  return report.violations.map((rule) => ({
    id: rule.id,
    help: rule.help,
    nodes: rule.nodes.map((node) => `${node.target.join(" ")}  ${node.html.slice(0, 160)}`),
  }));
}"""

OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  const wide = (element) => element.getBoundingClientRect().right > width + 1;
  const tooWide = document.documentElement.scrollWidth > width;
  const found = tooWide ? [...document.body.querySelectorAll("*")].filter(wide) : [];
  // A frame that scrolls hides what is too wide in it from the page, and from whoever does not know that it scrolls.
  for (const frame of document.querySelectorAll(".table-frame")) {
    if (width < 640 && frame.scrollWidth > frame.clientWidth + 1) found.push(frame);
  }
  return found.slice(0, 5).map((element) => element.outerHTML.slice(0, 160));
}"""


def at_the_desk(browser: Browser, person, url: str) -> Page:
    """A window of somebody's own on a server that shares the test's database; they are signed in."""
    client = Client()
    client.force_login(person)
    window = browser.new_context(base_url=url, viewport=WIDE)
    window.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": url}])
    return window.new_page()


def drawn_through(picture: Locator, *points: tuple[float, float]) -> None:
    """Press at the first point, pass the others and let go at the last; in shares of the picture. One is a click."""
    places = [place_in(picture, *point) for point in points]
    mouse = picture.page.mouse
    mouse.move(*places[0])
    mouse.down()
    for place in places[1:]:
        mouse.move(*place)
    mouse.up()


def place_in(picture: Locator, across: float, down: float) -> tuple[float, float]:
    """Where a point of a picture, in shares of it, is in the window."""
    # It comes when it is looked at; before that it has no size, or one that changes under the pointer.
    picture.scroll_into_view_if_needed()
    picture.evaluate("(image) => image.decode()")
    box = picture.bounding_box()
    assert box
    return box["x"] + box["width"] * across, box["y"] + box["height"] * down


def folder_for_pictures() -> Path | None:
    """Where the environment (`PICTURES`) asks for pictures, if anywhere."""
    return Path(os.environ["PICTURES"]) if os.environ.get("PICTURES") else None


@dataclass
class Eyes:
    """Looks at pages and keeps what is wrong with them, so that one journey tells everything it saw."""

    problems: list[str] = field(default_factory=list)
    pictures: Path | None = field(default_factory=folder_for_pictures)
    """Where to keep a screenshot of each look, if anywhere."""

    def look(self, page: Page, name: str) -> None:
        """Look at a loaded page, wide by day and narrow by night: each layout and each set of colours once."""
        page.wait_for_load_state("load")
        if not page.evaluate("() => Boolean(window.axe)"):
            page.evaluate(AXE.read_text())
        for size, scheme in ((WIDE, "light"), (NARROW, "dark")):
            where = f"{name}, {size['width']} px, {scheme}"
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            for violation in page.evaluate(RUN_AXE, {"runOnly": {"type": "tag", "values": list(TAGS)}}):
                nodes = "\n    ".join(violation["nodes"][:4])
                self.problems.append(f"{where}: {violation['id']}: {violation['help']}\n    {nodes}")
            for element in page.evaluate(OVERFLOW):
                self.problems.append(f"{where}: wider than the screen: {element}")
            if self.pictures:
                page.screenshot(
                    path=self.pictures / f"{slugify(name) or 'front'}-{size['width']}-{scheme}.png", full_page=True
                )
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(WIDE)


def weight_of(page: Page, visit: Callable[[], object]) -> int:
    """Return the bytes that a visit transfers, headers included, as the browser's network counts them."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    transferred = 0

    def finished(event: dict) -> None:
        nonlocal transferred
        transferred += event["encodedDataLength"]

    session.on("Network.loadingFinished", finished)
    visit()
    page.wait_for_load_state("networkidle")
    session.detach()
    return int(transferred)
