import pytest
from django.db import DatabaseError, transaction

from microcred.foundation.refusals import NotAllowed
from microcred.pathways.models import Pathway
from microcred.pathways.operations import AnotherKind, CannotHold, DayTaken, EditionStated, state_rule_set
from microcred.pathways.queries import rules_of
from microcred.pathways.rulesets import rule_set_named
from microcred.pathways.tests.make import stated

TITLE = {"en": "Other words"}


def test_the_first_edition_makes_the_pathway_and_reads_back_as_it_was_written(cast):
    rules = stated(cast)
    assert rules.pathway.slug == "carolinacap"
    assert rules_of(rules) == rule_set_named("carolinacap-c")


def test_stated_twice_it_is_there_once_and_in_other_words_it_is_refused(cast):
    assert stated(cast) == stated(cast)
    with pytest.raises(EditionStated):
        stated(cast, name="carolinacap-c", programme="Another programme")


def test_two_editions_do_not_take_effect_on_one_day(cast):
    stated(cast)
    with pytest.raises(DayTaken):
        stated(cast, "carolinacap-b", effective_from="2024-07-01")


def test_nobody_is_held_to_rules_whose_examples_do_not_come_out(cast):
    document = rule_set_named("carolinacap-b").model_dump(mode="json")
    document["examples"][0]["expect"]["met"] = True
    with pytest.raises(CannotHold) as refused:
        stated(cast, "carolinacap-b", examples=document["examples"])
    assert "it is not met, expected that it is" in str(refused.value)
    with pytest.raises(CannotHold):
        stated(cast, "carolinacap-b", examples=[])
    assert not Pathway.objects.exists()


def test_a_program_manager_states_pathways_and_a_licensure_officer_endorsements(cast):
    assert stated(cast, "performance-assessment-endorsement", actor=cast.femi)
    for name, who in (
        ("carolinacap-c", cast.femi),
        ("carolinacap-c", cast.ada),
        ("performance-assessment-endorsement", cast.elena),
    ):
        with pytest.raises(NotAllowed):
            stated(cast, name, actor=who)


def test_one_id_is_one_pathway_of_one_owner(cast):
    stated(cast)
    with pytest.raises(AnotherKind):
        state_rule_set(actor=None, owner=cast.places["rock-hill"], rules=rule_set_named("carolinacap-b"), at=cast.at)


def test_what_was_stated_is_never_edited(cast):
    rules = stated(cast)
    with pytest.raises(DatabaseError), transaction.atomic():
        type(rules).objects.filter(pk=rules.pk).update(edition="Z")
