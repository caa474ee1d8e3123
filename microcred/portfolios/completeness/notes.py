"""Whether a note about completeness says something about competence, which it must not."""

import re
from collections.abc import Iterable

LONGEST_NOTE = 160
"""characters: enough for where something is, too few for a judgement with reasons"""

_JUDGING = re.compile(
    r"\b("
    r"competen\w*|proficien\w*|rubrics?|criteri\w*|levels?|scor(?:e|ed|es|ing)|grad(?:e|ed|es|ing)|standards?|"
    r"excellent|impressive|great|good|bad|well|better|best|worse|weak\w*|strong\w*|poor\w*|superficial\w*|shallow|"
    r"convinc\w*|persuasive|insufficient\w*|sufficient\w*|adequate\w*|inadequate\w*|detail\w*|depth|deeper|"
    r"improv\w*|analy[sz]\w*|reflect\w*|explain\w*|justif\w*|quality|skills?|teaching|learning|pass(?:ed|es)?|"
    r"fail(?:ed|s|ing|ure)?|demonstrat\w*|meets?|"
    r"competencia\w*|rúbrica\w*|nivel\w*|calificaci\w*|excelente\w*|buen[oa]?s?|mal[oa]?s?|débil\w*|fuerte\w*|"
    r"mejor\w*|insuficiente\w*|suficiente\w*|detall\w*|profund\w*|analiz\w*|reflexi\w*|calidad|demuestr\w*|"
    r"aprob\w*|reprob\w*|enseñanza|aprendizaje"
    r")\b",
    re.IGNORECASE,
)
_LEAST_LETTERS = 4
"""of a rubric's own word, so that "to" in the name of a level is no judgement"""


def judging_words(note: str, rubric: Iterable[str] = ()) -> list[str]:
    """The words of a note that speak of how good the work is, in the order in which they stand.

    Args:
        rubric: the names of levels and criteria, none of which has a place in a note either.
    """
    found = {match.start(): match.group() for match in _JUDGING.finditer(note)}
    for name in rubric:
        if len(name.strip()) < _LEAST_LETTERS:
            continue
        for match in re.finditer(rf"\b{re.escape(name.strip())}\b", note, re.IGNORECASE):
            found[match.start()] = match.group()
    return [word for _place, word in sorted(found.items())]
