# ruff: noqa: S608 - put together from the names of our own tables and columns, before anybody asks anything
"""Two functions of the database by which rows change hands or are forgotten, frozen ones too.

Frozen rows are refused UPDATE and DELETE by a trigger, and the role of the application is not granted them. Both walls
stand as before. What may be done nevertheless is done by the owner of the tables inside `accounts_join` and
`accounts_erase`, which the application may call and cannot change: they look at the row that says who asked for it,
touch the rows of that person alone, and only in the ways written down in `inventory`. See decision 0055.

They are written anew after each migration, from the tables as they then are.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, models

from microcred.accounts.inventory import (
    ADDRESSES,
    ARRAYS_OF_PEOPLE,
    BY_LABEL,
    ENDED_BY_MERGE,
    GONE_WITH_IT,
    STAYS_WHERE_IT_WAS,
    TABLES,
    Fate,
    Table,
)
from microcred.foundation.frozen import APPLICATION_ROLE
from microcred.foundation.models import StoredFile
from microcred.organizations.models import Person


def install(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Write both functions, and let nobody but the application call them. Runs after each migration, as the owner."""
    connection = connections[using]
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        if any(model._meta.db_table not in there for model in _models()):
            return  # a database on its way through old migrations: the last one comes here again
        cursor.execute("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s)", [APPLICATION_ROLE])
        (has_application,) = cursor.fetchone() or (False,)
        for name, arguments, body in (
            ("accounts_join", "joining uuid", joining_sql(connection)),
            ("accounts_erase", "asked uuid, now_is timestamptz", erasing_sql()),
        ):
            # a placeholder for parameters is no business of what is written here
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {name}({arguments}) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER"
                f" SET search_path = public, pg_temp AS $guarded$\n{body}\n$guarded$"
            )
            cursor.execute(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")
            if has_application:
                cursor.execute(f"GRANT EXECUTE ON FUNCTION {name} TO {APPLICATION_ROLE}")


def columns_of_people() -> list[tuple[type[models.Model], models.ForeignKey[Any, Any]]]:
    """Every column of every table that names a person, in the order of their names."""
    found = [
        (model, field)
        for model in _models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is Person
    ]
    return sorted(found, key=lambda pair: (pair[0]._meta.label, pair[1].name))


def rows_of(table: Table, who: str = "who") -> str:
    """The condition that a row of a table is about a person, as SQL.

    Args:
        who: the SQL that names the person.
    """
    model = apps.get_model(table.label)
    ways = [_way(model, way.split("__"), who) for way in (table.whose, table.also) if way]
    return f"({' OR '.join(ways)})"


def columns_of_files() -> list[tuple[type[models.Model], models.ForeignKey[Any, Any]]]:
    """Every column that names a stored file."""
    return [
        (model, field)
        for model in _models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is StoredFile
    ]


def joining_sql(connection: Any) -> str:
    """The body of `accounts_join`: the rows of the absorbed account become the survivor's, and it is noted which."""
    statements = [
        f"DELETE FROM {_table(label)} WHERE {rows_of(_named(label), 'm.absorbed_id')};" for label in ENDED_BY_MERGE
    ]
    statements += [
        (
            "UPDATE portfolios_pursuit SET set_aside_at = m.merged_at"
            " WHERE id = ANY (m.set_aside) AND set_aside_at IS NULL AND person_id IN (m.survivor_id, m.absorbed_id);"
        ),
        *_joined_cycles(),
    ]
    for label, column in ARRAYS_OF_PEOPLE:
        statements.append(
            f"UPDATE {_table(label)} SET {column} = array_replace({column}, m.absorbed_id, m.survivor_id)"
            f" WHERE {column} @> ARRAY[m.absorbed_id];"
        )
    for model, field in columns_of_people():
        if model._meta.label not in STAYS_WHERE_IT_WAS:
            statements.append(_change_hands(connection, model, field))
    return f"""
DECLARE
  m accounts_merge%ROWTYPE;
  changed text[];
BEGIN
  SELECT * INTO m FROM accounts_merge WHERE id = joining;
  IF m.id IS NULL OR EXISTS (SELECT FROM organizations_person WHERE id = m.absorbed_id AND is_active) THEN
    RAISE EXCEPTION 'no merge says so' USING ERRCODE = 'insufficient_privilege';
  END IF;
  -- whoever took the account in may have been taken in meanwhile
  WHILE EXISTS (SELECT FROM accounts_merge WHERE absorbed_id = m.survivor_id) LOOP
    SELECT survivor_id INTO m.survivor_id FROM accounts_merge WHERE absorbed_id = m.survivor_id;
  END LOOP;
  PERFORM set_config('pgtrigger.ignore', '{_triggers()}', true);
  {_indented(statements)}
  PERFORM set_config('pgtrigger.ignore', '{{}}', true);
  RETURN '{{}}';
END
"""


def erasing_sql() -> str:
    """The body of `accounts_erase`: what is theirs goes or is blanked; it returns how many rows of each table."""
    statements = []
    files = [
        f"SELECT {_quoted(field.column)} FROM {_table(model._meta.label)} WHERE {rows_of(_named(model._meta.label))}"
        for model, field in columns_of_files()
        if model._meta.label in {table.label for table in TABLES if table.fate is Fate.GONE}
    ]
    if files:
        statements.append(
            "SELECT array_agg(file) INTO files FROM (" + " UNION ".join(files) + ") AS theirs(file)"
            " WHERE file IS NOT NULL;"
        )
    statements += [
        f"DELETE FROM {_table(label)} WHERE {_way(apps.get_model(label), way.split('__'), 'who')};"
        for label, way in GONE_WITH_IT
    ]
    # what hangs on a row goes before the row, or nobody would know any more whose it was
    for table in sorted(TABLES, key=lambda table: -table.whose.count("__")):
        if table.fate is Fate.KEPT:
            continue
        name, mine = _table(table.label), rows_of(table)
        if table.fate is Fate.GONE:
            statements.append(f"DELETE FROM {name} WHERE {mine};")
        else:
            columns = ", ".join(f"{_quoted(column)} = {value}" for column, value in table.blank.items())
            statements.append(f"UPDATE {name} SET {columns} WHERE {mine};")
        statements.append(
            f"GET DIAGNOSTICS n = ROW_COUNT; counted := counted || jsonb_build_object('{table.label}', n);"
        )
    named = " OR ".join(
        f"EXISTS (SELECT FROM {_table(model._meta.label)} WHERE {_quoted(field.column)} = f.id)"
        for model, field in columns_of_files()
    )
    statements += [
        (
            "WITH given_up AS (DELETE FROM foundation_storedfile AS f"
            f" WHERE f.id = ANY (files) AND NOT ({named or 'false'}) RETURNING f.id)"
            " SELECT coalesce(array_agg(id), ARRAY[]::uuid[]) INTO files FROM given_up;"
        ),
        *(
            f"UPDATE {_table(label)} SET {_quoted(column)} = '' WHERE lower({_quoted(column)}) = ANY (addresses);"
            for label, column in ADDRESSES
        ),
        (
            "UPDATE organizations_person SET name = '', email = who::text || '@erased.invalid', password = '!',"
            " last_login = NULL, is_active = false, time_zone = 'UTC', language = 'en' WHERE id = who;"
        ),
    ]
    return f"""
DECLARE
  who uuid;
  shown boolean;
  files uuid[];
  addresses text[];
  n bigint;
  counted jsonb := '{{}}';
BEGIN
  SELECT person_id, shows_name INTO who, shown FROM accounts_erasure AS e
   WHERE e.id = asked AND e.due_at <= now_is
     AND NOT EXISTS (SELECT FROM accounts_erasurecancellation WHERE erasure_id = e.id)
     AND NOT EXISTS (SELECT FROM accounts_erasuredone WHERE erasure_id = e.id)
     AND NOT EXISTS (
       SELECT FROM accounts_hold AS h WHERE h.person_id = e.person_id
          AND NOT EXISTS (SELECT FROM accounts_holdrelease WHERE hold_id = h.id));
  IF who IS NULL THEN
    RAISE EXCEPTION 'no erasure is due' USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT array_agg(lower(email)) INTO addresses FROM account_emailaddress WHERE user_id = who;
  PERFORM set_config('pgtrigger.ignore', '{_triggers()}', true);
  {_indented(statements)}
  PERFORM set_config('pgtrigger.ignore', '{{}}', true);
  RETURN jsonb_build_object('rows', counted, 'files', to_jsonb(files));
END
"""


def _joined_cycles() -> Iterator[str]:
    """Where both had a cycle that starts on one day, credit goes over to the survivor's: once for each version."""
    twins = (
        "SELECT theirs.id AS old, mine.id AS new FROM recognition_cycle AS theirs JOIN recognition_cycle AS mine"
        " ON mine.policy_id = theirs.policy_id AND mine.starts_on = theirs.starts_on"
        " WHERE theirs.person_id = m.absorbed_id AND mine.person_id = m.survivor_id"
    )
    counted_already = (
        "EXISTS (SELECT FROM recognition_entry AS other"
        " JOIN credentials_award AS theirs ON theirs.id = other.award_id"
        " JOIN credentials_award AS mine ON mine.id = entry.award_id"
        " WHERE other.cycle_id = twins.new AND theirs.version_id = mine.version_id)"
    )
    yield (
        f"WITH twins AS ({twins}) UPDATE recognition_entry AS entry SET cycle_id = twins.new FROM twins"
        f" WHERE entry.cycle_id = twins.old AND NOT {counted_already};"
    )
    yield (
        f"WITH twins AS ({twins}) UPDATE recognition_recognition AS one SET cycle_id = twins.new FROM twins"
        " WHERE one.cycle_id = twins.old"
        " AND NOT EXISTS (SELECT FROM recognition_entry WHERE recognition_id = one.id AND cycle_id = twins.old);"
    )


def _change_hands(connection: Any, model: type[models.Model], field: models.ForeignKey[Any, Any]) -> str:
    """Give the rows of one column to the survivor. What would stand twice stays where it was."""
    table, column, key = _table(model._meta.label), _quoted(field.column), _quoted(_key(model))
    twice = [_stands_twice(connection, model, field, names, condition) for names, condition in _unique(model, field)]
    unless = "".join(f" AND NOT ({each})" for each in twice)
    return (
        f"WITH given AS (UPDATE {table} AS t SET {column} = m.survivor_id WHERE t.{column} = m.absorbed_id{unless}"
        f" RETURNING t.{key}::text AS key) SELECT array_agg(key) INTO changed FROM given;"
        " IF changed IS NOT NULL THEN INSERT INTO accounts_mergedrows"
        ' (id, created_at, merge_id, "table", "column", keys)'
        f" VALUES (gen_random_uuid(), now(), m.id, '{model._meta.db_table}', '{field.column}', changed); END IF;"
    )


def _unique(
    model: type[models.Model], field: models.ForeignKey[Any, Any]
) -> Iterator[tuple[list[str], models.UniqueConstraint | None]]:
    """The sets of columns, this one among them, that may stand once only, and the constraint that says when."""
    if field.unique:
        yield [field.name], None
    for together in model._meta.unique_together:
        if field.name in together:
            yield list(together), None
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and field.name in constraint.fields:
            yield list(constraint.fields), constraint


def _stands_twice(
    connection: Any,
    model: type[models.Model],
    field: models.ForeignKey[Any, Any],
    names: Iterable[str],
    constraint: models.UniqueConstraint | None,
) -> str:
    others = [_field(model, name).column for name in names if name != field.name]
    same = "".join(f" AND o.{_quoted(column)} = t.{_quoted(column)}" for column in others)
    condition = ""
    if constraint is not None and constraint.condition is not None:
        with connection.schema_editor(collect_sql=True, atomic=False) as editor:
            condition = str(constraint._get_condition_sql(model, editor))  # type: ignore[attr-defined]
    table, column = _table(model._meta.label), _quoted(field.column)
    found = f"EXISTS (SELECT FROM {table} AS o WHERE o.{column} = m.survivor_id{same}"
    if not condition:
        return found + ")"
    # the same words, first about the row that is there, then about the one that would come
    theirs = f"EXISTS (SELECT FROM {table} AS c WHERE c.{_quoted(_key(model))} ="
    return (
        f"{found} AND EXISTS (SELECT FROM (SELECT o.*) AS here WHERE {condition}))"
        f" AND {theirs} t.{_quoted(_key(model))} AND EXISTS (SELECT FROM (SELECT c.*) AS there"
        f" WHERE {condition}))"
    )


def _way(model: type[models.Model], steps: list[str], who: str) -> str:
    field = _field(model, steps[0])
    column = _quoted(field.column)
    if len(steps) == 1:
        return f"{column} = {who}"
    beyond: type[models.Model] = field.related_model
    inner = _way(beyond, steps[1:], who)
    return f"{column} IN (SELECT {_quoted(_key(beyond))} FROM {_table(beyond._meta.label)} WHERE {inner})"


def _field(model: type[models.Model], name: str) -> Any:
    return model._meta.get_field(name)


def _key(model: type[models.Model]) -> str:
    key: Any = model._meta.pk
    return str(key.column)


def _models() -> list[type[models.Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]


def _named(label: str) -> Table:
    return BY_LABEL[label]


def _table(label: str) -> str:
    return _quoted(apps.get_model(label)._meta.db_table)


def _quoted(name: object) -> str:
    return f'"{name}"'


def _triggers() -> str:
    """The triggers that freeze rows, as PostgreSQL writes an array: those that stand aside while a function runs."""
    names = {
        trigger.get_pgid(model)
        for model in _models()
        for trigger in getattr(model._meta, "triggers", [])
        if trigger.name in ("no_update", "no_delete", "unedited")
    }
    return "{" + ",".join(sorted(names)) + "}"


def _indented(statements: Iterable[str]) -> str:
    return "\n  ".join(statements)
