"""One benchmark in a process of its own, so that none inherits another's caches, threads or garbage."""

import importlib
import sys
from pathlib import Path

from benchmarks.frame.bench import Bench
from benchmarks.frame.comparison import hand_over


def main(name: str, outcome: Path) -> None:
    """Run it against the scratch database that the environment names."""
    import django

    django.setup()
    hand_over(importlib.import_module(f"benchmarks.{name}").run(Bench(name)), outcome)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
