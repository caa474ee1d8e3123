"""What a team hands in alike is set aside for all of its members at once, and one clean copy stands for all of them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from microcred.foundation.clock import standing_at
from microcred.foundation.outbox import deliver_all
from microcred.notices.models import Notice
from microcred.portfolios.models import CleanCopy, Pause, Quarantine, Removal, SubmittedItem
from microcred.portfolios.operations import (
    EvidenceUnready,
    QuarantineOver,
    ShareSetAside,
    end_share,
    join_team,
    leave_team,
    name_teammate,
    object_to_quarantine,
    put_in_clean_copy,
    quarantine_piece,
    return_for_revision,
    rule_on_quarantine,
    share,
    take_out,
    take_up,
)
from microcred.portfolios.queries import contents_of, place_in_team, team_of
from microcred.portfolios.queries.workspace import present_items
from microcred.portfolios.tests import make as work
from microcred.portfolios.tests.operations.test_asked_of_evidence import with_artifact
from microcred.scoring.operations import claim, claim_next, enqueue, score, set_aside
from microcred.scoring.operations.claims import OnHold, SomethingSetAside
from microcred.scoring.queries import queue_for, waiting_for_clean_copies
from microcred.scoring.tests.make import assessor, educator, mark, published, qualified
from microcred.scoring.tests.operations.test_set_aside import lead
from microcred.scoring.tests.racing import two_at_once

SEEN = Quarantine.Reason.STUDENT_NAME
HOUR = timedelta(hours=1)


class Team:
    """Ada shares a plan, Wen has put it into their own work; each may have handed it in."""

    def __init__(self, cast):
        rows, _place = with_artifact(shareable=True)
        self.cast, self.version = cast, published(cast, requirements=rows)
        self.asked = self.version.requirements.get(shareable=True)
        self.wen = educator(cast, "Wen")
        self.ada_s = work.started(cast, self.version)
        self.plan = work.put(self.ada_s, "plan.pdf", work.pdf(2), at=cast.at, requirement=self.asked)
        self.wen_s = self.joins(self.wen)
        self.share = share(actor=cast.ada, item=self.plan, at=cast.at)
        self.copy = self.takes_up(self.wen_s)

    def joins(self, person):
        theirs = work.started(self.cast, self.version, person=person)
        name_teammate(actor=self.cast.ada, pursuit=self.ada_s, email=person.email, at=self.cast.at)
        join_team(actor=person, teammate=place_in_team(theirs), at=self.cast.at)
        return theirs

    def takes_up(self, pursuit):
        return take_up(actor=pursuit.person, pursuit=pursuit, share=self.share, at=self.cast.at)

    def hands_in(self, pursuit):
        """The queue item of what somebody hands in."""
        submission = work.handed_in(pursuit, at=self.cast.at)
        return enqueue(actor=None, submission=submission, at=self.cast.at)


@pytest.fixture
def team(cast):
    return Team(cast)


@pytest.fixture
def both(team):
    """Both have handed in what they share."""
    return team.hands_in(team.ada_s), team.hands_in(team.wen_s)


def piece_in(team, item):
    return SubmittedItem.objects.get(submission=item.submission, item__requirement=team.asked)


def flagged(team, item, *, at=None):
    at = at or team.cast.at
    return quarantine_piece(actor=team.cast.ben, piece=piece_in(team, item), reason=SEEN, at=at)


def of(pursuit):
    return Quarantine.objects.get(submission__pursuit=pursuit)


def replaced(quarantine, pages=3, *, at):
    content = work.pdf(pages)
    return put_in_clean_copy(
        actor=quarantine.submission.pursuit.person,
        quarantine=quarantine,
        name="clean.pdf",
        chunks=[content],
        size=len(content),
        at=at,
    )


def seen(team, item):
    """The shared file as an assessor gets it."""
    contents = contents_of(item.submission).by_requirement
    (found,) = next(one for one in contents if one.requirement.pk == team.asked.pk).items
    return found


def ruled(cast, quarantine, *, opens):
    person = quarantine.submission.pursuit.person
    object_to_quarantine(actor=person, quarantine=quarantine, words="An author.", at=cast.at)
    return rule_on_quarantine(actor=lead(cast), quarantine=quarantine, opens=opens, at=cast.at, words="For you alone.")


@pytest.mark.parametrize("whose", [0, 1])
def test_seen_in_one_s_work_it_is_opened_in_nobody_s(cast, team, both, whose):
    qualified(cast, cast.ben)
    held = claim(actor=cast.ben, item=both[whose], at=cast.at)
    where = {"actor": cast.ben, "item": held, "claim_number": held.claim_number, "at": cast.at}

    set_aside(**where, piece=piece_in(team, held), reason=SEEN)

    for item in both:
        assert seen(team, item).is_set_aside
        assert Pause.objects.get(submission=item.submission).reason == "privacy"
        with pytest.raises(SomethingSetAside):
            claim(actor=cast.ben, item=item, at=cast.at)
    assert claim_next(actor=cast.ben, at=cast.at) is None


def test_who_saw_it_is_led_to_the_one_work_and_not_to_the_other(cast, team, both):
    qualified(cast, cast.ben)
    held = claim(actor=cast.ben, item=both[0], at=cast.at)
    where = {"actor": cast.ben, "item": held, "claim_number": held.claim_number, "at": cast.at}
    set_aside(**where, piece=piece_in(team, held), reason=SEEN)

    assert waiting_for_clean_copies(cast.ben) == [both[0]]
    replaced(of(team.wen_s), at=cast.at)
    deliver_all()
    (told,) = Notice.objects.filter(person=cast.ben, kind="reading_goes_on")
    assert both[0].submission.alias in told.body
    assert [place.item for place in queue_for(cast.ben, at=cast.at).to_take_up_again] == [both[0]]


def test_who_reads_the_other_s_at_that_moment_goes_no_further(cast, team, both):
    qualified(cast, cast.ben)
    nell = assessor(cast, "Nell")
    held = claim(actor=nell, item=both[1], at=cast.at)
    mark(held, nell, held.version.criteria.first(), at=cast.at)

    flagged(team, both[0])

    assert seen(team, both[1]).is_set_aside
    with pytest.raises(OnHold):
        score(actor=nell, item=held, claim_number=held.claim_number, at=cast.at)


def test_each_is_told_and_nothing_of_the_others(cast, team, both):
    flagged(team, both[0])

    assert "no mark against you" in Notice.objects.get(person=cast.ada, kind="evidence_set_aside").body
    told = Notice.objects.get(person=team.wen, kind="evidence_set_aside")
    assert "your team hands in alike" in told.body
    assert told.path == reverse("quarantine", args=[of(team.wen_s).pk])
    for words in (told.subject, told.body):
        assert cast.ada.name not in words
        assert cast.ben.name not in words
    client = Client()
    client.force_login(team.wen)
    with standing_at(cast.at):
        assert "counts for all of you" in client.get(told.path).content.decode()


@pytest.mark.parametrize("who", ["ada_s", "wen_s"])
def test_a_clean_copy_of_one_stands_for_all(cast, team, both, who):
    flagged(team, both[0])
    other = "wen_s" if who == "ada_s" else "ada_s"
    mine, theirs = getattr(team, who), getattr(team, other)

    clean = replaced(of(mine), at=cast.at).item

    qualified(cast, cast.ben)
    for item in both:
        piece = seen(team, item)
        assert (piece.is_clean_copy, piece.sha256) == (True, clean.file.sha256)
    assert claim(actor=cast.ben, item=both[0], at=cast.at + HOUR)
    copy = CleanCopy.objects.get(quarantine=of(theirs))
    assert (copy.item.pursuit, copy.item.file) == (theirs, clean.file)
    assert of(theirs).submission.digest in copy.statement
    assert [item.file for item in present_items(theirs) if item.requirement_id == team.asked.pk] == [clean.file]
    told = Notice.objects.get(kind="clean_copy_in_team")
    assert told.person == theirs.person
    assert mine.person.name not in told.body
    with pytest.raises(QuarantineOver):
        replaced(of(theirs), 4, at=cast.at)
    shown = team_of(team.wen_s)
    assert [one.item.file for one in shown.shares] == [clean.file]
    assert shown.to_take_up == []
    assert seen(team, both[1]).shared


def test_a_false_alarm_is_one_for_all_and_a_copy_needed_is_told_to_who_asked(cast, team, both):
    flagged(team, both[0])
    ruled(cast, of(team.wen_s), opens=False)
    assert all(seen(team, item).is_set_aside for item in both)
    assert not Notice.objects.filter(person=cast.ada, kind="quarantine_ruled").exists()


def test_what_opens_again_opens_for_all(cast, team, both):
    flagged(team, both[0])
    ruled(cast, of(team.wen_s), opens=True)

    assert not any(seen(team, item).is_set_aside for item in both)
    assert not Pause.objects.filter(resumption__isnull=True).exists()
    assert "For you alone" in Notice.objects.get(person=team.wen, kind="quarantine_ruled").body
    assert "For you alone" not in Notice.objects.get(person=cast.ada, kind="quarantine_ruled").body


def test_who_has_not_handed_it_in_cannot_until_a_clean_copy_stands(cast, team):
    gus_s = team.joins(cast.gus)
    item = team.hands_in(team.ada_s)
    flagged(team, item)

    with pytest.raises(EvidenceUnready) as refused:
        team.hands_in(team.wen_s)
    assert "set aside for somebody’s privacy" in str(refused.value.problems[0].words)
    with pytest.raises(ShareSetAside):
        team.takes_up(gus_s)

    clean = replaced(of(team.ada_s), at=cast.at).item
    assert not Quarantine.objects.filter(submission__pursuit=team.wen_s).exists()
    assert Removal.objects.filter(item=team.copy).exists()
    assert seen(team, team.hands_in(team.wen_s)).sha256 == clean.file.sha256
    shown = team_of(gus_s)
    assert [one.item for one in shown.to_take_up] == [clean]


def test_who_got_it_back_has_it_closed_in_the_attempt_before_and_goes_on_with_the_clean_one(cast, team, both):
    returned = both[1].submission
    return_for_revision(actor=None, submission=returned, short=work.short(team.version.criteria.all()), at=cast.at)

    flagged(team, both[0])
    assert seen(team, both[1]).is_set_aside
    assert not Pause.objects.filter(submission=returned).exists()
    with pytest.raises(EvidenceUnready):
        work.handed_in(team.wen_s, at=cast.at)

    clean = replaced(of(team.ada_s), at=cast.at).item
    assert seen(team, both[1]).sha256 == clean.file.sha256
    again = work.handed_in(team.wen_s, at=cast.at)
    assert clean.file in [row.item.file for row in again.items.all()]


def test_a_clean_copy_that_was_not_clean_is_closed_and_replaced_for_all_again(cast, team):
    gus_s = team.joins(cast.gus)
    team.takes_up(gus_s)
    both = team.hands_in(team.ada_s), team.hands_in(team.wen_s)
    flagged(team, both[0])
    replaced(of(team.wen_s), at=cast.at)

    again = flagged(team, both[0], at=cast.at + HOUR)
    assert all(seen(team, item).is_set_aside for item in both)
    with pytest.raises(EvidenceUnready):
        team.hands_in(gus_s)

    clean = replaced(again, 4, at=cast.at + 2 * HOUR).item
    assert [seen(team, item).sha256 for item in both] == [clean.file.sha256] * 2
    assert seen(team, team.hands_in(gus_s)).sha256 == clean.file.sha256


def test_what_a_teammate_took_out_since_does_not_come_back_into_their_work(cast, team, both):
    returned = both[1].submission
    return_for_revision(actor=None, submission=returned, short=work.short(team.version.criteria.all()), at=cast.at)
    take_out(actor=team.wen, item=team.copy, at=cast.at)
    own = work.put(team.wen_s, "own.pdf", work.pdf(5), at=cast.at, requirement=team.asked)
    flagged(team, both[0])

    clean = replaced(of(team.ada_s), at=cast.at).item

    assert seen(team, both[1]).sha256 == clean.file.sha256
    assert [item for item in present_items(team.wen_s) if item.requirement_id == team.asked.pk] == [own]


@pytest.mark.parametrize("apart", ["the one who took it up left", "the one who shared it left", "it was taken back"])
def test_who_went_another_way_mends_their_own_alone(cast, team, both, apart):
    if "took it up" in apart:
        leave_team(actor=team.wen, teammate=place_in_team(team.wen_s), at=cast.at)
    elif "left" in apart:
        leave_team(actor=cast.ada, teammate=place_in_team(team.ada_s), at=cast.at)
    else:
        end_share(actor=cast.ada, share=team.share, at=cast.at)
    flagged(team, both[0])
    assert all(seen(team, item).is_set_aside for item in both), "set aside it is for all"
    assert "each of you puts in a clean copy" in Notice.objects.get(person=team.wen, kind="evidence_set_aside").body
    client = Client()
    client.force_login(team.wen)
    with standing_at(cast.at):
        page = client.get(reverse("quarantine", args=[of(team.wen_s).pk])).content.decode()
    assert "you no longer share it" in page
    assert "A clean copy from one of you counts for all" not in page

    theirs = replaced(of(team.wen_s), 4, at=cast.at).item

    assert seen(team, both[0]).is_set_aside, "nothing of theirs stands in the work of the other"
    assert not Notice.objects.filter(kind="clean_copy_in_team").exists()
    own = replaced(of(team.ada_s), 3, at=cast.at).item
    assert [seen(team, item).sha256 for item in both] == [own.file.sha256, theirs.file.sha256]


def test_what_somebody_put_in_who_left_opens_nothing_of_the_others(cast, team, both):
    leave_team(actor=team.wen, teammate=place_in_team(team.wen_s), at=cast.at)
    flagged(team, both[0])
    replaced(of(team.wen_s), 4, at=cast.at)
    again = quarantine_piece(actor=cast.ben, piece=piece_in(team, both[1]), reason=SEEN, at=cast.at + HOUR)

    ruled(cast, again, opens=True)

    assert not seen(team, both[1]).is_set_aside
    assert seen(team, both[0]).is_set_aside, "another file was no false alarm"


def test_a_copy_of_who_left_ends_no_share_and_the_others_stay_together(cast, team):
    gus_s = team.joins(cast.gus)
    team.takes_up(gus_s)
    items = [team.hands_in(one) for one in (team.ada_s, team.wen_s, gus_s)]
    leave_team(actor=team.wen, teammate=place_in_team(team.wen_s), at=cast.at)
    flagged(team, items[0])

    theirs = replaced(of(team.wen_s), 4, at=cast.at).item
    clean = replaced(of(gus_s), 3, at=cast.at).item

    expected = [clean.file, theirs.file, clean.file]
    assert [seen(team, item).sha256 for item in items] == [file.sha256 for file in expected]
    assert [one.item.file for one in team_of(team.ada_s).shares] == [clean.file]


def test_the_same_bytes_without_a_team_are_everybody_s_own(cast, team, both):
    alone = educator(cast, "Max")
    max_s = work.started(cast, team.version, person=alone)
    work.put(max_s, "plan.pdf", work.pdf(2), at=cast.at, requirement=team.asked)
    item = team.hands_in(max_s)

    flagged(team, both[0])

    assert not seen(team, item).is_set_aside


@pytest.mark.django_db(transaction=True)
def test_of_two_clean_copies_at_once_one_stands_for_both(cast, team, both):
    flagged(team, both[0])

    came = two_at_once(lambda: replaced(of(team.ada_s), 3, at=cast.at), lambda: replaced(of(team.wen_s), 4, at=cast.at))

    assert sorted(type(one).__name__ for one in came) == ["CleanCopy", "QuarantineOver"]
    assert len({seen(team, item).sha256 for item in both}) == 1


@pytest.mark.django_db(transaction=True)
def test_seen_by_two_readers_at_once_it_is_set_aside_once_in_each_work(cast, team, both):
    two_at_once(lambda: flagged(team, both[0]), lambda: flagged(team, both[1]))

    assert sorted(Quarantine.objects.values_list("submission", flat=True)) == sorted(
        item.submission_id for item in both
    )
    assert Pause.objects.count() == 2
