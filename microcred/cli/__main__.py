"""`python -m microcred.cli`: the same command, where it is not installed."""

from microcred.cli import main

main()
