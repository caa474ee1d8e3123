"""Policies and records in few words."""

from typing import Any

from microcred.recognition.rules.engine import Policy, Record

CLAUSES = ("total", "rate", "cap", "floor", "category", "minimum", "option", "age", "other")


def policy(**fields: Any) -> Policy:
    """A policy of a state that counts hours, 100 of them in five years; with whatever else is said."""
    return Policy.model_validate(document(**fields))


def document(**fields: Any) -> dict[str, Any]:
    """The same as a document."""
    return {
        "format": "microcred-policy/1",
        "id": "state",
        "version": 1,
        "name": "Renewal",
        "jurisdiction": "Somewhere",
        "kind": "state",
        "effective_from": "2018-01-01",
        "currency": {"read_on": "2026-11"},
        "clauses": [
            {"id": name, "words": f"What is said of {name}.", "standing": "demonstration", "source": "Made up."}
            for name in CLAUSES
        ],
        "unit": "contact hours",
        "cycle": {"anchor": "licence", "years": 5, "clause": "total"},
        "total": [{"amount": 100, "clause": "total"}],
        "rates": [{"unit": "contact hours", "credits": 1, "clause": "rate"}],
        **fields,
    }


def overlay(**fields: Any) -> Policy:
    """A district's overlay of it."""
    own = {"unit": None, "cycle": None, "total": [], "rates": [], "id": "district", "kind": "district"}
    return policy(**{**own, "jurisdiction": "The district", "overlays": "state", **fields})


def record(*things: dict[str, Any], **fields: Any) -> Record:
    """A record of somebody who works in the district and holds a licence since July 2022."""
    return Record.model_validate(
        {
            "format": "microcred-record/1",
            "licences": [
                {"id": "licence", "jurisdiction": "Somewhere", "type": "professional", "issued_on": "2022-07-01"}
            ],
            "employment": [{"employer": "The district", "first_day": "2015-01-01"}],
            "awards": [{"id": f"thing-{place}", "earned_at": "2024-01-10", **one} for place, one in enumerate(things)],
            **fields,
        }
    )


def hours(amount: Any, **fields: Any) -> dict[str, Any]:
    """An award that states so many hours."""
    return {"amounts": {"contact hours": amount}, **fields}
