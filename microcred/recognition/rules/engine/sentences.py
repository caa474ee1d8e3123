"""What can be wrong with a policy or record: each thing has a code that stays, and a sentence for whoever reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noted
from pydantic_core import PydanticCustomError

SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        # A file
        "file_too_large": noted("It has more than {most} bytes."),
        "file_not_utf8": noted("It is not UTF-8 text: see line {line}. Save it as UTF-8."),
        "file_empty": noted("It is empty."),
        "file_not_opened": noted("It cannot be opened: {why}."),
        "input_twice": noted("Only one file can be read from standard input (-)."),
        "policies_apart": noted("The policies do not stand together: {why}"),
        "json_broken": noted("It is no JSON: at line {line}, column {column}: {why}."),
        "json_too_deep": noted(
            "It is no JSON that can be read: values stand too deep within each other or are too long."
        ),
        "json_no_number": noted("It holds {said}, which is no number."),
        "key_twice": noted("“{key}” stands twice in one place; which of the two is meant?"),
        "key_twice_at": noted("At line {line}, “{key}” stands twice in one place; which of the two is meant?"),
        "key_missing_at": noted("At line {line} a field has no name."),
        "yaml_broken": noted("It is neither YAML nor JSON: {why}."),
        "yaml_broken_at": noted("It is neither YAML nor JSON: at line {line}, column {column}: {why}."),
        "yaml_several": noted("It holds {number} documents, divided by ---. Write one in a file."),
        "yaml_alias": noted("At line {line} it refers to another place (*{name}). Write out what is meant."),
        "yaml_too_deep": noted("At line {line}, more than {most} values stand within each other."),
        "only_in_text": noted("Its amounts can only be changed in the text."),
        # A form
        "not_a_policy": noted("It is no policy: a policy is a mapping that begins with “format: {form}”."),
        "not_a_record": noted("It is no record: a record is a mapping that begins with “format: {form}”."),
        "policy_format_missing": noted("It does not say what it is. Begin a policy with “format: {form}”."),
        "record_format_missing": noted("It does not say what it is. Begin a record with “format: {form}”."),
        "policy_format_other": noted("It says “{said}”; a policy says “{form}”."),
        "record_format_other": noted("It says “{said}”; a record says “{form}”."),
        "more": noted("And {number} more."),
        # A field
        "missing": noted("“{field}” is missing."),
        "extra": noted("“{field}” is no field here. Known are: {known}."),
        "extra_near": noted("“{field}” is no field here. Is “{near}” meant?"),
        "no_value": noted("It has no value. Leave the field out, or write one."),
        "no_number": noted("“{said}” is no number."),
        "no_whole_number": noted("“{said}” is no whole number."),
        "no_text": noted("“{said}” is no text; put it in quotation marks if it is meant as text."),
        "empty": noted("It is empty."),
        "no_truth": noted("“{said}” is neither true nor false."),
        "no_list": noted("“{said}” is no list."),
        "no_mapping_of_names": noted("“{said}” is no mapping of names to values."),
        "no_mapping": noted("“{said}” is no mapping of fields to values."),
        "not_above": noted("“{said}” is not more than {bound}."),
        "below": noted("“{said}” is less than {bound}."),
        "above": noted("“{said}” is more than {bound}."),
        "not_known": noted("“{said}” is not known here; what can be said is {expected}."),
        "too_many_places": noted("“{said}” has more than {most} decimal places."),
        "too_many_digits": noted("“{said}” has more than {most} digits."),
        "list_empty": noted("The list is empty; leave the field out, or name at least one."),
        "no_slug": noted("“{said}” does not fit; write small letters, digits and single hyphens."),
        "no_language": noted("“{said}” is no language; write it as es or pt-br."),
        "no_month": noted("“{said}” is no month or day; write it as 2026-11."),
        "text_too_long": noted("“{said}” has more than {most} characters."),
        "a_mapping": noted("a mapping"),
        "a_list": noted("a list"),
        # A value, as the end of a sentence or by itself
        "day_out_of_reach": noted("“{said}” is out of reach: days are between the years {first} and {last}"),
        "day_in_no_calendar": noted("“{said}” is a day that no calendar has"),
        "day": noted("“{said}” is no day; write it as 2026-06-30"),
        "moment": noted("“{said}” is neither a day nor a time; write 2026-06-30 or 2026-06-30T23:30:00-04:00"),
        "moment_without_zone": noted(
            "“{said}” is a time without a time zone, and the day depends on it; end it in Z or as -04:00, or give only "
            "the day"
        ),
        "amount": noted("“{said}” is no number"),
        "asks_nothing": noted("it asks nothing; leave it out, or state what must hold"),
        "impossible_years": noted("nobody has at least {low} and fewer than {high} years"),
        "impossible_days": noted("no cycle closes both from that day on and before that other day"),
        "expires_before_issue": noted("it expires before it was issued"),
        "ends_before_it_begins": noted("its last day is before its first"),
        "amount_twice": noted("its amount of “{unit}” is stated twice"),
        "parts_above_whole": noted("its parts are more than the whole: the shares add up to more than 1"),
        "override_of_two_minds": noted("it says that this does not count, and how much it counts"),
        "override_without_limit": noted("it limits what this counts, and does not say to how much"),
        "item_twice": noted("two different awards or activities have the id “{id}”; an id names one"),
        "licence_twice": noted("two licences have the id “{id}”; an id names one"),
        "replaces_nothing": noted("licence “{id}” replaces “{other}”, which is not there"),
        "approval_of_nothing": noted(
            "an approval is about “{id}”, which is neither an award nor an activity of this record"
        ),
        "override_of_nothing": noted(
            "an override is about “{id}”, which is neither an award nor an activity of this record"
        ),
        "credit_of_nothing": noted("credit is about “{id}”, which is neither an award nor an activity of this record"),
        "override_twice": noted("“{item}” has two overrides under “{policy}”; one must do"),
        "certificate_before_completion": noted(
            "The certificate is of {certificate}, and this was completed on {earned}: one of the two is mistyped."
        ),
        "completed_before_it_began": noted(
            "It began on {began}, and was completed on {earned}: one of the two is mistyped."
        ),
        # Units
        "unit_unknown": noted("“{unit}” is no unit. Known are: {known}."),
        "unit_unknown_near": noted("“{unit}” is no unit. Is “{near}” meant?"),
        "unit_unknown_in_example": noted("“{unit}” is no unit."),
        "unit_unknown_name_own": noted("“{unit}” is no unit. Known are: {known}; name your own in “units”."),
        # Clauses, ids, days
        "clause_twice": noted("Two clauses have the id “{id}”."),
        "clause_unknown": noted("There is no clause “{id}”. Known are: {known}."),
        "clause_missing": noted("There is no clause “{id}”."),
        "never_holds": noted("It ends on {ends} and takes effect on {begins}: it never holds."),
        "no_time_zone": noted("“{said}” is no time zone; write one as America/New_York."),
        "no_such_day": noted("No month has that day."),
        "closes_missing": noted(
            "A cycle that is anchored to a “{anchor}” day says on which day it closes: “closes” is missing."
        ),
        "id_twice": noted("Two of the {what} have the id “{id}”."),
        "options": noted("options"),
        "requires": noted("requires"),
        "floors": noted("floors"),
        "caps": noted("caps"),
        "categories": noted("categories"),
        "minimums": noted("minimums"),
        "alternatives": noted("alternatives"),
        "side_conditions": noted("side conditions"),
        "rate_twice": noted("It has two rates for “{unit}”; which of them holds?"),
        # What is asked of whom
        "asked_of_awards": noted("“{field}” is asked of awards; here only the person, licence and cycle can be asked."),
        "option_unknown": noted("There is no option “{id}”."),
        # What is needed
        "cycle_missing": noted("“cycle” is missing: in which time is credit gathered?"),
        "unit_missing": noted("“unit” is missing: what does it count in?"),
        "rates_missing": noted("“rates” is missing: nothing would ever count."),
        "rates_missing_in_option": noted("Option “{id}” has no rate, and the policy has none for all."),
        "total_missing": noted("“total” is missing: how much is needed?"),
        "examples_missing": noted("It has no worked example. A policy without one cannot be activated."),
        "example_wanted": noted(
            "The policy has no worked example. Add at least one: a record, a day, and what must come of it."
        ),
        # Several policies
        "circle": noted("It goes round in a circle: {round}."),
        "base_not_given": noted(
            "“{overlay}” overlays “{base}”, which is not among the policies given. Give its file too."
        ),
        "base_not_stated": noted("“{base}” is stated by nobody above {place}."),
        "version_twice": noted("Another document is version {version} of “{id}” too."),
        "version_stated": noted("Version {version} is stated already. Number this one {next}."),
        "other_kind_of_day": noted("Another version of “{id}” takes effect by the other kind of day."),
        "holds_too_until": noted(
            "From {begins} until {ends}, version {version} of “{id}” holds too. Only one may at a time."
        ),
        "holds_too": noted("From {begins} without end, version {version} of “{id}” holds too. Only one may at a time."),
        # Contradictions
        "categories_above_total": noted(
            "The categories need {together} together, more than the total of {total}: the total says nothing."
        ),
        "minimum_above_total": noted("It needs {needed}, more than the total of {total}."),
        "needed_above_maximum": noted("It needs {needed}, and at most {most} count there: nobody can meet it."),
        "maximum_unsplit": noted(
            "Where nothing may be split, a category has no maximum; write a cap for what it takes."
        ),
        "cap_below_total": noted(
            "At most {most} could ever count in a cycle, and {needed} are needed: nobody can meet it."
        ),
        "cap_below_minimum": noted(
            "At most {most} of it can count in a cycle, and “{id}” needs {needed}: nobody can meet it."
        ),
        "cap_below_category": noted(
            "At most {most} of it can count in a cycle; “{id}” needs {needed}: nobody can meet it."
        ),
        "floor_above_cap": noted("Nothing counts below {least}, and “{id}” lets at most {most} count."),
        "condition_impossible": noted("Nothing and nobody can meet this: what it asks for is also what it rules out."),
        # Looser than what is above
        "base_says_unit": noted(
            "“{base}” says what is counted in; an overlay cannot say otherwise. Leave “{field}” out."
        ),
        "base_says_cycle": noted("“{base}” says the cycle; an overlay cannot say otherwise. Leave “{field}” out."),
        "base_says_rounding": noted(
            "“{base}” says how amounts are rounded; an overlay cannot say otherwise. Leave “{field}” out."
        ),
        "looser_age": noted(
            "Credit may be {years} years old, and under “{base}” only {least}. An overlay may only be stricter."
        ),
        "looser_deadline": noted("It gives {days} days, and “{base}” gives {least}. An overlay may only be stricter."),
        "looser_repeats": noted(
            "It counts the same micro-credential twice, and “{base}” does not. An overlay may only be stricter."
        ),
        "looser_alternatives": noted(
            "Another way of meeting “{base}” is for it to open. An overlay may only be stricter."
        ),
        "looser_multipliers": noted(
            "Multipliers make credit, and that is for “{base}” to say. An overlay may only be stricter."
        ),
        "looser_unsplit": noted("“{base}” has categories with a maximum; nothing could be laid into them whole."),
        "looser_needed": noted("It needs {needed}, and “{base}” needs {least}. An overlay may only be stricter."),
        "looser_rate_opened": noted(
            "“{base}” has no rate for “{unit}”; an overlay cannot open one. An overlay may only be stricter."
        ),
        "looser_rate": noted(
            "It gives {credits} for {per}, and “{base}” gives {base_credits} for {base_per}. An overlay may only be "
            "stricter."
        ),
        "looser_option_opened": noted(
            "“{base}” has no option “{id}”; an overlay cannot open one. An overlay may only be stricter."
        ),
        "looser_option_takes": noted("What it takes is for “{base}” to say; write what must hold in “requires”."),
        "looser_amount": noted(
            "“{id}” is {amount}, and under “{base}” it is {least}. An overlay may only be stricter."
        ),
        "looser_category_opened": noted(
            "“{base}” has categories with a maximum; another one would take what does not fit. An overlay may only be "
            "stricter."
        ),
        "looser_category_takes": noted(
            "“{id}” has a maximum; what it leaves out would count without one. An overlay may only be stricter."
        ),
        "looser_maximum": noted("At most {most}, and under “{base}” {least}. An overlay may only be stricter."),
        # Worked examples
        "example_expects_nothing": noted("it expects nothing; say at least a total, or what an entry comes to"),
        "example_applies": noted("it applies, to the cycle that closes on {day}"),
        "example_does_not_apply": noted("it does not apply: {reasons}"),
        "example_total": noted("the total is {came}, expected {wanted}"),
        "example_needed": noted("what is needed is {came}, expected {wanted}"),
        "example_missing": noted("what is missing is {came}, expected {wanted}"),
        "example_met": noted("it is met, expected not"),
        "example_not_met": noted("it is not met, expected that it is"),
        "example_first_day": noted("the cycle begins on {came}, expected {wanted}"),
        "example_last_day": noted("the cycle closes on {came}, expected {wanted}"),
        "example_no_part": noted("there is no category or minimum “{id}”"),
        "example_no_item": noted("there is nothing with the id “{id}”"),
        "example_amount": noted("“{id}” comes to {came}, expected {wanted}"),
        "example_outcome": noted("“{id}” is {came}, expected {wanted}"),
        "example_decided_by": noted("“{id}” is decided by {came}, expected {wanted}"),
    }
)
"""Codes are for programs and stay. Of a document, its fields and ids are notation, the same in every language."""

PLAINLY: Final[Mapping[str, str]] = MappingProxyType(
    {
        "mapping values are not allowed here": noted("a value with a colon cannot stand here"),
        "could not find expected ':'": noted("a colon is missing after the name of a field"),
        "found character '\\t' that cannot start any token": noted("there is a tab where only spaces can be"),
        "found unexpected end of stream": noted("the text ends too soon; perhaps closing quotation marks are missing"),
        "expected <block end>, but found '-'": noted("this item of a list does not stand in line with the others"),
        "expected <block end>, but found '<block mapping start>'": noted(
            "this field does not stand in line with the others"
        ),
        "expected <block end>, but found '<scalar>'": noted(
            "this text does not fit here; perhaps quotation marks are missing"
        ),
        "expected the node content, but found '<stream end>'": noted("a value is missing, and the text ends"),
        "expected ',' or ']', but got '<stream end>'": noted("a list is not closed, and the text ends"),
        "expected ',' or '}', but got '<stream end>'": noted("a pair of braces is not closed, and the text ends"),
        "Expecting value": noted("a value is missing"),
        "Expecting ',' delimiter": noted("a comma is missing"),
        "Expecting ':' delimiter": noted("a colon is missing after the name of a field"),
        "Expecting property name enclosed in double quotes": noted(
            "the name of a field is missing, in double quotation marks"
        ),
        "Unterminated string starting at": noted("the quotation marks that begin here are not closed"),
        "Extra data": noted("more text follows after the end"),
    }
)
"""What readers of YAML and JSON say most often, in words for whoever does not know how they read."""


@dataclass(frozen=True, init=False)
class Sentence:
    """One thing that is wrong, or a part of such a sentence; as text it is in the language of whoever reads it.

    Args:
        code: which one, for good.
        message: of the catalogue; the one of the code where none is given.
        values: what fills it, among them other sentences.
    """

    code: str
    message: str
    values: Mapping[str, Any]

    def __init__(self, code: str, message: str = "", /, **values: Any) -> None:
        object.__setattr__(self, "code", code)
        object.__setattr__(self, "message", message or SENTENCES[code])
        object.__setattr__(self, "values", values)

    def __str__(self) -> str:
        words = _(self.message)
        return words.format(**{name: str(value) for name, value in self.values.items()}) if self.values else words

    def whole(self) -> "Sentence":
        """The same as a sentence of its own, where its words begin small and end without a full stop."""
        return Sentence(self.code, "{words}.", words=_Capital(self))


@dataclass(frozen=True)
class _Capital:
    of: Sentence

    def __str__(self) -> str:
        words = str(self.of)
        return words[:1].upper() + words[1:]


@dataclass(frozen=True)
class Joined:
    """Names in a row, with a word of the catalogue between each two."""

    names: tuple[str, ...]
    between: str

    def __str__(self) -> str:
        return _(self.between).join(self.names)


OVERLAYS: Final = noted(" overlays ")
OR: Final = noted(" or ")


@dataclass(frozen=True)
class Foreign:
    """What a library said of a file: in plain words as far as these are known, else as it said it."""

    words: str

    def __str__(self) -> str:
        plain = PLAINLY.get(self.words)
        return self.words if plain is None else _(plain)


def refused(code: str, **values: Any) -> PydanticCustomError:
    """What a value of a document is refused with."""
    return PydanticCustomError(code, SENTENCES[code], values or None)
