"""Kept comments against the real server: a click or a key writes one in, keeping is one click, findings come along."""

import pytest
from playwright.sync_api import Page, expect

from microcred.foundation.clock import now
from microcred.scoring.models import KeptComment, KeptCommentUse, Mark
from microcred.scoring.operations import keep_comment
from microcred.scoring.tests.views.test_workbench_in_browser import desk  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "On [page] you name the step. Add one thing that you saw."


def test_one_is_written_in_by_key_kept_anew_by_click_and_what_is_found_comes_along(page: Page, desk: str, cast):  # noqa: F811
    keep_comment(actor=cast.ben, text=WORDS, criterion=None, at=now())
    page.goto(desk)
    criterion = page.locator("form[data-levels]").first
    text = criterion.locator("textarea")
    text.fill("The plan is there.")
    criterion.get_by_text("Kept comments: 1").click()
    criterion.get_by_role("radio").first.press("Space")
    criterion.get_by_role("radio").first.press("a")

    expect(text).to_have_value(f"The plan is there.\n\n{WORDS}")
    expect(text).to_be_focused()
    assert page.evaluate("() => getSelection().toString()") == "[page]"
    expect(criterion.locator("[data-save-status]")).to_contain_text("Saved")
    expect(criterion.get_by_text("A placeholder is not filled in.")).to_be_visible()

    page.keyboard.type("page 2")
    expect(criterion.get_by_text("A placeholder is not filled in.")).to_have_count(0)
    criterion.get_by_role("button", name="Keep this comment").click()
    expect(criterion.get_by_text("Kept comments: 2")).to_be_visible()
    expect(criterion.get_by_role("button", name="Use it")).to_have_count(2)
    assert KeptComment.objects.order_by("kept_at").last().text.startswith("The plan is there.\n\nOn page [number] you")
    assert KeptCommentUse.objects.count() == 1
    assert "On page 2 you name the step." in Mark.objects.get().comment


LINK = """(form) => {
  const link = form.appendChild(document.createElement("a"));
  link.dataset.key = "a";
  link.addEventListener("click", () => (form.dataset.followed = "1"));
}"""


def test_a_letter_means_the_list_while_it_is_open_and_the_link_else(page: Page, desk: str, cast):  # noqa: F811
    keep_comment(actor=cast.ben, text=WORDS, criterion=None, at=now())
    page.goto(desk)
    criterion = page.locator("form[data-levels]").first
    criterion.evaluate(LINK)
    kept = criterion.get_by_text("Kept comments: 1")
    kept.click()
    criterion.get_by_role("radio").first.press("a")
    expect(criterion.locator("textarea")).to_have_value(WORDS)
    assert criterion.get_attribute("data-followed") is None

    kept.click()
    criterion.get_by_role("radio").first.press("a")
    assert criterion.get_attribute("data-followed") == "1"
    expect(criterion.locator("textarea")).to_have_value(WORDS)


def test_enter_on_a_level_uses_nothing_that_is_kept(page: Page, desk: str, cast):  # noqa: F811
    keep_comment(actor=cast.ben, text=WORDS, criterion=None, at=now())
    page.goto(desk)
    criterion = page.locator("form[data-levels]").first
    criterion.get_by_role("radio").first.press("Enter")

    expect(criterion.locator("textarea")).to_have_value("")
    assert page.url.split("#")[0] == desk
    assert not KeptCommentUse.objects.exists()
