"""The house rules that a machine can check about tables, operations and migrations."""

import inspect
from importlib import import_module

import psycopg
import pytest
from django.apps import apps
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from django.utils.module_loading import module_has_submodule

from microcred.foundation.frozen import frozen_tables

FLOORS = {
    "foundation": 1,
    "organizations": 2,
    "calendars": 3,
    "frameworks": 3,
    "notices": 3,
    "quality": 3,
    "catalog": 4,
    "authoring": 5,
    "programs": 5,
    "convenings": 5,
    "credentials": 5,
    "portfolios": 6,
    "calibration": 7,
    "integrity": 7,
    "pathways": 7,
    "rewards": 7,
    "scoring": 8,
    "recognition": 8,
    "accounts": 9,
    "analytics": 9,
    "oauth": 9,
    "badge_hosts": 9,
    "case": 9,
    "vc_api": 9,
    "wallets": 9,
    "billing": 9,
    "stories": 9,
    "site": 10,
}


def ours():
    return [config for config in apps.get_app_configs() if config.name.startswith("microcred.")]


def our_models():
    return [model for config in ours() for model in config.get_models()]


def test_every_app_has_a_floor():
    assert {config.label for config in ours()} <= set(FLOORS)


def test_foreign_keys_to_other_apps_point_down_and_hide_their_reverse():
    wrong = []
    for model in our_models():
        for field in model._meta.get_fields():
            if not isinstance(field, models.ForeignKey | models.ManyToManyField | models.OneToOneField):
                continue
            here, there = model._meta.app_label, field.related_model._meta.app_label
            if here == there or there not in FLOORS:
                continue
            if FLOORS[there] >= FLOORS[here]:
                wrong.append(f"{model.__name__}.{field.name} points up")
            if not field.remote_field.hidden:
                wrong.append(f"{model.__name__}.{field.name} shows its reverse on {there}")
    assert wrong == []


def test_models_do_not_override_save_or_delete():
    wrong = [f"{model.__name__}.{name}" for model in our_models() for name in ("save", "delete") if name in vars(model)]
    assert wrong == []


def test_every_verb_is_an_operation():
    """Public functions of `operations` that take an actor wear `@operation`; so nothing changes unaudited."""
    bare = []
    for config in ours():
        if not module_has_submodule(config.module, "operations"):
            continue
        module = import_module(f"{config.name}.operations")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if name.startswith("_") or not function.__module__.startswith(config.name):
                continue
            if "actor" in inspect.signature(function).parameters and not hasattr(function, "is_operation"):
                bare.append(f"{config.label}.{name}")
    assert bare == []


def test_migrations_are_linear(db):
    loader = MigrationLoader(connection)
    forks = {config.label: leaves for config in ours() if len(leaves := loader.graph.leaf_nodes(config.label)) > 1}
    assert forks == {}


def test_migrations_do_not_wait_long_for_locks():
    from microcred.foundation.starting import MIGRATION_OPTIONS

    assert MIGRATION_OPTIONS["lock_timeout"] == "2s"


def test_models_and_migrations_agree(db):
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_postgresql_grants_the_application_no_change_of_frozen_rows():
    granted = []
    with connection.cursor() as cursor:
        for table in frozen_tables():
            for right in ("UPDATE", "DELETE", "TRUNCATE"):
                cursor.execute("SELECT has_table_privilege(%s, %s)", [connection.ops.quote_name(table), right])
                if cursor.fetchone()[0]:
                    granted.append(f"{right} on {table}")
    assert frozen_tables()
    assert granted == []


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["scoring_queueitem", "scoring_mark", "portfolios_precheck"])
def test_postgresql_grants_the_application_no_deletion_that_no_verb_needs(table):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege(%(table)s, 'UPDATE'), has_table_privilege(%(table)s, 'DELETE')",
            {"table": table},
        )
        assert cursor.fetchone() == (True, False)


@pytest.mark.django_db
def test_postgresql_refuses_even_the_owner_a_change_of_frozen_rows(owner_connection: psycopg.Connection):
    """Every frozen table has a trigger for UPDATE and for DELETE, and it is on."""
    rows = owner_connection.execute(
        """
        SELECT relname, bool_or(tgtype & 16 > 0), bool_or(tgtype & 8 > 0)
        FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        WHERE NOT tgisinternal AND tgenabled = 'O' AND tgname LIKE 'pgtrigger_no_%'
        GROUP BY relname
        """
    ).fetchall()
    guarded = {table for table, update, delete in rows if update and delete}
    assert set(frozen_tables()) == guarded


@pytest.mark.django_db
def test_the_application_role_owns_nothing_and_bypasses_nothing():
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolcreaterole OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone()[0] is False
        cursor.execute(
            "SELECT count(*) FROM pg_class JOIN pg_roles ON pg_roles.oid = relowner WHERE rolname = current_user"
            " AND relnamespace = 'public'::regnamespace"
        )
        assert cursor.fetchone()[0] == 0
        cursor.execute("SELECT has_schema_privilege('public', 'CREATE')")
        assert cursor.fetchone()[0] is False
