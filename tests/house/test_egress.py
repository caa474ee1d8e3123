"""Nothing opens a connection but the one door, and the few programs that speak to this very machine."""

import ast
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]

DOOR = "openbadges/fetch.py"

TO_THIS_MACHINE = {
    "site/demo/ports.py": "claims a port of this machine, and asks whether anything answers there",
    "site/demo/run.py": "asks its own server whether it is up",
    "site/demo/journey.py": "plays people against a demonstration server that its caller names",
    "site/demo/visitor.py": "one of those people",
    "foundation/storage/bucket.py": "speaks to the one store that the operator's settings name",
    "foundation/inspection/scanning.py": "speaks to the one virus scanner that the operator's settings name",
    "foundation/inspection/apart/asking.py": "hands files to its own child over a pair of sockets without an address",
    "foundation/inspection/apart/keeper.py": "is that child's end of the pair, behind walls without a network",
    "openbadges/vc_api/server.py": "listens on the loopback address for conformance suites, and opens nothing",
}
"""Files that open connections to a server the operator named, never to an address out of a document."""

OPENERS = {
    *(
        "socket",
        "socketserver",
        "ssl",
        "http.client",
        "http.server",
        "urllib.request",
        "ftplib",
        "smtplib",
        "telnetlib",
    ),
    *("telnetlib", "xmlrpc", "imaplib", "poplib", "nntplib", "httpx", "httpcore", "requests", "urllib3"),
    *(
        "aiohttp",
        "websockets",
        "anyio",
        "trio",
        "pycurl",
        "dns",
        "paramiko",
        "boto3",
        "botocore",
        "selenium",
        "playwright",
    ),
}
"""Modules with which a connection to somewhere can be opened."""

CALLS = {"open_connection", "create_connection", "urlopen", "open_unix_connection"}
"""What opens one out of a module that is there for other things too."""


def files() -> list[Path]:
    return sorted(file for file in (CHECKOUT / "microcred").rglob("*.py") if "tests" not in file.parts)


def openers(tree: ast.AST) -> set[str]:
    """What a module imports, or asks for by name, that opens connections."""
    taken, opened = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            taken |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            taken |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Attribute) and node.attr in CALLS:
            opened.add(ast.unparse(node))
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("import_module", "__import__"):
            taken |= {argument.value for argument in node.args if isinstance(argument, ast.Constant)}
    return opened | {
        name for name in taken if isinstance(name, str) and any(f"{name}.".startswith(f"{each}.") for each in OPENERS)
    }


def test_only_the_door_opens_the_network():
    wrong = {}
    for file in files():
        name = str(file.relative_to(CHECKOUT / "microcred"))
        found = openers(ast.parse(file.read_text()))
        if found and name != DOOR and name not in TO_THIS_MACHINE:
            wrong[name] = found
    assert wrong == {}, "open addresses through openbadges.fetch, which knows which of them may be opened"


def test_the_exceptions_are_still_needed():
    for name in (DOOR, *TO_THIS_MACHINE):
        assert openers(ast.parse((CHECKOUT / "microcred" / name).read_text())), name


@pytest.mark.parametrize(
    "wrong",
    [
        "import httpx",
        "from urllib import request",
        "from urllib.request import urlopen",
        "import http.client as web",
        "def f():\n    import socket",
        "import_module('requests')",
        "import asyncio\nasyncio.open_connection('example.org', 80)",
    ],
)
def test_the_rule_sees_a_connection(wrong: str):
    assert openers(ast.parse(wrong))


@pytest.mark.parametrize(
    "right", ["from urllib.parse import urlsplit", "import http", "import asyncio", "import sockets_of_mine"]
)
def test_the_rule_leaves_reading_of_addresses_alone(right: str):
    assert not openers(ast.parse(right))
