"""Covering regions of a picture with the pointer: what is drawn is what the copy has no more."""

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Locator, Page, expect

from microcred.foundation.clock import now
from microcred.portfolios.covering import Region
from microcred.portfolios.models import Redaction, RedactionUse, SubmittedItem
from microcred.portfolios.operations import quarantine_piece
from microcred.portfolios.tests import make
from microcred.portfolios.tests.operations.test_redact import has_canary, item, mine, photo, read
from tests.journeys.looking import Eyes, at_the_desk, drawn_through

__all__ = ["item", "mine"]
pytestmark = pytest.mark.django_db(transaction=True)

EDGES = ("left", "top", "width", "height")


def drag(page: Page, *points: tuple[float, float]) -> None:
    drawn_through(page.locator("[data-drawable]"), *points)


def shows(page: Page, number: int, *edges: str) -> None:
    """The row of that mark says where it is."""
    for name, edge in zip(EDGES, edges, strict=True):
        expect(edge_of(page, number, name)).to_have_value(edge)


def edge_of(page: Page, number: int, name: str) -> Locator:
    return page.locator("[data-mark-row]").nth(number).locator(f"[data-place={name}]")


def row(page: Page, number: int) -> list[str]:
    expect(edge_of(page, number, EDGES[-1])).not_to_have_value("")
    return [edge_of(page, number, name).input_value() for name in EDGES]


def shapes(page: Page):
    return page.locator("svg[data-covering] rect:not([data-drawn])")


def test_what_is_drawn_with_the_pointer_is_not_in_the_copy(cast, live_server, browser: Browser, mine, item):
    page = at_the_desk(browser, cast.ada, live_server.url)
    page.goto(reverse("item_redaction", args=[item.pk]))

    drag(page, (0.1, 0.1), (0.2, 0.15), (0.3, 0.2))
    shows(page, 0, "10", "10", "20", "10")
    drag(page, (0.98, 0.97), (0.7, 0.7), (0.5, 0.5))
    left, top, width, height = map(float, row(page, 1))
    assert (left, top) == (50, 50), "drawn from below, it begins at its upper left all the same"
    assert (width, height) == pytest.approx((48, 47), abs=0.6)
    expect(shapes(page)).to_have_count(2)

    page.locator("[data-mark-row]").first.locator("[data-place=left]").fill("5")
    expect(shapes(page).first).to_have_attribute("x", "5")
    eyes = Eyes()
    eyes.look(page, "redaction-drawn")
    page.get_by_role("button", name="Make the copy and look at it").click()

    expect(page.get_by_role("heading", name="The redacted copy")).to_be_visible()
    redaction = Redaction.objects.get()
    first, second = redaction.covered
    assert first == Region(left=5, top=10, width=20, height=10)
    assert (second.left, second.top) == (50, 50)
    page.get_by_role("button", name="Use this copy").click()
    expect(page.get_by_text("Something is covered in it.")).to_be_visible()
    assert has_canary(photo())
    assert not has_canary(read(RedactionUse.objects.get().item.file))
    assert not eyes.problems, "\n".join(eyes.problems)


def test_regions_are_drawn_on_pages_and_tapped(cast, live_server, browser: Browser, mine):
    plan = make.put(mine, "plan.pdf", make.pdf(2), at=cast.at)
    page = at_the_desk(browser, cast.ada, live_server.url)
    page.goto(reverse("item_redaction", args=[plan.pk]))
    turned = page.locator("[data-page-pictures] img:not([data-waiting])")
    expect(turned).to_be_visible()
    drag(page, (0.1, 0.1), (0.2, 0.15), (0.3, 0.2))
    page.get_by_role("button", name="Next page").click()
    expect(page.get_by_text("Page 2 of 2")).to_be_visible()
    expect(turned).to_be_visible()
    expect(shapes(page)).to_have_count(0)
    for point in ((0.5, 0.5), (0.7, 0.8)):
        drag(page, point)
    expect(shapes(page)).to_have_count(1)
    for number, written in enumerate(("1", "2")):
        expect(page.locator("[data-place=page]").nth(number)).to_have_value(written)
    assert [float(edge) for edge in row(page, 1)] == pytest.approx([50, 50, 20, 30], abs=0.6)
    eyes = Eyes()
    eyes.look(page, "redaction-page-picture")
    page.locator("[data-mark-row]").first.locator("[data-place=left]").focus()
    expect(page.get_by_text("Page 1 of 2")).to_be_visible()
    page.get_by_role("button", name="Make the copy and look at it").click()

    expect(page.get_by_role("heading", name="The redacted copy")).to_be_visible()
    first, second = Redaction.objects.get().covered
    assert (first.page, second.page) == (1, 2)
    assert second.width == pytest.approx(20, abs=0.6)
    assert not eyes.problems, "\n".join(eyes.problems)


def test_a_press_without_a_drag_covers_nothing_and_rows_never_run_out(cast, live_server, browser: Browser, mine, item):
    page = at_the_desk(browser, cast.ada, live_server.url)
    page.goto(reverse("item_redaction", args=[item.pk]))
    drag(page, (0.5, 0.5))
    expect(shapes(page)).to_have_count(0)
    rows = page.locator("[data-mark-row]").count()

    for number in range(rows + 1):
        drag(page, (0.1, 0.1 + number / 20), (0.2, 0.13 + number / 20))

    expect(shapes(page)).to_have_count(rows + 1)
    expect(page.locator("[data-mark-row]")).to_have_count(rows + 1)
    expect(page.get_by_role("group", name=f"Place {rows + 1}", exact=True)).to_be_visible()
    page.get_by_role("button", name="Make the copy and look at it").click()
    expect(page.get_by_role("heading", name="The redacted copy")).to_be_visible()
    assert len(Redaction.objects.get().covered) == rows + 1


def test_a_clean_copy_that_is_put_in_is_asked_who_is_in_it(cast, live_server, browser: Browser, mine, item):
    make.declared(item, "students", at=cast.at)
    submission = make.handed_in(make.fill(mine, at=cast.at), at=cast.at)
    piece = SubmittedItem.objects.get(submission=submission, item=item)
    aside = quarantine_piece(actor=cast.ben, piece=piece, reason="student_name", at=now())
    page = at_the_desk(browser, cast.ada, live_server.url)
    page.goto(reverse("quarantine", args=[aside.pk]))
    file = {"name": "clean.png", "mimeType": "image/png", "buffer": make.picture(size=(50, 40))}
    eyes = Eyes()
    eyes.look(page, "clean-copy")

    page.get_by_label("The clean copy").set_input_files(file)
    page.get_by_role("button", name="Upload").click()
    expect(page.locator("#people_error")).to_contain_text("Say who can be recognized in it")
    page.get_by_label("Nobody", exact=True).check()
    page.get_by_label("The clean copy").set_input_files(file)
    page.get_by_role("button", name="Upload").click()

    expect(page.get_by_text("A clean copy is in its place")).to_be_visible()
    assert not eyes.problems, "\n".join(eyes.problems)
