"""What the scanner's answers are taken for: only one of them is clean."""

import time
from io import BytesIO

import pytest

from microcred.foundation.inspection.scanning import Verdict, scan
from microcred.foundation.tests.inspection.scanner import says, scanner, taken


@pytest.fixture
def answering(settings):
    def ask(behave, content=b"words", **more):
        settings.CLAMD_SECONDS = more.pop("seconds", 5)
        with scanner(behave) as settings.CLAMD:
            return scan(BytesIO(content))

    return ask


@pytest.mark.parametrize(
    ("answer", "verdict", "detail"),
    [
        (b"stream: OK\0", Verdict.CLEAN, ""),
        (b"stream: Eicar-Signature FOUND\0", Verdict.FOUND, "Eicar-Signature"),
        (b"stream: Heuristics.Encrypted.Zip FOUND\0", Verdict.NOT_FULLY, "Heuristics.Encrypted.Zip"),
        (
            b"stream: Heuristics.Limits.Exceeded.MaxScanSize FOUND\0",
            Verdict.NOT_FULLY,
            "Heuristics.Limits.Exceeded.MaxScanSize",
        ),
        (b"INSTREAM size limit exceeded. ERROR\0", Verdict.NOT_FULLY, "StreamMaxLength"),
        (b"stream: Can't allocate memory ERROR\0", Verdict.DOWN, "no answer that is known"),
        (b"OK\0", Verdict.DOWN, "no answer that is known"),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", Verdict.DOWN, "no answer that is known"),
        (b"\xff\xfe\x00", Verdict.DOWN, "no answer that is known"),
        (b"", Verdict.DOWN, "no answer that is known"),
    ],
)
def test_an_answer_and_what_it_is_taken_for(answering, answer, verdict, detail):
    assert answering(says(answer)) == (verdict, detail)


def test_every_byte_is_sent(answering):
    content, seen = bytes(range(256)) * 1000, []

    def behave(client):
        seen.append(taken(client))
        client.sendall(b"stream: OK\0")

    assert answering(behave, content)[0] is Verdict.CLEAN
    assert seen == [content]


def test_a_scanner_that_is_not_there_is_down(settings):
    settings.CLAMD = "tcp://127.0.0.1:1"
    assert scan(BytesIO(b"words"))[0] is Verdict.DOWN
    settings.CLAMD = "unix:///nowhere/clamd.ctl"
    assert scan(BytesIO(b"words"))[0] is Verdict.DOWN


def test_a_scanner_that_keeps_silent_is_down(answering):
    assert answering(lambda client: time.sleep(3), seconds=1)[0] is Verdict.DOWN


def test_a_scanner_that_hangs_up_halfway_lets_nothing_through(answering):
    def behave(client):
        client.recv(20)

    assert answering(behave, bytes(5_000_000))[0] is Verdict.DOWN


def test_what_is_larger_than_it_reads_is_not_even_sent_and_not_called_clean(answering, settings):
    settings.CLAMD_MOST_BYTES = 10

    def behave(client):
        raise AssertionError("it was asked")

    assert answering(behave, b"eleven bytes") == (Verdict.NOT_FULLY, "larger than the scanner reads")


def test_without_a_scanner_nothing_is_called_clean(settings):
    settings.CLAMD = ""
    assert scan(BytesIO(b"words"))[0] is Verdict.NO_SCANNER
