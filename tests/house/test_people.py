"""Nothing that this server holds about a person is forgotten: every table with a way to a person is named."""

from uuid import uuid4

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from microcred.accounts.archive import plain_row
from microcred.accounts.guarded import columns_of_people
from microcred.accounts.inventory import (
    ARRAYS_OF_NOBODY,
    ARRAYS_OF_PEOPLE,
    BY_HAND,
    BY_LABEL,
    ENDED_BY_MERGE,
    GIVEN_ONCE,
    GONE_WITH_IT,
    STAYS_WHERE_IT_WAS,
    TABLES,
    Fate,
)
from microcred.organizations.models import Person

WHERE = "name it in microcred/accounts/inventory.py: what an export gives of it and what an erasure does to it"


def every_model():
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]


def names_of(model):
    return f"{model._meta.label}"


def test_each_table_is_named_once():
    assert len(TABLES) == len(BY_LABEL)


def test_every_column_that_names_a_person_is_theirs_or_says_who_acted():
    theirs = {f"{table.label}.{table.whose}" for table in TABLES if "__" not in table.whose}
    named = {f"{names_of(model)}.{field.name}" for model, field in columns_of_people()}

    assert sorted(named - theirs - BY_HAND) == [], WHERE
    assert sorted((theirs | BY_HAND) - named) == [], "it is gone"


def test_nothing_that_stays_leads_to_what_an_erasure_removes():
    """Or the database would refuse the whole erasure, and nobody could be forgotten."""
    leading = [
        f"{names_of(model)}.{field.name}"
        for model in every_model()
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.related_model._meta.label in BY_LABEL
        and BY_LABEL[field.related_model._meta.label].fate is Fate.GONE
        and not goes_along(model, field)
    ]
    assert leading == [], "let it go too, or name it in GONE_WITH_IT: microcred/accounts/inventory.py"


OF_THE_SAME_PERSON = {
    "portfolios.Examined.item",
    "portfolios.SubmittedItem.item",
    "portfolios.PieceLanguage.item",
    "portfolios.PieceLanguage.beside",
    "portfolios.SubmittedLanguage.submitted_item",
    "portfolios.SubmittedLanguage.beside",
    "portfolios.SubmittedPin.submitted_item",
    "portfolios.Consent.item",
    "portfolios.CleanCopy.item",
    "portfolios.Quarantine.piece",
    "portfolios.Quarantine.text",
    "portfolios.Quarantine.alternative",
    "portfolios.Quarantine.change_note",
    "portfolios.Quarantine.pin",
    "portfolios.Quarantine.disclosure",
    "portfolios.RedactionUse.item",
    "portfolios.RedactionUndoing.item",
    "portfolios.StoodBy.item",
    "portfolios.Redaction.quarantine",
    *(
        f"scoring.{pin}.{column}"
        for pin in ("NotedPin", "ScoredPin", "ToldPin")
        for column in ("piece", "seen", "text")
    ),
    "scoring.ToldPin.scored",
    "integrity.Print.text",
    "integrity.Print.item",
}
"""By another way than that of its row, and to the same person all the same."""


def goes_along(model, field) -> bool:
    table, target = BY_LABEL.get(names_of(model)), BY_LABEL[field.related_model._meta.label]
    way = f"{field.name}__{target.whose}"
    if table is None or table.fate is not Fate.GONE:
        return table is not None and table.blank.get(field.column) == "NULL"
    same = table.whose == way or f"{names_of(model)}.{field.name}" in OF_THE_SAME_PERSON
    return same or (names_of(model), way) in GONE_WITH_IT


def test_every_table_that_hangs_on_a_persons_rows_is_named():
    unnamed = [
        f"{names_of(model)}.{field.name}"
        for model in every_model()
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.related_model._meta.label in BY_LABEL
        and model._meta.label not in BY_LABEL
    ]
    assert unnamed == [], WHERE


def test_each_way_leads_to_a_person():
    for table in TABLES:
        model = apps.get_model(table.label)
        for step in table.whose.split("__"):
            model = model._meta.get_field(step).related_model
        assert model._meta.label == "organizations.Person", table.label


def test_what_stays_says_why_and_what_goes_needs_no_reason():
    for table in TABLES:
        assert bool(table.why) == (table.fate is not Fate.GONE), table.label
        assert bool(table.blank) == (table.fate is Fate.BLANKED), table.label


def test_columns_that_are_named_are_there():
    for table in TABLES:
        there = {field.column for field in apps.get_model(table.label)._meta.concrete_fields}
        names = {field.name for field in apps.get_model(table.label)._meta.concrete_fields}
        assert set(table.blank) <= there, table.label
        assert table.without <= names, table.label
    for label in (*ENDED_BY_MERGE, *STAYS_WHERE_IT_WAS):
        apps.get_model(label)


def test_no_secret_is_given():
    """What an export gives of a table never opens anything."""
    given = [
        f"{table.label}.{field.name}"
        for table in TABLES
        if not table.withheld
        for field in apps.get_model(table.label)._meta.concrete_fields
        if field.name not in table.without
        and any(word in field.name for word in ("secret", "token", "sealed", "password", "code_", "state_digest"))
    ]
    assert sorted(given) == ["badge_hosts.ExternalCredential.is_token", "oauth.Grant.code_expires_at"]


def holds_identifiers(field) -> bool:
    while isinstance(field, ArrayField):
        field = field.base_field
        if isinstance(field, models.UUIDField):
            return True
    return False


def test_every_array_of_identifiers_says_whether_people_are_among_them():
    arrays = {
        f"{names_of(model)}.{field.name}"
        for model in every_model()
        for field in model._meta.concrete_fields
        if holds_identifiers(field)
    }
    people = {".".join(pair) for pair in ARRAYS_OF_PEOPLE}

    assert sorted(arrays - people - ARRAYS_OF_NOBODY) == [], WHERE
    assert sorted((people | ARRAYS_OF_NOBODY) - arrays) == [], "it is gone"
    assert people.isdisjoint(ARRAYS_OF_NOBODY)


def test_no_array_of_people_is_given():
    """Neither to whose row it is nor to who acted there: it names the person whose work it is, and their places."""
    someone = Person(id=uuid4())
    for label, column in ARRAYS_OF_PEOPLE:
        row = apps.get_model(label)(**{column: [someone.pk]})
        assert column not in plain_row(row, someone, frozenset()), label


def test_what_waits_for_somebody_s_consent_is_asked_of_ways_that_an_export_goes():
    gone = {f"{table.label}.{table.whose}" for table in TABLES if not table.withheld} | BY_HAND
    assert gone >= GIVEN_ONCE.keys()
