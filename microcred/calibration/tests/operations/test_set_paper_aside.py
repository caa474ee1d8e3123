"""Something private in a paper: nobody reads it until a person has settled that."""

import pytest
from django.urls import reverse

from microcred.calibration.models import PaperSet
from microcred.calibration.operations import (
    PaperSetAside,
    ask_to_panel,
    open_paper,
    publish_papers,
    score_for_panel,
    set_paper_aside,
)
from microcred.calibration.queries import panels_of, papers_in_use, papers_to_learn_by, standing_of
from microcred.calibration.tests import make
from microcred.foundation.clock import standing_at
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.portfolios.models import Objection, Pause, Quarantine
from microcred.portfolios.operations import object_to_quarantine, rule_on_quarantine

NAME = Quarantine.Reason.STUDENT_NAME


@pytest.fixture
def paper(cast):
    """Ben and Bea are on its panel, and Ben has opened it."""
    paper = make.consented(cast)
    for person in (cast.ben, cast.bea):
        ask_to_panel(actor=cast.lena, paper=paper, person=person, at=cast.at)
    return open_paper(actor=cast.ben, paper=paper, at=cast.at)


def aside(cast, paper, *, actor=None, **more):
    facts = {"piece": paper.submission.texts.first(), "reason": NAME, "words": "second paragraph", "at": cast.at} | more
    return set_paper_aside(actor=actor or cast.ben, paper=paper, **facts)


def test_nobody_reads_it_and_its_educator_is_told_without_a_word_of_who_saw_it(cast, paper):
    quarantine = aside(cast, paper)

    assert aside(cast, paper) == quarantine, "set aside twice is set aside"
    assert not papers_in_use().exists()
    assert panels_of(cast.bea) == []
    assert not standing_of(paper).is_in_use
    with pytest.raises(PaperSetAside):
        open_paper(actor=cast.bea, paper=paper, at=cast.at)
    with pytest.raises(PaperSetAside):
        score_for_panel(actor=cast.ben, paper=paper, judgements={}, form_key=paper.pk, at=cast.at)
    (told,) = Notice.objects.filter(kind="evidence_set_aside")
    assert told.person == cast.ada
    assert "as an exemplar" in told.body
    assert "clock" not in told.body
    assert cast.ben.name not in told.body
    assert not Pause.objects.exists(), "it is decided, so no clock runs"


def test_it_is_read_again_once_a_person_found_the_alarm_to_be_false(cast, paper):
    appoint(actor=None, person=cast.rosa, organization=cast.places["carolinacred"], role=Role.ORG_ADMIN, at=cast.at)
    quarantine = aside(cast, paper)
    object_to_quarantine(actor=cast.ada, quarantine=quarantine, words="She wrote the book.", at=cast.at)
    assert not papers_in_use().exists(), "an objection alone opens nothing"

    rule_on_quarantine(actor=cast.rosa, quarantine=quarantine, opens=True, at=cast.at)

    assert papers_in_use().get() == paper
    assert panels_of(cast.bea) == [paper]


def test_it_leaves_what_one_learns_by(cast):
    paper = make.agreed(cast)
    practice = PaperSet.Kind.PRACTICE
    publish_papers(actor=cast.lena, version=paper.version, kind=practice, papers=[paper], at=cast.at)
    assert papers_to_learn_by(cast.bea, at=cast.at).exists()
    aside(cast, paper)
    assert not papers_to_learn_by(cast.bea, at=cast.at).exists()


def test_only_who_has_opened_it_and_only_what_is_in_it(cast, paper):
    with pytest.raises(NotAllowed):
        aside(cast, paper, actor=cast.bea)
    other = make.consented(cast, paper.version, person=make.educator(cast, "Edda"))
    with pytest.raises(NotAllowed):
        aside(cast, paper, piece=other.submission.texts.first())


def test_one_form_beside_the_work_does_it(client, cast, paper):
    client.force_login(cast.ben)
    text, page = paper.submission.texts.first(), reverse("panel_reading", args=[paper.pk])
    form, chosen = reverse("paper_setting_aside", args=[paper.pk]), f'name="piece" value="{text.pk}"'
    with standing_at(cast.at):
        shown = client.get(page).content.decode()
        assert shown.index(form) < shown.index("data-keep>"), "before the form that judges, not in it"
        assert chosen in shown
        assert client.post(form, {"reason": NAME}).status_code == 400
        answer = client.post(form, {"piece": text.pk, "reason": NAME, "words": "second paragraph"})
        assert (answer.status_code, answer["Location"]) == (302, reverse("home"))
        assert client.get(page).status_code == 404

        client.force_login(cast.ada)
        own = client.get(reverse("quarantine", args=[Quarantine.objects.get().pk])).content.decode()
        assert "what was decided stays" in own
        assert "second paragraph" in own
        client.force_login(cast.lena)
        assert "Set aside for privacy" in client.get(reverse("paper", args=[paper.pk])).content.decode()
    assert not Objection.objects.exists()
