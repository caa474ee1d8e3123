"""Database addresses: ``postgresql://role:password@host:port/database?host=/socket/folder``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit


@dataclass(frozen=True, slots=True)
class Address:
    """Where a database is and who asks, in the parts that Django's ``DATABASES`` wants."""

    database: str
    role: str = ""
    password: str = ""
    host: str = ""
    port: str = ""
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The address as one URL that libpq, psycopg and :func:`address_of` understand."""
        who = quote(self.role, safe="")
        if self.password:
            who += ":" + quote(self.password, safe="")
        options = dict(self.options)
        network = "" if self.host.startswith("/") else self.host
        if ":" in network:
            network = f"[{network}]"
        if self.host.startswith("/"):
            options = {"host": self.host, **options}
        if self.port:
            network += f":{self.port}"
        query = f"?{urlencode(options)}" if options else ""
        return f"postgresql://{who}{'@' if who else ''}{network}/{quote(self.database, safe='')}{query}"

    def with_database(self, database: str) -> "Address":
        """The same server and role, another database."""
        return Address(database, self.role, self.password, self.host, self.port, self.options)

    def with_role(self, role: str, password: str = "") -> "Address":
        """The same server and database, another role."""
        return Address(self.database, role, password, self.host, self.port, self.options)

    def django(self) -> dict[str, object]:
        """The entry of Django's ``DATABASES`` for this address."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": self.database,
            "USER": self.role,
            "PASSWORD": self.password,
            "HOST": self.host,
            "PORT": self.port,
            "OPTIONS": dict(self.options),
        }


def address_of(url: str) -> Address:
    """Read a database URL.

    Raises:
        ValueError: the URL is not one of PostgreSQL or names no database. The message never repeats the URL,
            which may hold a password.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        message = "A database address must begin with postgresql://"
        raise ValueError(message)
    database = unquote(parts.path.removeprefix("/"))
    if not database:
        message = "A database address must name a database: postgresql://role@host/database"
        raise ValueError(message)
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or unquote(parts.hostname or "")
    port = options.pop("port", "") or (str(parts.port) if parts.port else "")
    return Address(database, unquote(parts.username or ""), unquote(parts.password or ""), host, port, options)


def socket_address(folder: Path, database: str, role: str) -> Address:
    """The address of a database behind a Unix socket."""
    return Address(database=database, role=role, host=str(folder))
