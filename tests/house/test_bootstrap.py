"""What a machine installs is locked, explained and free of addresses."""

import importlib.machinery
import importlib.util
import json
import re
import tomllib
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
LOCKED = sorted((CHECKOUT / "requirements").glob("*.txt"))
ADDRESS = re.compile(r"https?:|git\+|file:|--index|--find-links|--extra")


def bootstrap():
    loader = importlib.machinery.SourceFileLoader("dev", str(CHECKOUT / "dev"))
    spec = importlib.util.spec_from_loader("dev", loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def test_requirements_were_remade_after_the_last_change_of_dependencies():
    now = bootstrap().dependencies_digest()[:16]
    assert {file.name for file in LOCKED} == {f"{group}.txt" for group in (*bootstrap().GROUPS, "uv")}
    for file in LOCKED:
        if file.name != "uv.txt":
            assert f"({now})" in file.read_text().splitlines()[0], f"{file.name} is old: run ./dev lock"


@pytest.mark.parametrize("file", LOCKED, ids=lambda file: file.name)
def test_every_package_has_an_exact_version_and_a_hash_and_no_address(file: Path):
    text = file.read_text()
    assert not ADDRESS.search(text)
    packages = [entry for entry in re.split(r"\n(?=\w)", text) if not entry.startswith("#")]
    assert packages
    for package in packages:
        assert re.match(r"[\w.-]+(\[[\w,-]+\])?==\S+", package), package
        assert "--hash=sha256:" in package, package


def test_the_groups_agree_on_every_version():
    versions: dict[str, set[str]] = {}
    for file in LOCKED:
        for line in file.read_text().splitlines():
            if match := re.match(r"([\w.-]+)==(\S+) ?(;.*?)?\\?$", line):
                versions.setdefault(match[1] + (match[3] or ""), set()).add(match[2])
    assert {name for name, found in versions.items() if len(found) > 1} == set()


def test_the_npm_lock_holds_hashes_and_no_address():
    lock = CHECKOUT / "frontend" / "package-lock.json"
    packages = json.loads(lock.read_text())["packages"]
    for name, package in packages.items():
        assert "resolved" not in package, name
        if name and not package.get("link"):
            assert package.get("integrity", "").startswith("sha512-"), name


def test_every_dependency_says_why_it_is_there():
    text = (CHECKOUT / "pyproject.toml").read_text()
    project = tomllib.loads(text)
    wanted = [*project["project"]["dependencies"], *(d for g in project["dependency-groups"].values() for d in g)]
    for dependency in wanted:
        line = next(line for line in text.splitlines() if f'"{dependency}"' in line)
        reason = line.partition("#")[2].strip()
        assert len(reason.split()) >= 2, dependency
        assert reason.endswith("."), f"{dependency}: the reason is a sentence"
