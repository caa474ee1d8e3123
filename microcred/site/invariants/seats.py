"""Seats of programs are neither doubled nor left empty while somebody waits."""

from collections.abc import Sequence

from microcred.site.invariants.invariant import Invariant, by_sql

SEATS: Sequence[Invariant] = (
    by_sql(
        "Seats taken are seats held, and no more than there are",
        """
        SELECT 'program ' || program.id FROM programs_program AS program
        WHERE taken > seats OR taken <> (
            SELECT count(*) FROM programs_seat AS seat
            JOIN programs_arrival AS arrival ON arrival.id = seat.arrival_id
            WHERE arrival.program_id = program.id
              AND NOT EXISTS (SELECT FROM programs_departure WHERE arrival_id = arrival.id))
        """,
    ),
    by_sql(
        "Nobody waits while a seat is free, nobody overtakes who came before, nobody stands in line twice",
        """
        SELECT 'program ' || program.id FROM programs_program AS program
        WHERE taken < seats AND EXISTS (
            SELECT FROM programs_arrival AS arrival WHERE arrival.program_id = program.id
              AND NOT EXISTS (SELECT FROM programs_seat WHERE arrival_id = arrival.id)
              AND NOT EXISTS (SELECT FROM programs_departure WHERE arrival_id = arrival.id))
        UNION ALL
        SELECT 'arrival ' || waiting.id FROM programs_arrival AS waiting
        WHERE NOT EXISTS (SELECT FROM programs_seat WHERE arrival_id = waiting.id)
          AND NOT EXISTS (SELECT FROM programs_departure WHERE arrival_id = waiting.id)
          AND EXISTS (
              SELECT FROM programs_arrival AS later JOIN programs_seat AS seat ON seat.arrival_id = later.id
              WHERE later.program_id = waiting.program_id AND later.number > waiting.number)
        UNION ALL
        SELECT 'person ' || person_id || ', program ' || program_id FROM programs_arrival AS arrival
        WHERE NOT EXISTS (SELECT FROM programs_departure WHERE arrival_id = arrival.id)
        GROUP BY person_id, program_id HAVING count(*) > 1
        """,
    ),
)
