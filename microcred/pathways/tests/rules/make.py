"""Rule sets and records for the tests of the rules, small and without sources."""

from datetime import date, timedelta
from typing import Any

from microcred.pathways.rules.audit import Audit, audit
from microcred.pathways.rules.document import RuleSet
from microcred.pathways.rules.record import Item, Record, Work

DAY = date(2026, 6, 30)
ENTRY = date(2025, 8, 1)
CLAUSES = ("entry", "basis", "effective", "counting", "category", "asked")


def asks(name: str, at_least: int = 1, *of: str, total: bool = False) -> dict[str, Any]:
    return {
        "asks": "micro-credentials",
        "id": name,
        "name": name,
        "at_least": at_least,
        "of": of,
        "total": total,
        "clause": "asked",
    }


def items(kind: str, name: str, **fields: Any) -> dict[str, Any]:
    return {"asks": kind, "id": name, "name": name, "clause": "asked", **fields}


def year(name: str, *requirements: dict[str, Any], double: str = "never") -> dict[str, Any]:
    return {
        "id": name,
        "name": name,
        "counting": {"double": double, "clause": "counting"},
        "requirements": requirements,
    }


def rule_set(*years: dict[str, Any], basis: str = "submitted", since: str = "entry", **fields: Any) -> RuleSet:
    """Categories `a` to `e` take the stacks of these names; `mine` goes by area."""
    return RuleSet.model_validate(
        {
            "format": "microcred-pathway/1",
            "id": "example",
            "edition": "1",
            "kind": "pathway",
            "name": "Example",
            "programme": "Nobody's",
            "effective_from": "2025-01-01",
            "effective_clause": "effective",
            "currency": {"read_on": "2026-11"},
            "clauses": [
                {"id": one, "words": f"So says {one}.", "standing": "demonstration", "source": "This test."}
                for one in CLAUSES
            ],
            "basis": {"counts": basis, "clause": "basis"},
            "counts_from": {"since": since, "clause": "entry"},
            "areas": [{"id": "math", "name": "Mathematics", "takes": {"stacks": ["a"]}}],
            "categories": [
                *(
                    {"id": one, "name": one.upper(), "takes": {"stacks": [one]}, "clause": "category"}
                    for one in "abcde"
                ),
                {"id": "mine", "name": "Mine", "by_area": True, "clause": "category"},
            ],
            "years": years,
            **fields,
        }
    )


def work(name: str, stacks: str = "", *, day: int | None = 1, earned: int | None = None, **fields: Any) -> Work:
    """A micro-credential of these stacks, handed in so many days after the entry."""
    return Work(
        micro_credential=name,
        stacks=frozenset(stacks),
        submitted_on=None if day is None else ENTRY + timedelta(days=day),
        earned_on=None if earned is None else ENTRY + timedelta(days=earned),
        **fields,
    )


def item(kind: Any, name: str, result: str = "", **fields: Any) -> Item:
    said = {"id": f"{name} {result} {fields.get('term', '')}", "year": "one", "day": ENTRY + timedelta(days=30)}
    return Item(kind=kind, name=name, result=result, **{**said, **fields})


def held(rules: RuleSet, *works: Work, items: tuple[Item, ...] = (), area: str = "math", at: date = DAY) -> Audit:
    return audit(rules, Record(entered_on=ENTRY, area=area, works=works, items=items), at)


def said(came: Audit) -> dict[str, str]:
    """Each requirement in short: so much of how much, and by what."""
    return {
        one.key: f"{one.have}/{one.needed}"
        + (f" {' '.join(sorted(work.micro_credential for work in one.filled_by))}" if one.filled_by else "")
        for one in came.requirements
    }
