"""What a program suggests opens after all of the evidence and a level of one's own; it changes nothing."""

from datetime import timedelta

import pytest

from microcred.catalog.models import Criterion
from microcred.foundation.refusals import NotAllowed
from microcred.portfolios.models import SubmittedItem
from microcred.scoring.models import Claim, EvidenceOpening, Mark, SuggestionShown
from microcred.scoring.operations import (
    EvidenceFirst,
    LevelFirst,
    SuggestionAnswered,
    allow_assistance,
    answer_suggestion,
    ask_assistant,
    claim,
    note_opened,
    score,
    see_suggestion,
)
from microcred.scoring.operations.claims import LeaseExpired
from microcred.scoring.queries import assistance_figures
from microcred.scoring.tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SCRIPTED = "microcred.scoring.tests.assistants.Scripted"


@pytest.fixture
def version(cast, settings, monkeypatch):
    settings.ASSISTANT = SCRIPTED
    monkeypatch.setattr("microcred.scoring.operations.assisting.lot_falls_on_it", lambda: True)
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    version = make.published(cast)
    allow_assistance(
        actor=cast.lena, micro_credential=version.micro_credential, allowed=True, reason="For a term.", at=cast.at
    )
    return version


@pytest.fixture
def item(cast, version):
    return assisted(cast, version, cast.ada)


def assisted(cast, version, educator):
    held = claim(actor=cast.ben, item=make.waiting(educator, version, at=cast.at), at=cast.at + DAY)
    ask_assistant(actor=None, claim=Claim.objects.get(item=held), at=cast.at + DAY)
    return held


def first(item):
    return Criterion.objects.filter(version=item.version).order_by("position").first()


def open_all(cast, item):
    for piece in SubmittedItem.objects.filter(submission=item.submission):
        note_opened(actor=cast.ben, item=item, piece=piece, at=cast.at + DAY)


def see(cast, item, criterion=None, **more):
    facts = {"actor": cast.ben, "claim_number": item.claim_number, "at": cast.at + DAY} | more
    return see_suggestion(item=item, criterion=criterion or first(item), **facts)


def answer(cast, item, used, criterion=None):
    about = {"item": item, "criterion": criterion or first(item), "claim_number": item.claim_number}
    return answer_suggestion(actor=cast.ben, used=used, at=cast.at + DAY, **about)


def test_all_of_the_evidence_comes_first(cast, item):
    make.mark(item, cast.ben, first(item), at=cast.at + DAY)
    with pytest.raises(EvidenceFirst):
        see(cast, item)
    assert not SuggestionShown.objects.exists()


def test_a_level_of_ones_own_comes_first(cast, item):
    open_all(cast, item)
    with pytest.raises(LevelFirst):
        see(cast, item)


def test_what_was_put_down_before_is_kept_with_it(cast, item):
    open_all(cast, item)
    make.mark(item, cast.ben, first(item), at=cast.at + DAY)
    before = list(Mark.objects.values())
    shown = see(cast, item)

    assert shown == see(cast, item)
    assert shown.level == Mark.objects.get(criterion=first(item)).level
    assert list(Mark.objects.values()) == before


def test_who_does_not_hold_it_sees_nothing(cast, item):
    open_all(cast, item)
    make.mark(item, cast.ben, first(item), at=cast.at + DAY)
    with pytest.raises(LeaseExpired):
        see(cast, item, at=cast.at + 2 * DAY)


def test_used_or_not_is_said_once_and_after_it_was_seen(cast, item):
    with pytest.raises(NotAllowed):
        answer(cast, item, True)
    open_all(cast, item)
    make.mark(item, cast.ben, first(item), at=cast.at + DAY)
    see(cast, item)
    assert answer(cast, item, False) == answer(cast, item, False)
    with pytest.raises(SuggestionAnswered):
        answer(cast, item, True)


def test_a_file_opened_twice_was_opened(cast, item):
    open_all(cast, item)
    open_all(cast, item)
    assert EvidenceOpening.objects.count() == SubmittedItem.objects.filter(submission=item.submission).count()


def test_figures_say_how_often_it_was_used_and_the_level_was_another_in_the_end(cast, version):
    seen = 0
    for number in range(10):
        item = assisted(cast, version, make.educator(cast, f"Educator{'abcdefghij'[number]}"))
        open_all(cast, item)
        make.mark_all(item, cast.ben, at=cast.at + DAY)
        for criterion in Criterion.objects.filter(version=version):
            see(cast, item, criterion)
            answer(cast, item, number < 3, criterion)
            seen += 1
        if number == 0:
            make.mark(item, cast.ben, first(item), at=cast.at + DAY, short=True)
        assert (assistance_figures(cast.ben, until=cast.at + 2 * DAY) is None) == (seen - seen // (number + 1) < 10)
        score(actor=cast.ben, item=item, claim_number=item.claim_number, at=cast.at + DAY)

    each = seen // 10
    figures = assistance_figures(cast.ben, until=cast.at + 2 * DAY)
    assert (figures.shown, figures.used, figures.not_used, figures.changed) == (seen, 3 * each, 7 * each, 1)
    assert assistance_figures(cast.ben, cast.places["rock-hill"], until=cast.at + 2 * DAY) is None
