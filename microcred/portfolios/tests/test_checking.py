from datetime import timedelta

import pytest

from microcred.portfolios.models import Submission
from microcred.portfolios.operations import withdraw
from microcred.portfolios.proof import named_in
from microcred.portfolios.queries.checking import MOST_BYTES, Check, Piece, check_of
from microcred.portfolios.tests.make import came_back, fill, handed_in, put, started
from microcred.portfolios.views.workspace import said_to_reader


def pieces_of(submission: Submission) -> tuple[Piece, ...]:
    return check_of(submission, said_to_reader(submission.pursuit.version)).pieces


def test_every_piece_of_the_manifest_is_there_with_its_file_or_its_words(cast):
    pursuit = started(cast)
    put(pursuit, "notes.txt", b"Who was there.", at=cast.at)
    submission = handed_in(fill(pursuit, at=cast.at), at=cast.at)

    pieces = pieces_of(submission)

    assert [piece.sha256 for piece in pieces] == [one.sha256 for one in named_in(submission.manifest.encode())]
    assert next((piece.what, piece.size) for piece in pieces if piece.url) == ("evidence-1.txt", 14)
    assert all(piece.asked == "" for piece in pieces if piece.what.startswith("Statement"))
    prompt = submission.texts.order_by("requirement__part", "requirement__position")[0].requirement.prompt
    assert prompt.startswith(pieces[0].asked.removesuffix(" …"))
    assert all(piece.words is not None for piece in pieces if not piece.url)
    assert "What I did for number 1." in [piece.words for piece in pieces]


def test_what_changed_since_work_came_back_is_among_them(cast):
    submission = handed_in(came_back(cast), at=cast.at + timedelta(days=1))

    assert "What was changed" in [piece.what for piece in pieces_of(submission)]


def test_what_was_taken_back_can_still_be_checked(cast):
    submission = handed_in(started(cast), at=cast.at)
    withdraw(actor=cast.ada, submission=submission, at=cast.at)

    assert pieces_of(Submission.objects.get(pk=submission.pk)) == pieces_of(submission)


@pytest.mark.parametrize(("size", "too_large"), [(MOST_BYTES, False), (MOST_BYTES + 1, True)])
def test_only_what_fits_into_memory_is_fetched(size, too_large):
    check = Check((Piece("a.mp4", "0" * 64, "/a", size), Piece("b.txt", "1" * 64, "/b", 7)))

    assert check.has_too_large is too_large
    assert check.fetched == 7 + (0 if too_large else size)
    assert check.for_browser[0]["tooLarge"] is too_large


def test_words_that_are_not_kept_any_more_are_told_as_such():
    assert Piece("Answer 1", "0" * 64).for_browser() == {"what": "Answer 1", "sha256": "0" * 64, "words": None}
