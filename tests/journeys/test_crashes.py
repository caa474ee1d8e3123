"""`kill -9` of every part of the server at the moments that matter: afterwards nothing is lost, doubled or half done.

Two ways to die. By chance: the killing comes some random milliseconds after the request. By aim: the test keeps one
table from being written, waits until the victim stands before it in the middle of its transaction, and kills it there.
"""

import hashlib
import json
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from email import message_from_bytes
from functools import partial
from itertools import count
from pathlib import Path
from typing import TypeVar

import httpx
import psycopg
import pytest

from microcred.site.demo.journey import CAST_OF_IT, Journey
from microcred.site.demo.visitor import Form, Page, PageNotAsExpected, Visitor
from tests.journeys.conftest import Fresh
from tests.journeys.processes import Served, wait_until
from tests.journeys.sending import Sender
from tests.ports import hold_port

pytestmark = [pytest.mark.xdist_group("journeys"), pytest.mark.slow]

T = TypeVar("T")

chance = random.Random(20_181_031)

SUBMITTING_WRITES = ("portfolios_attestation", "foundation_outboxevent", "notices_notice")
SCORING_WRITES = ("scoring_score", "credentials_awardintent")
AWARDING_WRITES = ("credentials_signedcredential", "credentials_awardresult", "recognition_entry")
"""Where the victims are made to wait and are killed: after the first, between, and before the last thing written."""


@pytest.fixture(scope="module")
def served(fresh: Fresh, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = fresh.copy(tmp_path_factory.mktemp("served") / "home")
    parts = Served(home, f"http://localhost:{hold_port()}")
    try:
        parts.start_web()
        yield parts
    finally:
        parts.end()


@pytest.fixture
def journey(served: Served, tmp_path: Path) -> Iterator[Journey]:
    """Ada, two assessors and Omar have signed in; Ada has begun another micro-credential and put her evidence in."""
    yield from begun(served, tmp_path)


@pytest.fixture(scope="module")
def uploading(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journey]:
    """The same, once for several stories: the pilot offers only so many micro-credentials to begin."""
    yield from begun(served, tmp_path_factory.mktemp("uploading"))


def begun(served: Served, folder: Path) -> Iterator[Journey]:
    people = {key: Visitor(served.url) for key in CAST_OF_IT}
    played = Journey(people, folder)
    for step in (played.sign_in, played.join, played.start, played.write):
        step()
    yield played
    for visitor in people.values():
        visitor.__exit__(None, None, None)


class Sending:
    """A form on its way to a server that may die: the page that came back, or None."""

    def __init__(self, visitor: Visitor, form: Form, values: dict) -> None:
        self.page: Page | None = None
        self._thread = threading.Thread(target=self._send, args=(visitor, form, values))
        self._thread.start()

    def join(self) -> Page | None:
        self._thread.join(timeout=90)
        assert not self._thread.is_alive()
        return self.page

    def _send(self, visitor: Visitor, form: Form, values: dict) -> None:
        try:
            self.page = visitor.send(form, values)
        except (httpx.HTTPError, PageNotAsExpected):
            self.page = None


def kill_in_the_middle(served: Served, part: str, table: str, act: Callable[[], T]) -> T:
    """Kill a part while, in what `act` makes it do, it is about to write to a table. Return what `act` did."""
    with served.nobody_writes(table):
        acted = act()
        wait_until(lambda: served.somebody_waits_to_write(table), f"the {part} writes to {table}")
        served.kill(part)
    return acted


def send_until_it_is_through(
    served: Served, visitor: Visitor, form: Form, values: dict, *, tables: tuple[str, ...]
) -> Page:
    """Send one form again and again, to a web server that dies over it each time but the last."""
    answers = []
    for table in tables:
        sending = kill_in_the_middle(served, "web", table, partial(Sending, visitor, form, values))
        assert sending.join() is None, f"an answer came although {table} was never written"
        served.start_web()
    for longest in (0.03, 0.3):
        sending = Sending(visitor, form, values)
        time.sleep(chance.uniform(0, longest))
        served.kill("web")
        answers.append(sending.join())
        served.start_web()
    answers.append(visitor.send(form, values))
    places = {page.address for page in answers if page is not None}
    assert len(places) == 1, f"one form led to {places}"
    return answers[-1]


def test_a_web_server_killed_over_a_submission_leaves_the_draft_or_the_receipt(served: Served, journey: Journey):
    ada = journey.people["ada"]
    form = ada.open(f"{journey.workspace}submission/").form("/submission/")
    boxes = form.element.xpath(".//input[@type='checkbox']")
    attested = {boxes[0].get("name"): [box.get("value") for box in boxes]}
    receipt = send_until_it_is_through(served, ada, form, attested, tables=SUBMITTING_WRITES)
    assert "/submissions/" in receipt.address

    submission_id, pursuit_id = last_id(receipt.address), last_id(journey.workspace)
    found = served.ask("SELECT array_agg(id::text) FROM portfolios_submission WHERE pursuit_id = %s", pursuit_id)
    assert found == [submission_id]
    told = "SELECT count(*) FROM notices_notice WHERE key = %s"
    assert served.ask(told, f"submission_received:{submission_id}") == 1

    served.start_worker()
    queued = "SELECT count(*) FROM scoring_queueitem WHERE submission_id = %s"
    wait_until(lambda: served.ask(queued, submission_id) == 1, "the submission stands in the queue")
    wait_until_all_is_delivered(served)
    served.kill("worker")
    served.check_invariants()


def test_web_and_worker_killed_over_an_award_leave_one_credential(served: Served, journey: Journey):
    served.start_worker()
    ben = journey.people["ben"]
    journey.submit()
    submission_id = last_id(journey.receipt)
    journey.score_as("henrike")  # what passes is read by two: Ben's reading is the one that decides
    bench = mark_all_but_save_nothing(journey)
    wait_until_all_is_delivered(served)
    served.kill("worker")

    form = ben.open(f"{bench.address}scoring/").form("/scoring/")
    send_until_it_is_through(served, ben, form, {}, tables=SCORING_WRITES)
    decision = "SELECT id FROM scoring_decision WHERE submission_id = %s AND outcome = 'earned'"
    source = served.ask(decision, submission_id)
    intents = "SELECT count(*) FROM credentials_awardintent WHERE source = %s"
    assert served.ask(intents, source) == 1
    served.check_invariants()  # half way: written down what will be signed, and nobody there to sign it

    for table in AWARDING_WRITES:
        kill_in_the_middle(served, "worker", table, served.start_worker)
    served.start_worker()
    wait_until(lambda: is_at_work(served) or not something_waits(served), "the worker takes up what was left")
    time.sleep(chance.uniform(0, 0.3))
    served.kill("worker")
    served.check_invariants()

    served.start_worker()
    journey.receive()
    wait_until_all_is_delivered(served)
    award_id = last_id(journey.credential)
    awards = """
        SELECT array_agg(award.id::text) FROM credentials_award AS award
        JOIN credentials_awardintent AS intent ON intent.id = award.intent_id WHERE intent.source = %s
    """
    assert served.ask(awards, source) == [award_id]
    doubled = "SELECT count(*) - count(DISTINCT (status_list_id, status_index)) FROM credentials_awardintent"
    assert served.ask(doubled) == 0
    assert served.ask("SELECT count(*) FROM notices_notice WHERE key = %s", f"award-granted:{award_id}") == 1
    wait_until(lambda: len(mails_about(served, f"/credentials/{award_id}/")) >= 1, "the mail leaves")
    assert len(set(mails_about(served, f"/credentials/{award_id}/"))) == 1
    served.kill("worker")
    served.check_invariants()


def test_a_worker_killed_with_a_mail_in_hand_sends_it_again_under_the_same_name(served: Served, journey: Journey):
    journey.submit()
    key = f"submission_received:{last_id(journey.receipt)}"
    path = f"/submissions/{last_id(journey.receipt)}/"
    kill_in_the_middle(served, "worker", "notices_notice", served.start_worker)
    assert len(mails_about(served, path)) == 1
    mailed = "SELECT mailed_at IS NOT NULL FROM notices_notice WHERE key = %s"
    assert served.ask(mailed, key) is False

    served.start_worker()
    wait_until(lambda: served.ask(mailed, key), "the mail is sent again")
    sent = mails_about(served, path)
    assert len(sent) == 2
    assert len(set(sent)) == 1
    served.kill("worker")
    served.check_invariants()


def test_a_killed_database_keeps_every_save_it_has_acknowledged(served: Served, journey: Journey):
    served.start_worker()
    journey.submit()
    wait_until_all_is_delivered(served)  # so web and worker hold connections that are about to break
    journey.start()
    journey.write()
    acknowledged: dict[str, int] = {}
    """By the requirement's identifier: the number of the last draft that the server said it had saved."""

    def write(field: int) -> None:
        with Visitor(served.url) as ada, suppress(httpx.HTTPError, PageNotAsExpected):
            ada.send(ada.open("/demo/").form("/demo/ada/"))
            form = ada.open(journey.workspace).forms("/answers/")[field]
            revision = form.values["revision"]
            for number in count(1):
                values = {"text": f"draft {number}", "revision": str(revision)}
                revision = json.loads(ada.send(form, values, accept="application/json").text)["revision"]
                acknowledged[last_id(form.address)] = number

    writers = [threading.Thread(target=write, args=(field,)) for field in range(2)]
    for writer in writers:
        writer.start()
    wait_until(lambda: len(acknowledged) == 2 and min(acknowledged.values()) >= 5, "everybody has saved a few times")
    time.sleep(chance.uniform(0, 0.3))
    served.kill_database()
    for writer in writers:
        writer.join(timeout=90)

    served.start_database()
    for requirement_id, number in acknowledged.items():
        kept = served.ask(
            "SELECT text FROM portfolios_answer WHERE pursuit_id = %s AND requirement_id = %s",
            last_id(journey.workspace),
            requirement_id,
        )
        assert int(kept.split()[1]) in {number, number + 1}, "the last may have been kept though nobody heard so"
    served.check_invariants()

    wait_until_it_opens(journey)
    journey.submit()
    submission_id = last_id(journey.receipt)

    def is_queued() -> bool:
        return served.ask("SELECT count(*) FROM scoring_queueitem WHERE submission_id = %s", submission_id) == 1

    wait_until(is_queued, "the worker works again by itself", seconds=90)
    assert served.is_running("worker")
    wait_until_all_is_delivered(served)
    served.kill("worker")
    served.check_invariants()


def test_a_killed_database_leaves_a_submission_and_its_withdrawal_whole_or_undone(served: Served, uploading: Journey):
    """Submit, take back and submit again; PostgreSQL is killed in the middle of each, more than once."""
    ada, pursuit_id = uploading.people["ada"], last_id(uploading.workspace)
    handed_in = "SELECT count(*) FROM portfolios_submission WHERE pursuit_id = %s"
    taken_back = """
        SELECT count(*) FROM portfolios_withdrawal AS withdrawal
        JOIN portfolios_submission AS submission ON submission.id = withdrawal.submission_id WHERE pursuit_id = %s
    """
    for number in (1, 2):
        form = ada.open(f"{uploading.workspace}submission/").form("/submission/")
        boxes = form.element.xpath(".//input[@type='checkbox']")
        attested = {boxes[0].get("name"): [box.get("value") for box in boxes]}
        for table in ("portfolios_attestation", "notices_notice"):
            kill_database_in_the_middle(served, table, partial(Sending, ada, form, attested))
            assert served.ask(handed_in, pursuit_id) == number - 1
        receipt = ada.send(form, attested)
        assert last_id(ada.send(form, attested).address) == last_id(receipt.address), "the same form once more"
        assert served.ask(handed_in, pursuit_id) == number
        told = "SELECT count(*) FROM notices_notice WHERE key = %s"
        assert served.ask(told, f"submission_received:{last_id(receipt.address)}") == 1
        back = ada.open(f"{receipt.address}withdrawal/").form("/withdrawal/")
        kill_database_in_the_middle(served, "notices_notice", partial(Sending, ada, back, {}))
        assert served.ask(taken_back, pursuit_id) == number - 1
        ada.send(back)
        ada.send(back)
        assert served.ask(taken_back, pursuit_id) == number
        served.check_invariants()


def kill_database_in_the_middle(served: Served, table: str, act: Callable[[], Sending]) -> None:
    """Kill PostgreSQL while what is sent is about to be written to a table, and start it on what it left behind."""
    with suppress(psycopg.OperationalError), served.nobody_writes(table):
        sending = act()
        wait_until(lambda: served.somebody_waits_to_write(table), f"somebody writes to {table}")
        served.kill_database()
        # On a slow machine somebody else may have been waiting, and what was sent arrive only at the next database.
        served.kill("web")
    assert sending.join() is None, f"an answer came although {table} was never written"
    served.start_database()
    served.start_web()


def test_web_and_worker_outlive_the_loss_of_every_session(served: Served, journey: Journey):
    served.start_worker()
    journey.submit()
    wait_until_all_is_delivered(served)
    journey.start()
    journey.write()
    # of this database alone: the server holds those of other tests, which run at the same time
    others = "pid <> pg_backend_pid() AND usename = current_user AND datname = current_database()"
    assert served.ask(f"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE {others}") > 1

    journey.submit()
    submission_id = last_id(journey.receipt)
    queued = "SELECT count(*) FROM scoring_queueitem WHERE submission_id = %s"
    wait_until(lambda: served.ask(queued, submission_id) == 1, "the worker works again", seconds=30)
    wait_until_all_is_delivered(served)
    assert served.is_running("worker")
    served.kill("worker")
    served.check_invariants()


def test_a_worker_waits_for_its_database(served: Served, journey: Journey):
    served.kill_database()
    served.start_worker()
    log = served.home / "worker.log"
    wait_until(lambda: "out of reach" in log.read_text(), "the worker says that its database is out of reach")
    assert served.is_running("worker")

    served.start_database()
    wait_until_it_opens(journey)
    journey.submit()
    wait_until_all_is_delivered(served)
    assert served.is_running("worker")
    served.kill("worker")


def wait_until_it_opens(journey: Journey) -> None:
    def opens() -> bool:
        try:
            return bool(journey.people["ada"].open(journey.workspace))
        except (httpx.HTTPError, PageNotAsExpected):
            return False

    wait_until(opens, "the web server finds the database again by itself", seconds=30)


def mark_all_but_save_nothing(journey: Journey) -> Page:
    """Ben claims Ada's submission and notes the best level of each criterion."""
    bench = journey.claim_as("ben")
    for form in bench.forms("/marks/"):
        level = form.element.xpath(".//input[@type='radio']")[-1].get("value")
        journey.people["ben"].send(form, {"level": level, "text": "The evidence shows it."}, accept="application/json")
    return bench


def last_id(address: str) -> str:
    """The identifier at the end of an address."""
    return address.rstrip("/").rsplit("/", 1)[1]


def something_waits(served: Served) -> bool:
    return served.ask("SELECT count(*) FROM foundation_pendingdelivery") > 0


def is_at_work(served: Served) -> bool:
    return served.ask("SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction'") > 0


def wait_until_all_is_delivered(served: Served) -> None:
    wait_until(lambda: not something_waits(served), "all news is delivered")


def mails_about(served: Served, path: str) -> list[str]:
    """The Message-ID of each mail that has left about the matter at an address."""
    found = []
    for file in sorted((served.home / "mail").glob("*.eml")):
        mail = message_from_bytes(file.read_bytes())
        if any(path in part.get_payload(decode=True).decode() for part in mail.walk() if not part.is_multipart()):
            found.append(mail["Message-ID"])
    return found


def recording() -> bytes:
    """A file of three parts, of which no two are alike."""
    return chance.randbytes(20 << 20)


def arrived_whole(served: Served, sending: Sender) -> None:
    """Once, as it left, and with nothing left over."""
    asked = "SELECT count(*) FROM foundation_storedfile WHERE sha256 = %s AND size = %s"
    assert served.ask(asked, hashlib.sha256(sending.content).hexdigest(), len(sending.content)) == 1
    assert served.ask("SELECT outcome FROM portfolios_uploadend WHERE upload_id = %s", sending.said["upload"]) == (
        "completed"
    )
    assert not list((served.home / "files" / "arriving").glob("*"))
    served.check_invariants()


@pytest.mark.parametrize("percent", [1, 50, 99])
def test_a_server_killed_at_any_part_of_an_upload_costs_that_part(served: Served, uploading: Journey, percent: int):
    content = recording()
    sending = Sender(uploading.people["ada"], uploading.workspace, content, name=f"at {percent}.txt")
    at = len(content) * percent // 100
    assert sending.begin() == {}
    with suppress(httpx.HTTPError):
        sending.send_parts(at=at, happens=partial(served.kill, "web"))
    assert not served.is_running("web")

    served.start_web()
    there = sending.begin()
    assert sorted(there) == list(range(1, at // sending.said["part_size"] + 1))
    sending.send_parts(without=there)
    sending.complete()
    arrived_whole(served, sending)


def test_a_database_killed_in_the_middle_of_an_upload_costs_at_most_a_part(served: Served, uploading: Journey):
    content = recording()
    sending = Sender(uploading.people["ada"], uploading.workspace, content, name="half.txt")
    sending.begin()
    with suppress(httpx.HTTPError):
        sending.send_parts(at=len(content) // 2, happens=served.kill_database)

    served.start_database()
    served.kill("web")
    served.start_web()
    there = sending.begin()
    assert 1 in there
    sending.send_parts(without=there)
    sending.complete()
    arrived_whole(served, sending)


def test_a_server_killed_while_it_takes_a_file_in_takes_it_in_once(served: Served, uploading: Journey):
    sending = Sender(uploading.people["ada"], uploading.workspace, recording(), name="all.txt")
    sending.begin()
    sending.send_parts()
    with served.nobody_writes("portfolios_arrival"):
        asking = threading.Thread(target=lambda: _in_vain(sending.complete))
        asking.start()
        wait_until(partial(served.somebody_waits_to_write, "portfolios_arrival"), "the file is being taken in")
        served.kill("web")
        asking.join()

    served.start_web()
    sending.complete()
    sending.complete()
    arrived_whole(served, sending)


def _in_vain(ask: Callable[[], object]) -> None:
    with suppress(httpx.HTTPError):
        ask()
