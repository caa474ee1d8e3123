"""A process that asks every invariant whenever a line arrives, and answers with a line of JSON."""

import json
import sys

from microcred.foundation.starting import start_django


def main() -> None:
    """Answer until nobody asks any more. Each time with a new connection: the database may have died in between."""
    start_django()
    from django.db import connections

    from microcred.site.invariants import INVARIANTS

    for _line in sys.stdin:
        connections.close_all()
        broken = {invariant.promise: list(map(str, invariant.violations())) for invariant in INVARIANTS}
        violations = [f"{promise}: {found}" for promise, each in broken.items() for found in each]
        print(json.dumps({"asked": len(INVARIANTS), "violations": violations}), flush=True)


if __name__ == "__main__":
    main()
