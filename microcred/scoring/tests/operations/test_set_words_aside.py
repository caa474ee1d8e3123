"""Something written that names a student: set aside by one click, replaced by clean words, and never edited."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.db import transaction
from django.http import Http404

from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.portfolios.covering import Region
from microcred.portfolios.models import (
    Answer,
    AnswerHistory,
    CleanCopy,
    Pause,
    Pin,
    Quarantine,
    SubmittedPin,
    SubmittedText,
)
from microcred.portfolios.operations import (
    CleanWordsMissing,
    MeaningTurned,
    NothingToSetAside,
    OpenedAlready,
    PassageReplaced,
    QuarantineOver,
    RewrittenTooMuch,
    StillNamed,
    TakenOutTooMuch,
    WordsAdded,
    WordsMoved,
    WordsUnchanged,
    object_to_quarantine,
    overrule,
    pin,
    put_in_clean_copy,
    put_in_clean_words,
    quarantine_piece,
    redact,
    return_for_revision,
    rule_on_quarantine,
    save_answer,
    withdraw,
)
from microcred.portfolios.places import Place
from microcred.portfolios.queries import contents_of, privacy_of, wall_of_owner, workspace_of
from microcred.portfolios.queries.pins import pin_digest
from microcred.portfolios.queries.quarantines import wall_of
from microcred.portfolios.tests.make import asked, fill, handed_in, pdf, short, started
from microcred.scoring.access import words_in_hand
from microcred.scoring.operations import claim, claim_next, enqueue, score, set_aside
from microcred.scoring.operations.claims import LeaseExpired, OnHold, SomethingSetAside
from microcred.scoring.queries import evidence_of
from microcred.scoring.tests.make import mark, published, qualified
from microcred.scoring.tests.operations.test_set_aside import lead
from microcred.scoring.tests.racing import two_at_once

SEEN = Quarantine.Reason.STUDENT_NAME
NAMED = "We met on Tuesdays. Wenzhi Tschida read aloud, and the others wrote the norms down."
CLEAN = NAMED.replace("Wenzhi Tschida", "A second grader")
CLEANER = NAMED.replace("Wenzhi Tschida", "One of them")


@pytest.fixture
def scene(cast):
    """Ada has handed in an answer that names a student whom the helper does not know; Ben reads it."""
    return read_by_ben(cast, handed_in(written(cast), at=cast.at))


def written(cast, text=NAMED):
    pursuit = started(cast, published(cast))
    save_answer(actor=cast.ada, pursuit=pursuit, requirement=asked(pursuit), text=text, revision=0, at=cast.at)
    return pursuit


def read_by_ben(cast, submission, *, at=None):
    at = at or cast.at
    qualified(cast, cast.ben)
    item = claim(actor=cast.ben, item=enqueue(actor=None, submission=submission, at=at), at=at)
    mark(item, cast.ben, item.version.criteria.first(), at=at)
    return item


def answer_in(item):
    return SubmittedText.objects.get(submission=item.submission, requirement=asked(item.submission.pursuit))


def aside(cast, item, *, number=None, at=None):
    return set_aside(
        actor=cast.ben,
        item=item,
        claim_number=number or item.claim_number,
        piece=answer_in(item),
        reason=SEEN,
        words="second sentence",
        at=at or cast.at,
    )


def replaced(cast, quarantine, words=CLEAN, *, actor=None, at=None, **more):
    at = at or cast.at + timedelta(days=3)
    return put_in_clean_words(actor=actor or cast.ada, quarantine=quarantine, words=words, at=at, **more)


def read(submission):
    """The answer as an assessor gets it."""
    asked_for = asked(submission.pursuit)
    return next(one for one in contents_of(submission).by_requirement if one.requirement.pk == asked_for.pk).answer


def test_from_that_second_nobody_reads_it_and_the_reading_pauses(cast, scene):
    assert read(scene.submission).text == NAMED

    aside(cast, scene)

    seen = read(scene.submission)
    assert (seen.text, seen.is_set_aside) == ("", True)
    assert NAMED not in repr(evidence_of(scene.submission))
    assert claim_next(actor=cast.ben, at=cast.at) is None
    with pytest.raises(SomethingSetAside):
        claim(actor=cast.ben, item=scene, at=cast.at)
    with pytest.raises(OnHold):
        score(actor=cast.ben, item=scene, claim_number=scene.claim_number, at=cast.at)
    assert Pause.objects.get().reason == "privacy"


def test_its_educator_is_told_of_what_without_the_words_and_without_a_name(cast, scene):
    aside(cast, scene)

    told = Notice.objects.get(person=cast.ada, kind="evidence_set_aside")
    assert "no mark against you" in str(told.body)
    for text in (str(told.subject), str(told.body)):
        assert "Tschida" not in text
        assert cast.ben.name not in text


def test_clean_words_take_its_place_and_everything_frozen_stays(cast, scene):
    row, submission = answer_in(scene), scene.submission
    before = (submission.manifest, submission.digest, row.text, row.digest)
    quarantine = aside(cast, scene)

    copy = replaced(cast, quarantine)

    submission.refresh_from_db()
    row.refresh_from_db()
    assert (submission.manifest, submission.digest, row.text, row.digest) == before
    seen = read(submission)
    assert (seen.text, seen.is_clean_copy, seen.is_set_aside) == (CLEAN, True, False)
    said = json.loads(copy.statement)
    assert hashlib.sha256(copy.statement.encode()).hexdigest() == copy.digest
    assert said["submission"] == submission.digest
    assert said["replaces"] == {"id": str(row.pk), "sha256": hashlib.sha256(NAMED.encode()).hexdigest()}
    assert said["by"]["sha256"] == hashlib.sha256(CLEAN.encode()).hexdigest()
    assert "Tschida" not in copy.statement
    again = claim(actor=cast.ben, item=scene, at=cast.at + timedelta(days=3))
    assert again.assessor == cast.ben
    assert Pause.objects.get().resumption.resumed_at == cast.at + timedelta(days=3)


def test_what_was_frozen_stays_its_educators_to_read(cast, scene):
    replaced(cast, aside(cast, scene))

    mine = contents_of(scene.submission, wall=wall_of_owner(scene.submission))
    assert NAMED in [one.text for one in mine.by_requirement]


def test_in_the_work_the_clean_words_stand_and_what_stood_there_is_history(cast, scene):
    replaced(cast, aside(cast, scene))

    answer = Answer.objects.get(pursuit=scene.submission.pursuit, requirement=asked(scene.submission.pursuit))
    assert answer.text == CLEAN
    assert AnswerHistory.objects.filter(answer=answer, text=NAMED, conflicting=False).exists()


def test_clean_words_are_no_change_that_has_anything_judged_anew(cast, scene):
    replaced(cast, aside(cast, scene))
    criterion = scene.version.criteria.last()
    return_for_revision(actor=None, submission=scene.submission, short=short([criterion]), at=cast.at)

    work = next(
        one for one in workspace_of(scene.submission.pursuit).work if one.requirement == answer_in(scene).requirement
    )
    assert work.text == CLEAN
    assert not work.changed


@pytest.fixture
def next_attempt(cast, scene):
    """Replaced, returned, and handed in again with the old words in it."""
    pursuit = scene.submission.pursuit
    replaced(cast, aside(cast, scene), at=cast.at)
    reopened = list(asked(pursuit).criteria.all())
    return_for_revision(actor=None, submission=scene.submission, short=short(reopened), at=cast.at)
    answer = Answer.objects.get(pursuit=pursuit, requirement=asked(pursuit))
    where = {"actor": cast.ada, "pursuit": pursuit, "requirement": asked(pursuit), "at": cast.at}
    return lambda text: save_answer(**where, text=text, revision=answer.revision)


def test_the_same_words_in_a_later_attempt_stay_behind_the_wall(cast, scene, next_attempt, monkeypatch):
    next_attempt(NAMED)
    monkeypatch.setattr("microcred.portfolios.tests.make.revise", lambda *_a, **_b: None)
    from microcred.portfolios.tests.make import say_changes

    say_changes(scene.submission.pursuit, at=cast.at)
    second = handed_in(scene.submission.pursuit, at=cast.at)

    assert SubmittedText.objects.get(submission=second, requirement=asked(second.pursuit)).text == NAMED
    assert read(second).text == CLEAN
    assert NAMED not in repr(contents_of(second))


def test_set_aside_again_both_are_closed_and_both_are_replaced(cast, scene):
    hour = cast.at + timedelta(hours=1)
    replaced(cast, aside(cast, scene), at=hour)
    again = claim(actor=cast.ben, item=scene, at=hour)

    second = aside(cast, again, at=hour)

    wall = wall_of(scene.submission)
    assert (wall.reads(NAMED), wall.reads(CLEAN)) == (None, None)
    with pytest.raises(WordsUnchanged):
        replaced(cast, second, CLEAN)
    with pytest.raises(WordsUnchanged):
        replaced(cast, second, NAMED)
    replaced(cast, second, CLEANER)
    wall = wall_of(scene.submission)
    assert (wall.reads(NAMED), wall.reads(CLEAN)) == (CLEANER, CLEANER)
    assert (
        Answer.objects.get(pursuit=scene.submission.pursuit, requirement=asked(scene.submission.pursuit)).text
        == CLEANER
    )


def test_the_same_words_elsewhere_in_the_work_are_set_aside_with_them(cast):
    pursuit = written(cast)
    other = asked(pursuit, "reflection")
    save_answer(actor=cast.ada, pursuit=pursuit, requirement=other, text=NAMED, revision=0, at=cast.at)
    item = read_by_ben(cast, handed_in(pursuit, at=cast.at))

    quarantine = aside(cast, item)

    assert NAMED not in repr(contents_of(item.submission))
    replaced(cast, quarantine)
    assert [one.text for one in contents_of(item.submission).by_requirement].count(CLEAN) == 2


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("", CleanWordsMissing),
        ("  \n", CleanWordsMissing),
        (NAMED, WordsUnchanged),
        (NAMED.replace(" ", "  "), WordsUnchanged),
        (CLEAN + " " + " ".join(f"further{number}" for number in range(12)), RewrittenTooMuch),
        (NAMED.replace("Wenzhi Tschida", "My student Jessica Miller"), StillNamed),
        (CLEAN.replace("and the others", "and none of the others"), MeaningTurned),
        (CLEAN.replace("read aloud, and the others wrote", "wrote, and the others read aloud"), WordsMoved),
        (CLEAN.replace("the norms down.", "the norms down with great care."), WordsAdded),
        ("A second grader did everything that was asked of the group, alone.", PassageReplaced),
    ],
    ids=[
        "nothing",
        "white space",
        "the same",
        "the same but for spaces",
        "another answer",
        "another student",
        "the opposite",
        "in another order",
        "more than was said",
        "another passage",
    ],
)
def test_what_cannot_stand_in_its_place(cast, scene, words, refusal):
    quarantine = aside(cast, scene)

    with pytest.raises(refusal):
        replaced(cast, quarantine, words)

    assert not CleanCopy.objects.exists()
    assert read(scene.submission).is_set_aside


def test_what_is_refused_says_which_words_it_is_about(cast, scene):
    quarantine = aside(cast, scene)

    with pytest.raises(MeaningTurned, match="“never”"):
        replaced(cast, quarantine, CLEAN.replace("We met", "We never met"))
    with pytest.raises(WordsAdded, match="“with great care”"):
        replaced(cast, quarantine, CLEAN.replace("down.", "down with great care."))


def test_most_of_a_long_answer_cannot_be_taken_out(cast):
    many = " ".join(f"On day {number} group{number} read aloud." for number in range(20))
    item = read_by_ben(cast, handed_in(written(cast, many), at=cast.at))

    with pytest.raises(TakenOutTooMuch):
        replaced(cast, aside(cast, item), many.replace(" read aloud", "").replace("On ", ""))


def test_what_the_helper_finds_may_be_confirmed_to_name_nobody(cast, scene):
    words = NAMED.replace("Wenzhi Tschida", "The student Jessica Miller")

    replaced(cast, aside(cast, scene), words, confirmed=True)

    assert read(scene.submission).text == words


def test_what_was_overruled_before_submitting_is_not_asked_again(cast):
    named = f"{NAMED}\nWe read a poem by our student Jessica Miller."
    pursuit = written(cast, named)
    where = {"actor": cast.ada, "pursuit": pursuit, "requirement": asked(pursuit), "at": cast.at}
    for one in privacy_of(workspace_of(pursuit), at=cast.at).noted[asked(pursuit).pk]:
        overrule(**where, key=one.key, reason="A poet, who chose that name.")
    item = read_by_ben(cast, handed_in(pursuit, at=cast.at))

    replaced(cast, aside(cast, item), named.replace("Wenzhi Tschida", "a second grader"))

    assert "Jessica Miller" in read(item.submission).text


def test_what_the_helper_proposes_is_never_too_much(cast):
    """A short answer in which one student is named seven times: more words are new than a fifth, and than twelve."""
    named = "Jessica Miller read, and " * 7 + "all of us learned."
    pursuit = written(cast, named)
    where = {"actor": cast.ada, "pursuit": pursuit, "requirement": asked(pursuit), "at": cast.at}
    for one in privacy_of(workspace_of(pursuit), at=cast.at).noted[asked(pursuit).pk]:
        overrule(**where, key=one.key, reason="A made-up name.")
    item = read_by_ben(cast, handed_in(pursuit, at=cast.at))

    replaced(cast, aside(cast, item), named.replace("Jessica Miller", "Student 1"))

    assert "Jessica" not in read(item.submission).text


def test_who_may_not_and_what_is_over(cast, scene):
    with pytest.raises(LeaseExpired):
        aside(cast, scene, number=9)
    quarantine = aside(cast, scene)
    with pytest.raises(NotAllowed):
        replaced(cast, quarantine, actor=cast.ben)
    with pytest.raises(NotAllowed):
        put_in_clean_copy(
            actor=cast.ada, quarantine=quarantine, name="a.pdf", chunks=[pdf()], size=len(pdf()), at=cast.at
        )
    item = scene.submission.items.first().item
    with pytest.raises(NotAllowed):
        redact(actor=cast.ada, item=item, marks=[Region(5, 5, 9, 9, page=1)], quarantine=quarantine, at=cast.at)
    replaced(cast, quarantine)
    with pytest.raises(QuarantineOver):
        replaced(cast, quarantine, CLEANER)


def test_a_file_is_not_replaced_by_words(cast, scene):
    piece = scene.submission.items.first()
    quarantine = set_aside(
        actor=cast.ben, item=scene, claim_number=scene.claim_number, piece=piece, reason=SEEN, at=cast.at
    )
    with pytest.raises(NotAllowed):
        replaced(cast, quarantine)


def test_once_it_is_judged_nothing_is_set_aside(cast, scene):
    return_for_revision(
        actor=None, submission=scene.submission, short=short([scene.version.criteria.first()]), at=cast.at
    )

    with pytest.raises(NothingToSetAside):
        quarantine_piece(actor=cast.ben, piece=answer_in(scene), reason=SEEN, at=cast.at)


def test_a_false_alarm_lets_it_be_read_again(cast, scene):
    rosa, quarantine = lead(cast), aside(cast, scene)
    object_to_quarantine(actor=cast.ada, quarantine=quarantine, words="He is an author.", at=cast.at)
    assert "wrote" in str(Notice.objects.get(person=rosa, kind="quarantine_objected").body)

    rule_on_quarantine(actor=rosa, quarantine=quarantine, opens=True, at=cast.at)

    assert read(scene.submission).text == NAMED
    assert claim(actor=cast.ben, item=scene, at=cast.at)
    with pytest.raises(QuarantineOver):
        replaced(cast, quarantine)


def test_what_is_of_another_submission_is_not_in_hand(cast, scene):
    other = handed_in(started(cast, scene.version, person=cast.gus), at=cast.at)

    assert words_in_hand(scene, answer_in(scene).pk) == answer_in(scene)
    with pytest.raises(Http404):
        words_in_hand(scene, other.texts.first().pk)


@pytest.mark.django_db(transaction=True)
def test_flagged_by_two_clicks_at_once_it_is_set_aside_once(cast, scene):
    row = answer_in(scene)

    def flag():
        with transaction.atomic():
            return quarantine_piece(actor=cast.ben, piece=row, reason=SEEN, at=cast.at)

    one, other = two_at_once(flag, flag)

    assert one == other == Quarantine.objects.get()
    assert Pause.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_flagged_while_its_educator_takes_it_back_it_is_set_aside(cast, scene):
    _flagged, refused = two_at_once(
        lambda: aside(cast, scene),
        lambda: withdraw(actor=cast.ada, submission=scene.submission, at=cast.at),
    )

    assert isinstance(refused, OpenedAlready)
    assert read(scene.submission).is_set_aside


@pytest.mark.django_db(transaction=True)
def test_replaced_by_two_clicks_at_once_one_copy_stands(cast, scene):
    quarantine = aside(cast, scene)

    came = two_at_once(lambda: replaced(cast, quarantine), lambda: replaced(cast, quarantine, CLEANER))

    assert sorted(type(one).__name__ for one in came) == ["CleanCopy", "QuarantineOver"]
    assert CleanCopy.objects.count() == 1


@pytest.fixture
def pinned_twice(cast):
    """Two pins of Ada's on one file say the very same, of two places; Ben reads them. The answer says it too."""
    pursuit = fill(written(cast), at=cast.at)
    file = pursuit.items.filter(kind="document").first()
    criteria = list(file.requirement.criteria.all())
    for place in (Place(), Place(page=1)):
        pin(actor=cast.ada, item=file, words=NAMED, criteria=criteria, place=place, at=cast.at)
    return read_by_ben(cast, handed_in(pursuit, at=cast.at))


@pytest.mark.parametrize("which", [0, 1])
def test_two_pins_that_say_the_same_are_closed_and_replaced_together(cast, pinned_twice, which):
    submission = pinned_twice.submission
    flagged = list(submission.pins.order_by("position"))[which]
    where = {"actor": cast.ben, "item": pinned_twice, "claim_number": pinned_twice.claim_number, "at": cast.at}

    quarantine = set_aside(**where, piece=flagged, reason=SEEN)
    assert NAMED not in repr([one.words for one in shown_pins(submission)])
    assert all(one.is_set_aside for one in shown_pins(submission))
    assert quarantine_piece(actor=cast.ben, piece=other_than(flagged), reason=SEEN, at=cast.at) == quarantine

    copy = replaced(cast, quarantine, at=cast.at)
    assert [one.words for one in shown_pins(submission)] == [CLEAN, CLEAN]
    assert copy.sha256 == pin_digest(SubmittedPin(**flagged.said() | {"words": CLEAN}))
    assert [one.words for one in Pin.objects.filter(item__pursuit=submission.pursuit)] == [CLEAN, CLEAN]
    with pytest.raises(QuarantineOver):
        replaced(cast, quarantine, CLEANER)


@pytest.mark.parametrize("which", [0, 1])
def test_clean_words_of_two_pins_are_no_change_that_has_anything_judged_anew(cast, pinned_twice, which):
    submission = pinned_twice.submission
    flagged = list(submission.pins.order_by("position"))[which]
    where = {"actor": cast.ben, "item": pinned_twice, "claim_number": pinned_twice.claim_number, "at": cast.at}
    replaced(cast, set_aside(**where, piece=flagged, reason=SEEN), at=cast.at)
    return_for_revision(
        actor=None, submission=submission, short=short([pinned_twice.version.criteria.last()]), at=cast.at
    )

    assert not [work.requirement for work in workspace_of(submission.pursuit).work if work.changed]


def test_the_other_of_two_pins_can_be_set_aside_after_the_first_was_replaced(cast, pinned_twice):
    one, other = pinned_twice.submission.pins.order_by("position")
    where = {"actor": cast.ben, "reason": SEEN}
    replaced(cast, quarantine_piece(**where, piece=one, at=cast.at), at=cast.at)

    again = quarantine_piece(**where, piece=other, at=cast.at + timedelta(hours=1))
    assert all(pin.is_set_aside for pin in shown_pins(pinned_twice.submission))
    replaced(cast, again, CLEANER)

    assert [pin.words for pin in shown_pins(pinned_twice.submission)] == [CLEANER, CLEANER]
    assert [pin.words for pin in Pin.objects.filter(item__pursuit=pinned_twice.submission.pursuit)] == [CLEANER] * 2


def shown_pins(submission):
    """The pins as an assessor gets them."""
    return [pin for one in contents_of(submission).by_requirement for piece in one.items for pin in piece.pins]


def other_than(pin):
    return SubmittedPin.objects.exclude(pk=pin.pk).get(submission=pin.submission_id)
