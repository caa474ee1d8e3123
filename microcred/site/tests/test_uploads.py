"""The operator sees how uploads are examined, what waits, and never whose it is."""

from microcred.foundation import storage
from microcred.foundation.tests.inspection.scanner import says, scanner
from microcred.portfolios.models import Item
from microcred.portfolios.operations import evidence, examine, receive
from microcred.portfolios.tests.make import asked, pdf, started
from microcred.site.uploads import let_go, show


def arrived(cast):
    pursuit = started(cast)
    original = storage.store([pdf()], name="Ada.pdf", media_type=evidence.SEALED)
    where = {"actor": cast.ada, "pursuit": pursuit, "requirement": asked(pursuit, "artifact")}
    return receive(**where, name="Ada.pdf", original=original, at=cast.at)


def test_that_nothing_is_scanned_is_said_plainly(db, capsys):
    assert show() == 0
    said = capsys.readouterr().out
    assert "not scanned, no scanner is configured" in said
    assert "Nothing is held." in said


def test_a_scanner_that_does_not_answer_and_what_it_holds_up_are_shown(cast, settings, capsys):
    settings.CLAMD = "tcp://127.0.0.1:1"
    arrival = arrived(cast)

    assert show() == 1
    said = capsys.readouterr().out
    assert "DOES NOT ANSWER" in said
    assert str(arrival.pk)[:8] in said
    assert "Ada" not in said
    assert let_go(arrival=str(arrival.pk), reason="I looked.") == 2, "what was never scanned is not let go by hand"


def test_what_was_not_fully_scanned_is_let_go_with_a_reason(cast, settings):
    with scanner(says(b"stream: Heuristics.Encrypted.PDF FOUND\0")) as settings.CLAMD:
        arrival = arrived(cast)
        assert let_go(arrival=str(arrival.pk), reason="I looked at it.") == 0
        examine(arrival, at=cast.at)
    assert Item.objects.count() == 1
    assert let_go(arrival="no identifier", reason="x") == 2
