"""What is to be covered in a file, as a list of places: each row is a region or a stretch, and empty rows are none."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from microcred.foundation.fields import Words
from microcred.portfolios.covering import Mark, Region, Sound, Stretch, clock, moment_in
from microcred.portfolios.models import Item

ROWS = 2
"""rows that are offered beyond those that are filled"""
MORE_ROWS = 4
MOST_ROWS = 60


class Moment(forms.CharField):
    """A time code such as 1:05 or 1:05.5, read as seconds; empty is none."""

    def to_python(self, value: Any) -> Any:
        """The seconds."""
        words = super().to_python(value)
        if not words:
            return None
        seconds = moment_in(words)
        if seconds is None:
            raise ValidationError(_("Write the time as minutes and seconds, such as 1:05 or 1:05.5."))
        return seconds

    def prepare_value(self, value: Any) -> Any:
        """The time code of seconds; what was typed stays as it was."""
        return clock(value) if isinstance(value, (int, float)) else value


def _percent(label: Any) -> forms.FloatField:
    return forms.FloatField(label=label, required=False, min_value=0, max_value=100)


class MarkForm(forms.Form):
    """One place."""

    def mark(self) -> Mark | None:
        """What is covered, or None where the row is empty."""
        raise NotImplementedError


class RegionForm(MarkForm):
    """One rectangle."""

    left = _percent(pgettext_lazy("edge of a region", "Left (%)"))
    top = _percent(pgettext_lazy("edge of a region", "Top (%)"))
    width = _percent(_("Width (%)"))
    height = _percent(_("Height (%)"))

    def mark(self) -> Mark | None:
        """The region, or None where the row is empty."""
        typed: dict[str, Any] = {name: self.cleaned_data.get(name) for name in self.fields}
        if all(value is None for value in typed.values()):
            return None
        if any(value is None for value in typed.values()):
            self.add_error(None, _("A region needs all of its numbers."))
            return None
        return Region(**typed)


class PageRegionForm(RegionForm):
    """One rectangle on a page."""

    page = forms.IntegerField(label=_("Page"), required=False, min_value=1, max_value=100_000)
    field_order = ("page", "left", "top", "width", "height")


_SOUNDS = [(Sound.MUTE, pgettext_lazy("redaction", "Off")), (Sound.BEEP, pgettext_lazy("redaction", "Beep"))]


class SoundStretchForm(MarkForm):
    """One stretch of a sound recording."""

    begins = Moment(label=_("From (m:ss)"), required=False)
    ends = Moment(label=_("To (m:ss)"), required=False)
    sound = forms.ChoiceField(
        label=_("Sound"),
        required=False,
        choices=_SOUNDS,
    )

    def mark(self) -> Mark | None:
        """The stretch, or None where the row is empty."""
        begins, ends = self.cleaned_data.get("begins"), self.cleaned_data.get("ends")
        if begins is None and ends is None:
            return None
        if begins is None or ends is None:
            self.add_error(None, _("A stretch needs its beginning and its end."))
            return None
        sound = Sound(self.cleaned_data.get("sound") or Sound.MUTE)
        return Stretch(begins, ends, picture=self.cleaned_data.get("picture") == "black", sound=sound)


class FilmStretchForm(SoundStretchForm):
    """One stretch of a video."""

    picture = forms.ChoiceField(
        label=_("Picture"),
        required=False,
        choices=[("black", pgettext_lazy("redaction", "Black")), ("keep", pgettext_lazy("redaction", "As it is"))],
    )
    sound = forms.ChoiceField(
        label=_("Sound"),
        required=False,
        choices=[*_SOUNDS, (Sound.KEEP, pgettext_lazy("redaction", "As it is"))],
    )
    field_order = ("begins", "ends", "picture", "sound")


_ROWS: dict[str, type[MarkForm]] = {
    Item.Kind.IMAGE: RegionForm,
    Item.Kind.DOCUMENT: PageRegionForm,
    Item.Kind.AUDIO: SoundStretchForm,
    Item.Kind.VIDEO: FilmStretchForm,
}


class MarksForm:
    """All rows, and the words of a transcript without times where there is one.

    Args:
        data: what was sent, or None.
        marks: that are there already.
        more: whether further rows are asked for rather than anything sent.
    """

    def __init__(self, data: Any, *, kind: str, marks: Sequence[Mark] = (), transcript: str = "") -> None:
        row = _ROWS[kind]
        self.takes_more = data is not None and "more" in data
        told = [_initial(mark) for mark in marks]
        count = len(told) + ROWS
        if data is not None:
            count = min(_count_in(data), MOST_ROWS)
        shown = None if data is None else data
        self.rows = [
            row(shown, prefix=f"mark-{number}", initial=told[number] if number < len(told) else None)
            for number in range(count)
        ]
        if self.takes_more:
            more = range(count, min(count + MORE_ROWS, MOST_ROWS))
            self.rows += [row(prefix=f"mark-{number}") for number in more]
        self.blank = row(prefix="mark-__number__")
        self.said = TranscriptForm(shown, initial={"transcript": transcript})

    def marks(self) -> list[Mark] | None:
        """What is to be covered; None where something that was typed is wrong."""
        told = [row for row in self.rows if row.is_valid()]
        found = [row.mark() for row in told]
        return [mark for mark in found if mark is not None] if len(told) == len(self.rows) and not self.errors else None

    @property
    def errors(self) -> list[str]:
        """What is wrong with the rows as a whole."""
        return [str(error) for row in self.rows for error in row.non_field_errors()] if self.rows[0].is_bound else []

    @property
    def transcript(self) -> str:
        """What is said in the copy, in words without times."""
        return self.said.cleaned_data["transcript"] if self.said.is_valid() else ""


class TranscriptForm(forms.Form):
    """The words of a transcript without times."""

    transcript = Words(required=False, strip=False)


def _initial(mark: Mark) -> dict[str, Any]:
    if isinstance(mark, Region):
        edges = {name: f"{getattr(mark, name):g}" for name in ("left", "top", "width", "height")}
        return {"page": mark.page, **edges}
    picture = "black" if mark.picture else "keep"
    return {"begins": mark.begins, "ends": mark.ends, "picture": picture, "sound": mark.sound}


def _count_in(data: Any) -> int:
    numbers = [name.split("-")[1] for name in data if name.startswith("mark-") and name.count("-") == 2]
    return max((int(number) + 1 for number in numbers if number.isdecimal() and len(number) < 4), default=1)
