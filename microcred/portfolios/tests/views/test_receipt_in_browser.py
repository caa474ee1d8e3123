"""The receipt, checked in the browser of whoever submitted: what is unchanged, what is not, and which."""

import re

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from microcred.portfolios.models import Submission
from microcred.portfolios.queries import checking
from microcred.portfolios.tests.make import fill, handed_in, pdf, put, started
from microcred.portfolios.views.workspace import said_to_reader
from tests.journeys.looking import Eyes

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def submission(cast) -> Submission:
    """Files, answers and statements."""
    pursuit = started(cast)
    put(pursuit, "plan.pdf", pdf(3), at=cast.at)
    put(pursuit, "notes.txt", "Wer dabei war: ünïcödé.\r\n".encode(), at=cast.at)
    return handed_in(fill(pursuit, at=cast.at), at=cast.at)


@pytest.fixture
def receipt(live_server, cast, context, submission) -> Page:
    """Ada has her receipt before her."""
    sign_in(context, cast.ada, live_server.url)
    page = context.new_page()
    page.goto(f"{live_server.url}/submissions/{submission.pk}/")
    return page


def pieces_of(submission: Submission) -> tuple[checking.Piece, ...]:
    return checking.check_of(submission, said_to_reader(submission.pursuit.version)).pieces


def sign_in(context, person, url: str) -> None:
    client = Client()
    client.force_login(person)
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": session.key, "value": session.value, "url": url}])


def check(page: Page) -> None:
    page.get_by_role("button", name="Check it here").click()


def row_of(page: Page, what: str):
    titled = page.locator(".verify-step-title", has_text=what)
    return page.get_by_role("list", name="Checks").get_by_role("listitem").filter(has=titled)


def fetches_of(page: Page) -> list[str]:
    """The addresses that a script of the page asks for from now on."""
    fetched: list[str] = []
    page.on("request", lambda request: request.resource_type == "fetch" and fetched.append(request.url))
    return fetched


def file_of(submission: Submission, alias: str) -> str:
    return f"**/submissions/{submission.pk}/files/{submission.items.get(alias=alias).pk}/"


def test_what_is_unchanged_is_said_piece_by_piece_and_of_all(receipt, submission):
    fetched = fetches_of(receipt)
    check(receipt)

    count = len(pieces_of(submission)) + 1
    expect(receipt.get_by_text(f"All {count} pieces are what was frozen")).to_be_visible()
    rows = receipt.get_by_role("list", name="Checks").get_by_role("listitem")
    expect(rows).to_have_count(count)
    assert all("Unchanged" in words for words in rows.all_inner_texts())
    for what in ("The manifest", "Answer 1", "evidence-1.pdf", "evidence-2.txt", "Statement:"):
        expect(row_of(receipt, what).first).to_be_visible()
    own = re.compile(rf"/submissions/{submission.pk}/(manifest\.json|files/[0-9a-f-]+/)$")
    assert [url for url in fetched if not own.search(url)] == []
    assert len(fetched) == 1 + submission.items.count()

    eyes = Eyes()
    eyes.look(receipt, "receipt-checked")
    assert eyes.problems == []


@pytest.mark.parametrize("content", [b"Somebody else was there.", b"", b"x" * 4000])
def test_a_file_that_comes_otherwise_is_named(receipt, submission, content):
    receipt.route(file_of(submission, "evidence-2.txt"), lambda route: route.fulfill(body=content))
    check(receipt)

    expect(receipt.get_by_text("Not what was frozen: evidence-2.txt")).to_be_visible()
    expect(row_of(receipt, "evidence-2.txt")).to_contain_text("Differs")
    expect(row_of(receipt, "evidence-1.pdf")).to_contain_text("Unchanged")
    expect(row_of(receipt, "The manifest")).to_contain_text("Unchanged")

    receipt.unroute_all()
    check(receipt)
    expect(receipt.get_by_text(re.compile("All [0-9]+ pieces are what was frozen"))).to_be_visible()
    expect(row_of(receipt, "evidence-2.txt")).to_have_count(1)


def test_another_manifest_is_not_the_one_of_the_receipt_and_names_other_pieces(receipt, submission):
    digest = submission.items.get(alias="evidence-1.pdf").item.file.sha256
    other = submission.manifest.replace(digest, "0" * 64)
    receipt.route("**/manifest.json", lambda route: route.fulfill(body=other))
    check(receipt)

    expect(row_of(receipt, "The manifest")).to_contain_text("Differs")
    expect(row_of(receipt, "evidence-1.pdf")).to_contain_text("Not named by the manifest that came")
    expect(receipt.get_by_text("Not what was frozen: The manifest and evidence-1.pdf")).to_be_visible()


def test_what_does_not_come_is_not_called_changed(receipt, submission, context):
    receipt.route(file_of(submission, "evidence-1.pdf"), lambda route: route.abort())
    check(receipt)
    expect(row_of(receipt, "evidence-1.pdf")).to_contain_text("Not checked")
    expect(receipt.get_by_text("Not checked: evidence-1.pdf")).to_be_visible()

    receipt.unroute_all()
    context.clear_cookies()
    check(receipt)
    expect(
        receipt.get_by_text("Not checked: The manifest, evidence-1.pdf, evidence-2.txt, and evidence-3.pdf")
    ).to_be_visible()


def test_a_file_too_large_for_memory_is_not_fetched_and_left_to_the_command(receipt, submission, monkeypatch):
    monkeypatch.setattr(checking, "MOST_BYTES", 100)
    receipt.reload()
    fetched = fetches_of(receipt)
    expect(receipt.get_by_text("are left to the archive and the command")).to_be_visible()
    check(receipt)

    expect(row_of(receipt, "evidence-1.pdf")).to_contain_text("too large for a browser’s memory")
    expect(receipt.get_by_text("Not checked: evidence-1.pdf and evidence-3.pdf")).to_be_visible()
    expect(row_of(receipt, "evidence-2.txt")).to_contain_text("Unchanged")
    assert len(fetched) == 2


def test_without_a_script_a_sentence_leads_to_the_command(browser, cast, live_server, submission):
    context = browser.new_context(java_script_enabled=False)
    sign_in(context, cast.ada, live_server.url)
    page = context.new_page()
    page.goto(f"{live_server.url}/submissions/{submission.pk}/")

    expect(page.get_by_text("This browser cannot check it on this page")).to_be_visible()
    expect(page.get_by_role("button", name="Check it here")).to_be_hidden()
    page.get_by_text("Check it yourself").click()
    expect(page.locator("pre", has_text="microcred verify-submission")).to_be_visible()
    context.close()


def test_on_paper_it_is_a_document_of_its_own(receipt, submission, cast):
    expect(receipt.get_by_role("button", name="Print the receipt")).to_be_visible()
    receipt.emulate_media(media="print")

    words = receipt.inner_text("body")
    facts = (submission.pursuit.version.title, cast.ada.name, "Tuesday, September 1, 2026, 8 a.m. EDT")
    for one in (*facts, submission.digest, "evidence-1.pdf", "evidence-2.txt"):
        assert one in words
    for piece in pieces_of(submission):
        assert piece.sha256 in words
    for navigation in ("To the work", "Check it here", "Sign out", "What happens now", submission.alias):
        assert navigation not in words
