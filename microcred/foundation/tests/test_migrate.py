"""Migrating makes the class of a changed model again, and no other."""

from django.core.management import get_commands
from django.db import models
from django.db.migrations.operations import AddField
from django.db.migrations.state import ModelState, ProjectState

from microcred.foundation.management.commands.migrate import changed_models_alone


def related():
    """Two models, the second of which refers to the first; their classes are made."""
    state = ProjectState()
    state.add_model(ModelState("catalog", "Shelf", [("id", models.BigAutoField(primary_key=True))]))
    fields = [("id", models.BigAutoField(primary_key=True)), ("shelf", models.ForeignKey("Shelf", models.CASCADE))]
    state.add_model(ModelState("catalog", "Book", fields))
    assert state.apps
    return state


def grow(state):
    before = {name: state.apps.get_model("catalog", name) for name in ("Shelf", "Book")}
    AddField("Book", "pages", models.IntegerField(default=0)).state_forwards("catalog", state)
    return {name for name, model in before.items() if state.apps.get_model("catalog", name) is not model}


def test_it_is_the_command_that_migrates():
    assert get_commands()["migrate"] == "microcred.foundation"


def test_django_by_itself_makes_what_it_is_related_to_again():
    assert grow(related()) == {"Book", "Shelf"}


def test_within_it_only_the_changed_model_is_made_again_and_has_its_field():
    state = related()
    with changed_models_alone():
        assert grow(state) == {"Book"}
    assert state.apps.get_model("catalog", "Book")._meta.get_field("pages")
    assert grow(related()) == {"Book", "Shelf"}
