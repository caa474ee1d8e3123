"""A bounded run of every fuzz target; ``python -m microcred.openbadges.tests.fuzz`` hunts for longer."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("atheris", reason="atheris has wheels for Linux and Python up to 3.13")

FUZZ = Path(__file__).with_name("fuzz.py")
TARGETS = {"canonical", "handed_in", "image", "linted", "names", "picture", "status_list", "token_read", "verifies"}
RUNS = 1500
SECONDS = 15


def test_every_target_is_run():
    functions = [node for node in ast.parse(FUZZ.read_text()).body if isinstance(node, ast.FunctionDef)]
    assert {function.name for function in functions} - {"main"} == TARGETS


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_nothing_that_strangers_send_makes_a_parser_fall(target: str, tmp_path: Path):
    limits = [
        f"-runs={RUNS}",
        f"-max_total_time={SECONDS}",
        "-seed=2026",
        f"-artifact_prefix={tmp_path}/",
        "-rss_limit_mb=1024",
    ]
    # The most memory a process ever held (getrusage(2), ru_maxrss) is told on to what it starts, and this one may be
    # large after thousands of tests: the shell between is small, and forks.
    alone = ("/bin/sh", "-c", '"$@"; exit $?', "sh")
    command = [*alone, sys.executable, "-m", "microcred.openbadges.tests.fuzz", target, *limits]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, f"{done.stdout[-1500:]}\n{done.stderr[-3000:]}"
    assert "Done" in done.stderr
