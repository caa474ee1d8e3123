"""Pages that few people open, each walked by keyboard alone."""

import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.journeys.test_browser import press, tab_to

pytestmark = pytest.mark.xdist_group("journeys")


def test_a_lead_requalifies_an_assessor(arrive, eyes):
    lena = arrive("lena")
    asked = lena.get_by_role("region", name="Another rubric to judge by")
    press(lena, asked.get_by_role("link", name=", version").first, "Enter")
    expect(lena.get_by_role("heading", level=1)).to_contain_text("Who may judge")
    eyes.look(lena, "requalification")
    press(lena, lena.get_by_role("checkbox", name="Ben Okafor"), "Space")
    tab_to(lena, lena.get_by_label("What it rests on"))
    lena.keyboard.type("Ten papers by the new rubric.")
    press(lena, lena.get_by_role("button", name="Requalify them"), "Enter")
    expect(lena.get_by_role("main")).to_contain_text("Requalified on")
    eyes.look(lena, "requalification, nobody asked")


def test_an_author_gives_more_time(arrive, eyes):
    cora = arrive("cora")
    cora.goto("/catalogue/managing-change/versions/")
    press(cora, cora.get_by_role("link", name="Give people in progress more time"), "Enter")
    tab_to(cora, cora.get_by_label("New last day"))
    cora.keyboard.type("12312027")
    tab_to(cora, cora.get_by_label("Why"))
    cora.keyboard.type("The district lost three weeks to snow.")
    press(cora, cora.get_by_role("button", name="Give more time"), "Enter")
    expect(cora.get_by_role("main")).to_contain_text("December 31, 2027")
    eyes.look(cora, "more time given")


def test_an_administrator_licenses_and_ends_a_license(arrive, eyes):
    rosa = arrive("rosa")
    rosa.goto("/organizations/carolinacred/catalogue/")
    press(rosa, rosa.get_by_text("License something to another organization"), "Enter")
    eyes.look(rosa, "own catalogue, the form of a license open")
    tab_to(rosa, rosa.get_by_label("To", exact=True))
    rosa.keyboard.type("Blue Ridge")
    tab_to(rosa, rosa.get_by_label("First day"))
    rosa.keyboard.type("01152027")
    press(rosa, rosa.get_by_role("button", name="License it"), "Enter")
    row = rosa.get_by_role("row").filter(has_text="Blue Ridge School District")
    expect(row).to_contain_text("To come")
    press(rosa, row.get_by_role("link", name="End"), "Enter")
    dialog = rosa.get_by_role("dialog")
    eyes.look(rosa, "ending a license")
    tab_to(rosa, dialog.get_by_label("Last day"))
    rosa.keyboard.type("02282027")
    tab_to(rosa, dialog.get_by_label("Reason"))
    rosa.keyboard.type("They write their own.")
    press(rosa, dialog.get_by_role("button", name="End this license"), "Enter")
    expect(row).to_contain_text("February 28, 2027")


def test_an_archive_is_looked_at_before_it_comes_in(arrive, eyes, tmp_path: Path):
    rosa, omar = arrive("rosa"), arrive("omar")
    rosa.goto("/organizations/carolinacred/catalogue/")
    with rosa.expect_download() as taken:
        press(rosa, rosa.get_by_role("link", name="Download the archive"), "Enter")
    taken.value.save_as(tmp_path / "archive.zip")
    omar.goto("/organizations/rock-hill/catalogue/")
    # The system's own chooser cannot be typed into by a test; what comes before and after it is.
    omar.get_by_label("Archive").set_input_files(tmp_path / "archive.zip")
    press(omar, omar.get_by_role("button", name="See what it would change"), "Enter")
    expect(omar.get_by_role("main")).to_contain_text("are new.")
    eyes.look(omar, "an archive before it comes in")
    tab_to(omar, omar.get_by_role("button", name="Take it in"))


def test_drafts_come_from_a_spreadsheet_or_its_rows_are_named(arrive, eyes, tmp_path: Path):
    cora = arrive("cora")
    cora.goto("/drafts/spreadsheet/")
    with cora.expect_download() as taken:
        press(cora, cora.get_by_role("link", name="Download the template"), "Enter")
    taken.value.save_as(tmp_path / "template.xlsx")
    book = openpyxl.load_workbook(tmp_path / "template.xlsx")
    book["Micro-credentials"].append(["circles", "Opening a circle", "", "teacher", "many"])
    book.save(tmp_path / "broken.xlsx")
    book["Micro-credentials"]["E3"] = 12
    book.save(tmp_path / "mended.xlsx")
    for name, words in (("broken", "One thing to mend"), ("mended", "One draft would be started")):
        cora.locator("[name=spreadsheet]").set_input_files(tmp_path / f"{name}.xlsx")
        press(cora, cora.get_by_role("button", name="See what it would make"), "Enter")
        expect(cora.get_by_role("main")).to_contain_text(words)
        eyes.look(cora, f"spreadsheet, {name}")
    press(cora, cora.get_by_role("button", name="Start them"), "Enter")
    expect(cora).to_have_url(re.compile("/drafts/$"))
    expect(cora.get_by_role("main")).to_contain_text("Opening a circle")


def test_a_retreat_is_chosen_for_and_printed(arrive, eyes):
    cora = arrive("cora")
    cora.goto("/retreats/")
    press(cora, cora.get_by_role("main").get_by_role("link", name="Autumn revision retreat"), "Enter")
    expect(cora).to_have_url(re.compile("/retreats/[0-9a-f-]{36}/$"))
    retreat = cora.url
    cora.goto(f"{retreat}choosing/")
    tab_to(cora, cora.get_by_role("searchbox", name="Words of the title"))
    cora.keyboard.type("building")
    cora.keyboard.press("Enter")
    expect(cora.get_by_role("main")).not_to_contain_text("Asking Questions")
    press(cora, cora.get_by_role("checkbox", name="Building Movement into Lessons"), "Space")
    eyes.look(cora, "choosing for a retreat")
    press(cora, cora.get_by_role("button", name="Put what is chosen on the agenda"), "Enter")
    expect(cora.get_by_role("main")).to_contain_text("Building Movement into Lessons")
    cora.goto(f"{retreat}print/")
    eyes.look(cora, "agenda on paper")
