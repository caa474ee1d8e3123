"""What an author may type: the form's flat names, and the design that they make. Shape only.

A field is named by its place in the design: `rubric.1.levels.0.descriptor`. Lists grow and shrink by the buttons
`add:components`, `remove:components.2`, `up:components.2` and `down:components.2`, so that the form needs no script.
"""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.authoring.aligning import names_in
from microcred.authoring.lint import Severity
from microcred.catalog.design import Design, as_json
from microcred.organizations.models import Organization

TEXTS = ("name", "stack", "language", "competency", "key_method", "rationale", "research_note")
LISTED = ("audience", "tags")
"""Written with commas between."""

LISTS = ("components", "research", "resources", "requirements", "rubric")

NEW_LEVELS = ("Beginning", "Developing", "Proficient", "Exemplary")
PART_KINDS = {1: "question", 2: "artifact", 3: "reflection"}


COMPLETE = "complete"
"""The form's last field. Without it the form did not arrive whole, and reading it would empty the lists it lost."""


class StartDraftForm(forms.Form):
    """For whom a draft is started, and from what."""

    owner = forms.SlugField(required=False)
    micro_credential = forms.SlugField(required=False, max_length=120)
    fork = forms.CharField(required=False, max_length=300)

    def clean_fork(self) -> str:
        """The short name of a micro-credential, of which the whole address may have been given."""
        given = re.sub(r".*/catalogue/|[/?#].*", "", str(self.cleaned_data["fork"]).strip())
        if given and not re.fullmatch(r"[-\w]{1,120}", given, re.ASCII):
            raise forms.ValidationError(_("This is no address of a micro-credential."))
        return given


LARGEST_SPREADSHEET = 2 << 20
"""bytes; 500 designs of the length of the demonstration's take some 1.5 MB"""


class SpreadsheetForm(forms.Form):
    """A filled template, and for whom its drafts are."""

    owner = forms.ModelChoiceField(
        label=_("For"), queryset=Organization.objects.none(), to_field_name="slug", empty_label=None
    )
    spreadsheet = forms.FileField(
        label=_("Filled template"),
        error_messages={"required": _("Choose the template that you have filled in.")},
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        help_text=_("First you see what it would make; no draft is started yet."),
    )

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = places  # type: ignore[attr-defined]
        # What was looked at already is started without being handed in again.
        self.fields["spreadsheet"].required = "looked_at" not in self.data

    def clean(self) -> None:
        """The file is no larger than can be read."""
        super().clean()
        file = self.cleaned_data.get("spreadsheet")
        if file is not None and file.size > LARGEST_SPREADSHEET:
            size, most = file.size >> 20, LARGEST_SPREADSHEET >> 20
            words = _("This file has {size} MB; up to {most} MB are read. Divide it.")
            self.add_error("spreadsheet", format_lazy(words, size=size, most=most))


def written_design(sent: QueryDict, before: Design) -> dict[str, Any]:
    """The design that a form makes of what was there before; the pressed button adds, removes or moves a row."""
    design = as_json(before)
    for field in TEXTS:
        if field in sent:
            design[field] = sent[field]
    design["research_note"] = design["research_note"] or None
    for field in LISTED:
        if field in sent:
            design[field] = [part.strip() for part in sent.get(field, "").split(",") if part.strip()]
    if "hours" in sent:
        design["hours"] = _number_as_typed(sent.get("hours", "")) or 0
    design["components"] = [_texts(sent, at, "name", "text") for at in _rows(sent, "components")]
    design["research"] = [
        _linked(_texts(sent, at, "citation", "url", "note", "confirmed")) for at in _rows(sent, "research")
    ]
    design["resources"] = [_linked(_texts(sent, at, "title", "url", "note")) for at in _rows(sent, "resources")]
    asked = {row["uuid"]: row for row in design["requirements"]}
    design["requirements"] = [_requirement(sent, at, asked) for at in _rows(sent, "requirements")]
    design["rubric"] = [_criterion(sent, at) for at in _rows(sent, "rubric")]
    if any(f"part_rules.{part}.kind" in sent for part in PART_KINDS):
        design["part_rules"] = [rule for part in PART_KINDS if (rule := _part_rule(sent, part))]
    if "prerequisites.add" in sent:
        added = [_slug(name) for name in sent.get("prerequisites.add", "").split(",")]
        design["prerequisites"] = list(dict.fromkeys(filter(None, [*sent.getlist("prerequisites"), *added])))
    design["alignments"] = [
        {"framework": named[0], "code": named[1], "name": named[2]}
        for value in dict.fromkeys(sent.getlist("alignments"))
        if (named := names_in(value))
    ]
    _write_heritage(design, sent)
    _press(design, sent.get("do", ""), sent)
    return design


def _write_heritage(design: dict[str, Any], sent: QueryDict) -> None:
    """The license, and the words of the pictures that are there: a form brings no other files in."""
    if "license" in sent:
        design["license"] = sent["license"]
    there = {image["uuid"]: image for image in design.get("images", ())}
    rows = [(there.get(sent.get(f"{at}.uuid", "")), at) for at in _rows(sent, "images")]
    design["images"] = [{**image, **_texts(sent, at, "alt", "caption")} for image, at in rows if image is not None]


def _texts(sent: QueryDict, at: str, *fields: str) -> dict[str, Any]:
    return {field: sent.get(f"{at}.{field}", "") for field in fields}


def _linked(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "url": row["url"] or None}


def _identified(sent: QueryDict, at: str, row: dict[str, Any]) -> dict[str, Any]:
    """Keep the identifier that the row came with; without one the design mints it."""
    identifier = sent.get(f"{at}.uuid", "")
    return {**row, "uuid": identifier} if identifier else row


def _requirement(sent: QueryDict, at: str, before: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """One requirement: what the form says of it, over what stood there before."""
    part = _number(sent.get(f"{at}.part", "")) or 1
    kind = PART_KINDS.get(part, "question")
    row = {
        **before.get(sent.get(f"{at}.uuid", ""), {}),
        **_texts(sent, at, "id", "prompt", "guidance"),
        "part": part,
        "kind": kind,
        "word_limit": _number_as_typed(sent.get(f"{at}.word_limit", "")),
        "accepts": sent.getlist(f"{at}.accepts") if kind == "artifact" else [],
        "feeds": sent.getlist(f"{at}.feeds"),
        **(_asked_of_artifact(sent, at) if kind == "artifact" else OF_NO_ARTIFACT),
    }
    attached = before.get(sent.get(f"{at}.uuid", ""), {}).get("template") or {}
    if kind == "artifact" and attached.get("file") and f"{at}.template.drop" not in sent:
        said = row.get("template") or {"title": "", "url": None}
        row["template"] = {**said, "file": attached["file"], "sha256": attached["sha256"]}
    if f"{at}.one_of" in sent:
        row |= {name: sent.get(f"{at}.{name}", "") for name in ("one_of", "why_instead", "language")}
    return _identified(sent, at, row)


LIMITS = ("size_limit", "minute_limit", "page_limit")
OF_NO_ARTIFACT: dict[str, Any] = {
    **dict.fromkeys(LIMITS),
    "template": None,
    "shareable": False,
    "annotated": False,
    "transcribed": False,
    "shows": "",
    "consents": [],
}
"""What a question or a reflection says of files: nothing."""


def _asked_of_artifact(sent: QueryDict, at: str) -> dict[str, Any]:
    """Limits, template, team and students; nothing where the form does not ask for them."""
    if f"{at}.size_limit" not in sent:
        return {}
    title, url = sent.get(f"{at}.template.title", ""), sent.get(f"{at}.template.url", "")
    return {
        **{limit: _number_as_typed(sent.get(f"{at}.{limit}", "")) for limit in LIMITS},
        "template": {"title": title, "url": url or None} if title.strip() or url.strip() else None,
        "shareable": f"{at}.shareable" in sent,
        "annotated": f"{at}.annotated" in sent,
        "transcribed": f"{at}.transcribed" in sent,
        "shows": sent.get(f"{at}.shows", ""),
        "consents": sent.getlist(f"{at}.consents"),
    }


def _part_rule(sent: QueryDict, part: int) -> dict[str, Any] | None:
    """The rule that was chosen for a part; None for the usual one."""
    kind = sent.get(f"part_rules.{part}.kind", "each")
    if kind == "each":
        return None
    return {"part": part, "kind": kind, "count": _number_as_typed(sent.get(f"part_rules.{part}.count", ""))}


def _slug(name: str) -> str:
    """The address of a micro-credential: as it is, or the last part of a web address that was pasted."""
    return name.strip().rstrip("/").rpartition("/")[2].lower()


def _criterion(sent: QueryDict, at: str) -> dict[str, Any]:
    levels = [
        _identified(sent, level, _texts(sent, level, "name", "descriptor")) for level in _rows(sent, f"{at}.levels")
    ]
    needed = _number(sent.get(f"{at}.required", ""))
    row = {
        **_texts(sent, at, "id", "name", "description"),
        "part": _number(sent.get(f"{at}.part", "")) or 2,
        "required": levels[needed]["name"] if needed is not None and needed < len(levels) else "",
        "levels": levels,
    }
    return _identified(sent, at, row)


def _rows(sent: QueryDict, field: str) -> list[str]:
    """The prefixes of a list's rows, in the order of their numbers."""
    pattern = re.compile(rf"{re.escape(field)}\.([0-9]{{1,3}})\.")
    numbers = {int(match[1]) for name in sent if (match := pattern.match(name))}
    return [f"{field}.{number}" for number in sorted(numbers)]


def _number(text: str) -> int | None:
    """A number of at most six digits, in the digits 0 to 9."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else None


def _number_as_typed(text: str) -> int | str | None:
    """A number, nothing, or the text that is neither, for `save_draft` to refuse by its name."""
    text = text.strip()
    return text if text and _number(text) is None else _number(text)


def _press(design: dict[str, Any], button: str, sent: QueryDict) -> None:
    verb, _colon, path = button.partition(":")
    steps = path.split(".")
    if verb == "add" and steps != ["images"]:
        rows = _list_at(design, steps)
        if rows is not None:
            rows.append(_new_row(steps[-1], design))
        return
    rows = _list_at(design, steps[:-1])
    place = _number(steps[-1])
    if rows is None or place is None or place >= len(rows):
        return
    if verb == "remove":
        del rows[place]
    elif verb == "up" and place:
        rows[place - 1], rows[place] = rows[place], rows[place - 1]
    elif verb == "down" and place + 1 < len(rows):
        rows[place + 1], rows[place] = rows[place], rows[place + 1]
    elif verb == "copy" and steps[0] == "rubric" and len(steps) == 2:
        _copy_levels(rows, place, _number(sent.get(f"{button.partition(':')[2]}.copy_from", "")))


def _copy_levels(criteria: list[Any], place: int, copied: int | None) -> None:
    """Give a criterion the levels of another, as levels of its own, and the same one as needed."""
    if copied is None or copied >= len(criteria) or copied == place:
        return
    levels = [{name: level[name] for name in ("name", "descriptor")} for level in criteria[copied]["levels"]]
    criteria[place] = {**criteria[place], "levels": levels, "required": criteria[copied]["required"]}


def _list_at(design: dict[str, Any], steps: list[str]) -> list[Any] | None:
    """The list of rows at a path: one of the design's own, or the levels of one criterion."""
    if len(steps) == 1 and steps[0] in {*LISTS, "images"}:
        return list_of(design, steps[0])
    if len(steps) == 3 and steps[0] == "rubric" and steps[2] == "levels":
        place = _number(steps[1])
        if place is not None and place < len(design["rubric"]):
            return list_of(design["rubric"][place], "levels")
    return None


def list_of(holder: dict[str, Any], field: str) -> list[Any]:
    """The rows themselves, to be changed in place."""
    rows: list[Any] = holder[field]
    return rows


def _new_row(field: str, design: dict[str, Any]) -> dict[str, Any]:
    if field == "requirements":
        return {"id": _unused(design["requirements"], "requirement"), "part": 2, "kind": "artifact"}
    if field == "rubric":
        levels = [{"name": name} for name in NEW_LEVELS]
        return {"id": _unused(design["rubric"], "criterion"), "part": 2, "required": NEW_LEVELS[2], "levels": levels}
    return {}


def _unused(rows: list[dict[str, Any]], word: str) -> str:
    taken = {row["id"] for row in rows}
    return next(name for number in range(1, len(rows) + 2) if (name := f"{word}-{number}") not in taken)


PART_CHOICES = ((1, _("Part 1. Overview questions")), (2, _("Part 2. Artifacts")), (3, _("Part 3. Reflection")))


class InvitationForm(forms.Form):
    """Whom to ask to a draft."""

    email = forms.CharField(label=_("E-mail address of your colleague"), max_length=254)


class RemarkForm(forms.Form):
    """What somebody has to say of a field. Whether it may be said, the verb decides."""

    text = forms.CharField(required=False, strip=False)
    why = forms.CharField(required=False)


class GuidanceForm(forms.Form):
    """What authors are told of a field."""

    field = forms.CharField(max_length=60)
    guidance = forms.CharField(required=False)
    word_limit = forms.IntegerField(
        required=False,
        label=_("Most words"),
        error_messages={"invalid": _("Write a whole number in digits, or leave it empty.")},
    )


class SeverityForm(forms.Form):
    """A check, and whether it is to advise or to block."""

    check = forms.CharField(max_length=40)
    severity = forms.ChoiceField(choices=[(each.value, each.value) for each in Severity])
