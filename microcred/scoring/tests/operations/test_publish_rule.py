"""What a lead answers becomes a rule for everybody: it speaks of nobody, stands for good, changes nothing decided."""

import pytest
from django.db import InternalError, ProgrammingError, transaction
from django.urls import reverse

from microcred.analytics.queries import pack_of
from microcred.catalog.models import Criterion, DecisionRule, DecisionRuleWording
from microcred.catalog.operations import RuleReplacedAlready, RuleTooLong, RuleWithoutWords
from microcred.catalog.queries import decision_rules_of, rubric_of
from microcred.foundation.refusals import NotAllowed
from microcred.portfolios.operations import start
from microcred.scoring.models import Ruling
from microcred.scoring.operations import (
    NotAnsweredToPublish,
    SpeaksOfASubmission,
    WordsName,
    answer_question,
    ask_lead,
    claim,
    open_question,
    publish_rule,
)
from microcred.scoring.tests import make

RULE = "One note suffices where it says what was decided."
EN_ES = {"en": RULE, "es": "Basta una nota que diga lo que se decidió."}


@pytest.fixture
def version(cast):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    return make.published(cast)


@pytest.fixture
def criterion(version):
    return Criterion.objects.filter(version=version).first()


def published(cast, criterion, words=EN_ES, **more):
    return publish_rule(actor=cast.lena, criterion=criterion, words=words, at=cast.at, **more)


def test_it_stands_beside_its_criterion_in_the_language_of_who_reads(cast, version, criterion):
    rule = published(cast, criterion)

    for language, words in EN_ES.items():
        (said,) = decision_rules_of(version, language)[criterion.pk]
        assert (said.id, said.words, said.words.language) == (rule.pk, words, language)
    assert published(cast, criterion) == rule
    assert rubric_of(version).digest == version.rubric_digest


def test_only_a_newer_one_takes_its_place_and_once(cast, version, criterion):
    first = published(cast, criterion)
    newer = published(cast, criterion, {"en": "Two notes."}, replaces=first)

    assert [one.id for one in decision_rules_of(version, "es")[criterion.pk]] == [newer.pk]
    with pytest.raises(RuleReplacedAlready):
        published(cast, criterion, {"en": "Three notes."}, replaces=first)
    other = Criterion.objects.filter(version=version).last()
    with pytest.raises(RuleReplacedAlready):
        published(cast, other, {"en": "Three notes."}, replaces=newer)


def test_it_speaks_of_no_person_and_of_no_submission(cast, criterion):
    for words, refusal in (
        ({"en": "As Maria Gonzalez did it."}, WordsName),
        ({"en": "As in K7QF-3MXR."}, SpeaksOfASubmission),
        ({"en": RULE, "es": "Como en K7QF-3MXR."}, SpeaksOfASubmission),
        ({"es": "Basta una."}, RuleWithoutWords),
        ({"en": "so " * 300}, RuleTooLong),
    ):
        with pytest.raises(refusal):
            published(cast, criterion, words)
    assert not DecisionRule.objects.exists()


def test_it_is_made_of_an_answer_by_a_lead(cast, version, criterion):
    item = claim(actor=cast.ben, item=make.waiting(cast.ada, version, at=cast.at), at=cast.at)
    step = ask_lead(actor=cast.ben, item=item, claim_number=1, criterion=criterion, words="One, or two?", at=cast.at)
    question = step.question
    with pytest.raises(NotAllowed):
        published(cast, criterion, question=question)
    open_question(actor=cast.lena, question=question, at=cast.at)
    with pytest.raises(NotAnsweredToPublish):
        published(cast, criterion, question=question)
    answer_question(actor=cast.lena, question=question, words="One.", at=cast.at)

    rule = published(cast, criterion, question=question)

    assert Ruling.objects.get(rule=rule).question == question
    for stranger in (cast.ben, cast.cora, cast.ada):
        with pytest.raises(NotAllowed):
            publish_rule(actor=stranger, criterion=criterion, words={"en": "Two."}, at=cast.at)


def test_it_is_frozen(cast, criterion):
    published(cast, criterion)
    for rows in (DecisionRule.objects.all(), DecisionRuleWording.objects.all()):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            rows.update(created_at=cast.at)


def test_whoever_is_judged_by_it_sees_it(cast, client, version, criterion):
    published(cast, criterion)
    item = claim(actor=cast.ben, item=make.waiting(cast.ada, version, at=cast.at), at=cast.at)
    work = start(actor=cast.gus, version=version, at=cast.at)
    slug = version.micro_credential.slug
    pages = {
        None: [reverse("version", args=[slug, version.label]), reverse("micro_credential_print", args=[slug])],
        cast.gus: [reverse("pursuit", args=[work.pk])],
        cast.lena: [reverse("decision_rules", args=[version.pk])],
    }
    for person, addresses in pages.items():
        if person:
            client.force_login(person)
        for address in addresses:
            page = client.get(address).content.decode()
            assert RULE in page, address
            assert "How this has been read" in page
    assert item.assessor == cast.ben


def test_a_lead_publishes_it_from_the_page(cast, client, version, criterion):
    client.force_login(cast.lena)
    address = reverse("decision_rules", args=[version.pk])

    assert client.get(address).status_code == 200
    refused = client.post(address, {"criterion": criterion.pk, "words": "As in K7QF-3MXR.", "words_es": ""})
    assert (refused.status_code, DecisionRule.objects.count()) == (422, 0)
    done = client.post(address, {"criterion": criterion.pk, "words": RULE, "words_es": EN_ES["es"]})
    assert done.status_code == 302
    first = DecisionRule.objects.get()
    client.post(address, {"criterion": criterion.pk, "words": "Two notes.", "words_es": "", "replaces": first.pk})
    assert [one.words for one in decision_rules_of(version, "en")[criterion.pk]] == ["Two notes."]


def test_authors_find_it_in_the_data_pack(cast, version, criterion):
    assert pack_of(version.micro_credential, at=cast.at).newest.rules == ()
    published(cast, criterion)

    figures = pack_of(version.micro_credential, at=cast.at).newest

    assert [(rule.criterion, rule.text) for rule in figures.rules] == [(criterion.name, RULE)]
    assert figures.figure("rulings").value == 1
