"""The workbench of a second attempt: old and new side by side, what changed in words, no earlier score."""

from datetime import timedelta

import pytest
from django.urls import reverse

from microcred.catalog.models import Criterion
from microcred.foundation import storage
from microcred.foundation.clock import now
from microcred.portfolios.covering import Region
from microcred.portfolios.models import JudgedAnew, Redaction, SubmittedItem
from microcred.portfolios.operations import (
    redact,
    return_for_revision,
    set_terms,
    take_out,
    undo_redaction,
    use_redaction,
    withdraw,
)
from microcred.portfolios.tests import make as portfolios
from microcred.scoring.operations import claim, enqueue
from microcred.scoring.tests import make

COMMENT = "Say who was at the table."


@pytest.fixture
def version(cast):
    return make.published(cast)


@pytest.fixture
def held(cast, version):
    """Ben holds Ada's second attempt; the first was short of the first criterion."""
    make.qualified(cast, cast.ben)
    first = Criterion.objects.filter(version=version).order_by("position").first()
    at = now() - timedelta(days=3)
    make.read(make.waiting(cast.ada, version, at=at), cast.ben, at=at, short=(first,))
    again = make.submitted(cast.ada, version, at=now() - timedelta(days=1), story="And the principal.")
    return claim(actor=cast.ben, item=enqueue(actor=None, submission=again, at=now()), at=now())


@pytest.fixture
def desk(cast, client, held):
    client.force_login(cast.ben)

    def page() -> str:
        return client.get(reverse("workbench", args=[held.pk])).content.decode()

    return page


def test_old_and_new_stand_side_by_side_with_what_the_educator_says(desk):
    page = desk()
    assert "In the attempt before" in page
    assert "<ins>" in page
    assert "Who was at the table is said in the second paragraph." in page
    assert "Ada" not in page


def test_earlier_levels_and_comments_are_hidden_unless_the_terms_show_them(cast, desk, version):
    assert COMMENT not in desk()
    assert "Met: " not in desk()

    set_terms(actor=None, organization=cast.places["carolinacred"], shows_earlier=True, at=now())
    assert COMMENT in desk()
    assert "Met: " in desk()


def test_what_is_judged_anew_is_open_and_says_nothing_of_having_been_met(desk, held):
    anew = JudgedAnew.objects.filter(submission=held.submission)
    page = desk()
    for row in anew:
        assert reverse("mark", args=[held.pk, row.criterion_id]) in page


def test_files_of_the_attempt_before_open_and_those_of_others_do_not(cast, client, desk, held, version):
    before = SubmittedItem.objects.filter(submission__pursuit=held.submission.pursuit, submission__attempt=1).first()
    other = make.submitted(make.educator(cast, "Other"), version, at=now())

    desk()
    assert client.get(reverse("evidence", args=[held.pk, before.pk])).status_code == 200
    assert client.get(reverse("evidence", args=[held.pk, other.items.first().pk])).status_code == 404


def test_what_was_covered_since_is_not_opened_in_the_attempt_before_either(cast, client):
    """The reader of the second attempt gets the copy wherever the original was handed in."""
    make.qualified(cast, cast.ben)
    at = now() - timedelta(days=3)
    first = make.submitted(cast.ada, make.published(cast), at=at)
    piece = next(one for one in first.items.order_by("position") if one.item.file)
    short = portfolios.short(piece.item.requirement.criteria.all())
    return_for_revision(actor=None, submission=first, short=short, at=at)
    copy = covered(cast, piece.item, at=at)
    back = undo_redaction(actor=cast.ada, redaction=copy.redacted_by.redaction, at=at)
    copy = covered(cast, back, at=at)
    portfolios.say_changes(first.pursuit, at=at)
    again = portfolios.handed_in(first.pursuit, at=now() - timedelta(days=1))
    held = claim(actor=cast.ben, item=enqueue(actor=None, submission=again, at=now()), at=now())

    client.force_login(cast.ben)
    page = client.get(reverse("workbench", args=[held.pk])).content.decode()
    served = client.get(reverse("evidence", args=[held.pk, piece.pk]))

    assert b"".join(served.streaming_content) == bytes_of(copy.file)
    assert piece.item.file.sha256 not in page
    assert client.get(reverse("submission", args=[first.pk])).status_code == 404
    client.force_login(cast.ada)
    kept = client.get(reverse("submission_file", args=[first.pk, piece.pk]))
    assert b"".join(kept.streaming_content) == bytes_of(piece.item.file), "what was frozen stays its owner's to see"


def test_what_was_taken_back_unread_is_nobodys_to_open(cast, client, version):
    make.qualified(cast, cast.ben)
    at = now() - timedelta(days=3)
    first = make.submitted(cast.ada, version, at=at)
    withdraw(actor=cast.ada, submission=first, at=at)
    again = portfolios.handed_in(first.pursuit, at=at + timedelta(hours=1))
    held = claim(actor=cast.ben, item=enqueue(actor=None, submission=again, at=now()), at=now())

    client.force_login(cast.ben)

    assert client.get(reverse("evidence", args=[held.pk, first.items.first().pk])).status_code == 404


def covered(cast, item, *, at):
    """Ada covers a page of it, and uses the copy."""
    asked = redact(actor=cast.ada, item=item, marks=[Region(0, 0, 50, 50, page=1)], at=at)
    return use_redaction(actor=cast.ada, redaction=Redaction.objects.get(pk=asked.pk), at=at)


def bytes_of(file):
    with storage.open_file(file) as source:
        return source.read()


def test_a_document_that_was_replaced_stands_beside_the_new_one(cast, client):
    """Both are shown, named before and now; what is the same in both attempts is not shown twice."""
    make.qualified(cast, cast.ben)
    at = now() - timedelta(days=3)
    first = make.submitted(cast.ada, make.published(cast), at=at)
    old = next(one for one in first.items.order_by("position") if one.item.file)
    short = portfolios.short(old.item.requirement.criteria.all())
    return_for_revision(actor=None, submission=first, short=short, at=at)
    take_out(actor=cast.ada, item=old.item, at=at)
    portfolios.put(first.pursuit, "Ada’s newer plan.pdf", portfolios.pdf(3), at=at, requirement=old.item.requirement)
    portfolios.say_changes(first.pursuit, at=at)
    again = portfolios.handed_in(first.pursuit, at=now() - timedelta(days=1))
    held = claim(actor=cast.ben, item=enqueue(actor=None, submission=again, at=now()), at=now())
    new = again.items.get(item__title="Ada’s newer plan.pdf")

    client.force_login(cast.ben)
    page = client.get(reverse("workbench", args=[held.pk])).content.decode()

    before, after = (reverse("evidence", args=[held.pk, piece.pk]) for piece in (old, new))
    assert f'src="{before}#navpanes=0&amp;view=FitH" title="Before: {old.alias}"' in page
    assert f'src="{after}#navpanes=0&amp;view=FitH" title="Now: {new.alias}"' in page
    assert page.count('title="Before: ') == 2, "this one alone is shown again, here and large"
    assert "newer plan" not in page
