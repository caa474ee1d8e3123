"""Who owns the database and who merely uses it, as SQL.

Two roles, and neither can bypass anything:

* ``microcred_owner`` owns the database and everything in it; migrations run as it.
* ``microcred_app`` serves requests and runs jobs. It owns nothing, creates nothing in the schema, truncates nothing,
  and so can neither switch off a trigger nor grant itself a right.
"""

OWNER_ROLE = "microcred_owner"
APP_ROLE = "microcred_app"

EXTENSIONS = ("pg_trgm", "unaccent", "btree_gin", "citext")
"""All of them are trusted: the owner of a database may create them without being superuser."""

_NO_POWERS = "NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS"


def create_roles_sql() -> str:
    """Make both roles, or take excess powers from existing ones. Needs a superuser; safe to repeat."""
    # The owner may create databases so that tests and benchmarks clone theirs without a superuser.
    return "\n".join(
        _create_role(role, f"LOGIN {_NO_POWERS} {powers}")
        for role, powers in ((OWNER_ROLE, "CREATEDB"), (APP_ROLE, "NOCREATEDB"))
    )


def _create_role(role: str, attributes: str) -> str:
    return f"""
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN CREATE ROLE {role}; END IF;
END $$;
ALTER ROLE {role} {attributes};"""


def create_database_sql(database: str) -> str:
    """Make the database unless it exists. A script for ``psql``, run as the owner from another database."""
    return (
        f"SELECT 'CREATE DATABASE \"{database}\"' WHERE NOT EXISTS"  # noqa: S608 - our own words
        f" (SELECT FROM pg_database WHERE datname = '{database}') \\gexec"
    )


def prepare_database_sql() -> str:
    """Extensions and default rights inside a new database. Run as its owner, before the first migration; repeatable."""
    extensions = "\n".join(f"CREATE EXTENSION IF NOT EXISTS {name};" for name in EXTENSIONS)
    return f"""
{extensions}
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO {APP_ROLE};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP_ROLE};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {APP_ROLE};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO {APP_ROLE};
"""


def database_rights_sql(database: str) -> str:
    """Rights on the database itself, which a clone does not inherit. Run as its owner."""
    return f"""
REVOKE ALL ON DATABASE "{database}" FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE "{database}" TO {APP_ROLE};
"""


def clone_database_sql(database: str, template: str) -> tuple[str, ...]:
    """The statements, one by one and outside a transaction, that copy a database whole. Run as the owner of both."""
    rights = [line for line in database_rights_sql(database).splitlines() if line]
    return (f'CREATE DATABASE "{database}" TEMPLATE "{template}"', *rights)
