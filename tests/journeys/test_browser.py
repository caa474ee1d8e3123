"""The main job in a real browser, as the cast do it, with every page of it looked at for barriers."""

import io
import re
import time
from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Locator, Page, expect

from microcred.site.demo.documents import as_pdf
from tests.journeys.looking import WIDE, Eyes, weight_of

pytestmark = pytest.mark.xdist_group("journeys")

PATIENCE = 60
"""seconds for what the worker does"""

COLD_VISIT = 200_000
"""bytes a public page may transfer to somebody who comes for the first time"""

PUBLIC_PAGES = (
    "/",
    "/catalogue/",
    "/catalogue/building-your-team/",
    "/stacks/",
    "/stacks/collective-leadership/",
    "/crosswalks/whole-child-education-crosswalk/",
    "/catalogue/managing-change/print/",
    "/programs/",
    "/programs/south-carolina-pilot/",
    "/verify/",
    "/account/login/",
    "/account/signup/",
    "/demo/",
)

PAGES_OF = {
    "ada": ["/home/", "/pursuits/", "/awards/", "/transcript/", "/inbox/", "/programs/south-carolina-pilot/"],
    "ben": ["/home/", "/queue/", "/account/2fa/", "/account/email/", "/profile/"],
    "lena": ["/home/", "/queue/", "/scoring/", "/requalifications/", "/catalogue/managing-change/versions/"],
    "cora": [
        "/home/",
        "/drafts/",
        "/drafts/spreadsheet/",
        "/retreats/",
        "/catalogue/managing-change/versions/2/grace/",
        "/catalogue/assessing-how-time-is-currently-used/retirement/grace/",
    ],
    "elena": ["/home/", "/programs/", "/programs/south-carolina-pilot/board/"],
    "omar": [
        "/home/",
        "/recognitions/",
        "/recognitions/?state=confirmed",
        "/recognitions/hours/",
        "/recognitions/cycles/",
        "/organizations/rock-hill/grace/",
        "/organizations/rock-hill/catalogue/",
    ],
    "femi": ["/home/", "/policies/"],
    "pia": ["/home/"],
    "rosa": [
        "/home/",
        "/organizations/carolinacred/catalogue/",
        "/organizations/carolinacred/licenses/use/",
    ],
    "gus": ["/home/", "/pursuits/", "/awards/", "/transcript/"],
}
"""Where each of the cast goes besides the main job, by address."""

WATCH_STEPS_APPEAR = """() => {
  window.appeared = [];
  new MutationObserver((changes) => changes.forEach(({ target }) => {
    if (!target.hasAttribute("data-waiting")) window.appeared.push(target.textContent.trim());
  })).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-waiting"] });
}"""


@pytest.mark.parametrize("address", PUBLIC_PAGES)
def test_a_public_page_is_open_to_everybody_and_light_on_a_cold_visit(eyes, browser, demonstration, address):
    window = browser.new_context(base_url=demonstration.url, viewport=WIDE)
    page = window.new_page()
    answers = []
    weight = weight_of(page, lambda: answers.append(page.goto(address)))
    assert answers[0].status == 200
    assert 0 < weight < COLD_VISIT
    eyes.look(page, address)
    window.close()


@pytest.mark.parametrize("key", PAGES_OF)
def test_a_page_of_every_role_has_no_barrier_and_fits_a_phone(arrive, eyes, key):
    page = arrive(key)
    for address in PAGES_OF[key]:
        answer = page.goto(address)
        assert answer.status == 200, address
        eyes.look(page, f"{key} at {address}")
    if key == "femi":
        page.get_by_role("main").get_by_role("link").first.click()
        eyes.look(page, "a policy")


def test_the_main_job_from_search_to_transcript(arrive, eyes):
    visitor, ada, ben, omar = arrive(), arrive("ada"), arrive("ben"), arrive("omar")
    henrike = arrive("henrike")

    visitor.goto("/catalogue/")
    visitor.get_by_role("searchbox").fill("perfromance assesment")
    expect(visitor.get_by_role("main")).to_contain_text("These have “performance assessment”")
    eyes.look(visitor, "search with mistyped words")

    eyes.look(ada, "Ada's home")
    join_the_pilot(ada)
    title = start_something_new(ada)
    workspace = ada.url
    eyes.look(ada, "workspace, empty")
    write_answers(ada, "I planned the step, took it with my second graders, and wrote down what I saw.")
    upload_evidence(ada, title, "first")
    expect(ada.get_by_role("main")).not_to_contain_text("Nothing yet")
    eyes.look(ada, "workspace, full")

    ada.get_by_role("link", name="Review and submit").first.click()
    eyes.look(ada, "review before submitting")
    for statement in ada.get_by_role("group", name="Confirm each statement").get_by_role("checkbox").all():
        statement.check()
    ada.get_by_role("button", name="Submit").click()
    expect(ada.get_by_role("heading", level=1)).to_have_text("We have your submission")
    eyes.look(ada, "receipt")

    claim_by_keyboard(ben, title, eyes)
    eyes.look(ben, "workbench")
    score_by_keyboard(ben, short=True)
    expect(ben.get_by_role("main")).to_contain_text("By your reading: not yet")
    eyes.look(ben, "decision before it is saved")
    press(ben, ben.get_by_role("button", name="Save the reading"), "Enter")
    expect(ben).to_have_url(re.compile("/queue/$"))
    read_too(henrike, title, eyes, short=True)

    ada.goto(workspace)
    expect(ada.get_by_role("main")).to_contain_text("What would meet it:")
    eyes.look(ada, "workspace, returned")
    ada.get_by_role("link", name="The whole feedback").click()
    expect(ada.get_by_role("main")).to_contain_text("Short of what is needed")
    eyes.look(ada, "feedback: not yet")
    ada.get_by_role("link", name="Revise", exact=True).click()
    revise_and_submit_by_keyboard(ada, title)
    eyes.look(ada, "second receipt")

    claim_by_keyboard(ben, title, eyes)
    eyes.look(ben, "workbench, second attempt")
    score_by_keyboard(ben, short=False)
    expect(ben.get_by_role("main")).to_contain_text("By your reading: earned")
    press(ben, ben.get_by_role("button", name="Save the reading"), "Enter")
    expect(ben).to_have_url(re.compile("/queue/$"))
    read_too(henrike, title, eyes, short=False)

    award = reload_until(ada, "/awards/", lambda: ada.get_by_role("main").get_by_role("link", name=title).first)
    eyes.look(ada, "awards")
    award.click()
    verify_before_the_eyes(visitor, ada.url)
    eyes.look(visitor, "credential")

    row = reload_until(
        omar,
        "/recognitions/",
        lambda: omar.get_by_role("row").filter(has_text=title).filter(has_text="Ada Whitfield"),
    )
    eyes.look(omar, "credit to confirm")
    row.get_by_role("button", name="Confirm").click()
    expect(row).to_have_count(0)
    eyes.look(omar, "credit confirmed")

    ada.goto("/transcript/")
    entry = ada.get_by_role("listitem").filter(has=ada.get_by_role("heading", name=title))
    expect(entry).to_contain_text("Confirmed")
    eyes.look(ada, "transcript")
    ada.goto("/inbox/")
    expect(ada.get_by_role("main")).to_contain_text(title)
    eyes.look(ada, "inbox")


def join_the_pilot(ada: Page) -> None:
    """Take a seat, unless she has one from an earlier story."""
    ada.goto("/programs/south-carolina-pilot/")
    accept = ada.get_by_label("I have read the agreement and accept it")
    if accept.count():
        accept.check()
        ada.get_by_role("button", name="Join the program").click()
    expect(ada.get_by_role("main")).to_contain_text("You have a seat")


def start_something_new(ada: Page) -> str:
    """Start the first micro-credential of the pilot that she has not begun, and return its title."""
    ada.goto("/pursuits/")
    begun = ada.get_by_role("main").inner_text()
    ada.goto("/programs/south-carolina-pilot/")
    table = ada.get_by_role("table", name="On offer, with the hours of work")
    for row in table.get_by_role("row").filter(has=ada.get_by_role("button")).all():
        title = row.get_by_role("rowheader").get_by_role("link").inner_text().strip()
        if title not in begun:
            row.get_by_role("button").click()
            expect(ada.get_by_role("heading", level=1)).to_have_text(title)
            return title
    pytest.fail("Ada has begun every micro-credential of the pilot")


def write_answers(page: Page, text: str) -> None:
    """Type into every open field, and see each saved."""
    for form in page.locator("form[data-autosave]").all():
        form.get_by_role("textbox").press_sequentially(text)
    for form in page.locator("form[data-autosave]").all():
        expect(form.locator("[data-save-status]")).to_have_text(re.compile(r"^Saved \d"))


def places_for_files(page: Page) -> Locator:
    """Where the workspace takes files: one section for each artifact that is open."""
    return page.locator("section[id^=requirement-]").filter(has=page.locator("form[data-upload]"))


def see_arrived(page: Page, number: int, count: int) -> None:
    """So many files are there and looked through: on a busy machine it is the worker who looks."""
    place = places_for_files(page).nth(number)
    expect(place.get_by_role("article")).to_have_count(count)
    expect(place.get_by_text("Being checked")).to_have_count(0)


def upload_evidence(page: Page, title: str, take: str) -> None:
    """Upload a real document, or a real image where documents are not asked for."""
    for number in range(places_for_files(page).count()):
        place = places_for_files(page).nth(number)
        before = place.get_by_role("article").count()
        place.locator("input[type=file]").set_input_files(evidence(place, title, f"{take}-{number + 1}"))
        see_arrived(page, number, before + 1)


def evidence(place: Locator, title: str, name: str) -> dict:
    """A file that this place takes."""
    if ".pdf" in (place.locator("input[type=file]").get_attribute("accept") or ".pdf"):
        content = as_pdf(title, f"# {title}\n\nWhat I planned, did and saw ({name}).\n\n- Planned\n- Done\n- Seen\n")
        return {"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": content}
    picture = Image.new("RGB", (800, 500), "white")
    ImageDraw.Draw(picture).text((40, 40), f"{title} ({name})", fill="black")
    content = io.BytesIO()
    picture.save(content, "PNG")
    return {"name": f"{name}.png", "mimeType": "image/png", "buffer": content.getvalue()}


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus."""
    for _press in range(250):
        if target.evaluate("(element) => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab does not reach {target}")


def press(page: Page, target: Locator, key: str) -> None:
    """Reach a control by Tab and press a key on it."""
    tab_to(page, target)
    page.keyboard.press(key)


def reload_until(page: Page, address: str, found: Callable[[], Locator]) -> Locator:
    """Open a page until what the worker brings is on it."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        page.goto(address)
        if found().count():
            return found()
        page.wait_for_timeout(300)
    pytest.fail(f"{address} does not show it within {PATIENCE} seconds: {page.get_by_role('main').inner_text()[:600]}")


def claim_by_keyboard(ben: Page, title: str, eyes: Eyes) -> None:
    """Take the submission to this micro-credential from the queue, without a pointer."""
    waiting = ben.get_by_role("table", name="Submissions that wait for you")
    row = reload_until(ben, "/queue/", lambda: waiting.get_by_role("row").filter(has_text=title))
    expect(row).to_have_count(1)
    eyes.look(ben, "queue")
    one_kind = ben.get_by_role("button", name=title, exact=True)
    press(ben, one_kind if one_kind.count() else ben.get_by_role("button", name="Take the next submission"), "Enter")
    expect(ben.get_by_role("heading", level=1)).to_have_text(title)


def score_by_keyboard(ben: Page, *, short: bool) -> None:
    """Give each open criterion its level by a number key, and a comment; one of them falls short if asked."""
    criteria = ben.locator("form[data-levels]")
    for number in range(criteria.count()):
        criterion = criteria.nth(number)
        needed = criterion.locator(".level").evaluate_all(
            "(levels) => levels.findIndex((level) => 'needed' in level.dataset) + 1"
        )
        level = 1 if short and number == 0 else needed
        assert needed > 1
        press(ben, criterion.get_by_role("radio").first, str(level))
        expect(criterion.get_by_role("radio").nth(level - 1)).to_be_checked()
        tab_to(ben, criterion.get_by_role("textbox"))
        ben.keyboard.type(
            "The plan names the step but not what was seen: add one." if level < needed else "The evidence shows it."
        )
        expect(criterion.locator("[data-save-status]")).to_have_text(re.compile(r"^Saved \d"))
    press(ben, ben.get_by_role("link", name="Review and save").last, "Enter")
    expect(ben.get_by_role("heading", level=1)).to_have_text("Review and save")


def read_too(second: Page, title: str, eyes: Eyes, *, short: bool) -> None:
    """Read what Ben found near the line, as blind as he was."""
    claim_by_keyboard(second, title, eyes)
    score_by_keyboard(second, short=short)
    press(second, second.get_by_role("button", name="Save the reading"), "Enter")
    expect(second).to_have_url(re.compile("/queue/$"))


def revise_and_submit_by_keyboard(ada: Page, title: str) -> None:
    """Replace what was short and submit again with Tab, Enter and Space alone."""
    answers = ada.locator("form[data-autosave]")
    for number in range(answers.count()):
        tab_to(ada, answers.nth(number).get_by_role("textbox"))
        ada.keyboard.type(" After the feedback I say more precisely what I saw.")
        expect(answers.nth(number).locator("[data-save-status]")).to_have_text(re.compile(r"^Saved \d"))
    for number in range(places_for_files(ada).count()):
        place = places_for_files(ada).nth(number)
        file = evidence(place, title, f"revised-{number + 1}")
        before = place.get_by_role("article").count()
        tab_to(ada, place.locator("input[type=file]"))
        with ada.expect_file_chooser() as choosing:
            ada.keyboard.press("Enter")
        choosing.value.set_files(file)
        see_arrived(ada, number, before + 1)
    press(ada, ada.get_by_role("link", name="Review and submit").last, "Enter")
    expect(ada.get_by_role("heading", level=1)).to_have_text("Review and submit")
    for statement in ada.get_by_role("group", name="Confirm each statement").get_by_role("checkbox").all():
        press(ada, statement, "Space")
        expect(statement).to_be_checked()
    press(ada, ada.get_by_role("button", name="Submit"), "Enter")
    expect(ada.get_by_role("heading", level=1)).to_have_text("We have your submission")
    expect(ada.get_by_role("main")).to_contain_text("Attempt 2")


def verify_before_the_eyes(reader: Page, address: str) -> None:
    """Open a credential as a stranger with its link, and watch every check pass in turn."""
    reader.add_init_script(f"({WATCH_STEPS_APPEAR})()")
    reader.goto(address)
    steps = reader.get_by_role("list", name="Checks of this credential")
    expect(steps).not_to_have_attribute("aria-busy", "true")
    titles = [step.locator(".verify-step-title").inner_text() for step in steps.get_by_role("listitem").all()]
    appeared = [words for words in reader.evaluate("() => window.appeared") if words]
    assert len(titles) > 3
    assert [title for title, words in zip(titles, appeared, strict=True) if title not in words] == []
    expect(steps.get_by_role("img", name="failed")).to_have_count(0)
    expect(steps.get_by_role("img", name="passed").first).to_be_visible()
