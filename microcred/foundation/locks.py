"""Locks for rows that are never updated, and which the application may therefore not lock as rows."""

from uuid import UUID

from django.db import connection

from microcred.foundation.loading import loading


def hold(row_id: UUID) -> None:
    """Wait for, and hold until the transaction ends, the one lock that goes with an identifier.

    Where several are needed, take them in the order of their identifiers.
    """
    number, together = _number(row_id), loading()
    if together is not None:
        if number in together.held:
            return
        together.held.add(number)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def try_hold(row_id: UUID) -> bool:
    """The same without waiting. Return whether it is held now; False where somebody else holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_number(row_id)])
        return bool(cursor.fetchone()[0])


def hold_shared(row_id: UUID) -> None:
    """Wait for, and hold until the transaction ends, the lock of an identifier together with others who share it.

    Who holds it alone (`hold`) waits for all of them, and they for who holds it alone.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_number(row_id)])


def _number(row_id: UUID) -> int:
    return int.from_bytes(row_id.bytes[-8:], "big", signed=True)
