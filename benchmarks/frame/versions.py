"""The peers' names with their versions."""

import sqlite3
from importlib.metadata import version

import psycopg

SQLITE = f"SQLite {sqlite3.sqlite_version} FTS5"
TANTIVY = f"tantivy {version('tantivy')}"


def postgresql(connection: psycopg.Connection) -> str:
    """Name and version of the server."""
    number = connection.info.server_version
    return f"PostgreSQL {number // 10_000}.{number % 10_000}"


def installed(package: str) -> str:
    """Name and version of an installed Python package."""
    return f"{package} {version(package)}"
