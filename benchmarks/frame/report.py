"""How the outcome is told in the terminal."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from benchmarks.frame.comparison import Comparison


def print_table(comparisons: Sequence[Comparison], console: Console) -> None:
    """One line for each comparison: figures, ratio with its range over the rounds, target and who set it."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("", "what", "ours", "peer or limit", "", "unit", "ratio (lowest–highest)", "target", "set by"):
        table.add_column(heading, justify="right" if heading in {"ours", ""} else "left", overflow="fold")
    for one in comparisons:
        table.add_row(
            "[green]✓[/]" if one.met else "[red]✗[/]",
            one.name,
            digits(one.ours),
            one.peer_name,
            digits(one.peer),
            one.unit,
            f"[bold]{digits(one.ratio)}[/] ({digits(one.lowest)}–{digits(one.highest)})",
            str(one.target),
            one.target.source,
        )
    console.print(table)
    missed = sum(not one.met for one in comparisons)
    console.print(
        f"{len(comparisons)} comparisons, {len(comparisons) - missed} targets met, {missed} missed. Ratio: ours ÷ peer."
    )


def digits(number: float) -> str:
    """Three significant digits, thousands apart."""
    if number >= 1000:
        return f"{float(f'{number:.3g}'):,.0f}"
    return f"{number:.3g}"
