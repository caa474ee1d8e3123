"""Numbers with their sign."""

from django.utils.formats import number_format


def signed(number: float) -> str:
    """A number to two places with its sign, as the reader's language writes it; a minus is the typographic one, and
    what rounds to nothing has none."""
    shown = number_format(abs(round(number, 2)), 2)
    if round(number, 2) == 0:
        return shown
    return f"+{shown}" if number > 0 else f"\N{MINUS SIGN}{shown}"
