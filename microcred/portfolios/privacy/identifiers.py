"""E-mail addresses, numbers and addresses by which somebody can be found.

Sources: Social Security numbers never begin with 000, 666 or 9, and have no group 00 and no serial 0000 (Social
Security Administration, "Social Security Number Randomization"); telephone numbers by the North American Numbering Plan
(area and exchange codes begin with 2 to 9); street words by USPS Publication 28, appendix C1.
"""

import re
from collections.abc import Iterator
from itertools import chain

from microcred.portfolios.privacy.found import Kind

Place = tuple[Kind, int, int]

_LINES_WITH_DIGITS = re.compile(r"^[^\d\n]*\d[^\n]*$", re.MULTILINE)
"""Most lines have none, and are looked at no further."""

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\.)+[A-Za-z]{2,24}(?![\w-])")
_SSN = re.compile(r"(?<![\d-])(?!000|666|9)(\d{3})([- ])(?!00)(\d{2})\2(?!0000)(\d{4})(?![\d-])")
_SSN_NAMED = re.compile(
    r"(?i:\b(?:SSN|social security(?: (?:number|no\.?))?|seguro social)\b)[\s:#=]{1,4}"
    r"((?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4})\b"
)
_PHONE = re.compile(
    r"(?<![\w.+-])(?:\+?1[ .-]?)?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[ .-])[2-9]\d{2}[ .-]\d{4}"
    r"(?:\s?(?:x|ext\.?)\s?\d{1,5})?(?![\w-])|"
    r"(?<![\w.+-])\+(?!1\b)[1-9]\d{0,2}(?:[ .-]?\(?\d{1,4}+\)?){2,5}(?<=\d)(?![\w-])"
)
"""In North America, and anywhere with the code of a country before it. Digits are grouped in one way, and not tried in
a thousand."""
_STUDENT_ID = re.compile(
    r"(?i:\b(?:student|pupil|learner|state|school|lunch|SUNS|PowerSchool|SIS|ELL|IEP)(?:['’]s)?[ -]?"
    r"(?:ID|identification|number|no\.|PIN)(?:[ -]?(?:number|no\.|code))?|\bID(?: number| no\.|#)|"
    r"\b(?:número|núm\.|matrícula|identificación|expediente)(?: (?:de|del))?(?: (?:la|el))?"
    r"(?: (?:estudiante|alumno|alumna|escolar))?)"
    r"(?:\s(?:is|was|es))?[\s:#=.]{1,4}((?=[A-Z0-9-]*\d{3})[A-Z]{0,3}[0-9][A-Z0-9-]{2,14})\b"
)
_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|"
    "sept?|oct|nov|dec|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
)
_DAY = (
    r"(?:\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}|"
    rf"(?:{_MONTHS})\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}} (?:de )?(?:{_MONTHS})(?:,| de| del)? \d{{4}})"
)
_BIRTH = re.compile(
    r"(?i:\b(?:DOB|D\.O\.B\.|date of birth|birth ?date|birthday|born(?: on)?|fecha de nacimiento|nació(?: el)?|"
    rf"nacid[oa](?: el)?|cumpleaños)(?:\s(?:is|was|on|es))?[\s:=,(]{{1,4}}({_DAY}))(?!\d)"
)
_STREET = (
    "Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Lane|Ln|Court|Ct|Circle|Cir|Boulevard|Blvd|Place|Pl|Terrace|Ter|Trail|Trl|"
    "Parkway|Pkwy|Highway|Hwy|Way|Loop|Pike"
)
_ADDRESS = re.compile(
    rf"(?<![\w.])\d{{1,5}}[A-Z]? (?:[NSEW]\.? |North |South |East |West )?(?:[A-Z][a-z’']+ ){{1,3}}(?:{_STREET})\b"
    r"(?:,? (?:Apt|Unit|Suite)\.? ?\w{1,5})?"
)
_ADDRESS_SPANISH = re.compile(
    r"\b(?:Calle|Avenida|Avda\.|Paseo|Carretera|Camino)(?: (?:de|del|la|las|los|el))*"
    r" (?:[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+ ?){1,3},?"
    r" (?:núm\.? |n\.º |#)?\d{1,5}\b"
)


def emails(text: str) -> Iterator[Place]:
    """Addresses of whomever; whose they are is seen before."""
    if "@" in text:
        for match in _EMAIL.finditer(text):
            yield Kind.EMAIL, match.start(), match.end()


def numbers(text: str) -> Iterator[Place]:
    """Social Security numbers, numbers of students, telephone numbers, dates of birth."""
    for line in _LINES_WITH_DIGITS.finditer(text):
        start, end = line.span()
        for match in _SSN.finditer(text, start, end):
            yield Kind.SSN, match.start(), match.end()
        for kind, pattern in ((Kind.SSN, _SSN_NAMED), (Kind.STUDENT_ID, _STUDENT_ID), (Kind.BIRTH_DATE, _BIRTH)):
            for match in pattern.finditer(text, start, end):
                yield kind, match.start(1), match.end(1)
        for match in _PHONE.finditer(text, start, end):
            yield Kind.PHONE, match.start(), match.end()


def addresses(text: str) -> Iterator[Place]:
    """Streets with a number."""
    for line in _LINES_WITH_DIGITS.finditer(text):
        for match in chain(_ADDRESS.finditer(text, *line.span()), _ADDRESS_SPANISH.finditer(text, *line.span())):
            yield Kind.ADDRESS, match.start(), match.end()
