from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from microcred.foundation.fields import Words
from microcred.portfolios.models import Item, Pin
from microcred.portfolios.places import Place, clock_words, seconds_in


class TimeCode(forms.CharField):
    """A time code such as 1:05, read as seconds; empty is none."""

    def to_python(self, value: Any) -> Any:
        """The seconds."""
        words = super().to_python(value)
        if not words:
            return None
        seconds = seconds_in(words)
        if seconds is None:
            raise ValidationError(_("Write the time as minutes and seconds, such as 1:05."))
        return seconds

    def prepare_value(self, value: Any) -> Any:
        """The time code of seconds; what was typed stays as it was."""
        return clock_words(value) if isinstance(value, int) else value


def _percent(label: Any) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"min": 0, "max": 100, "inputmode": "numeric"})
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=100, widget=widget)


class PlaceForm(forms.Form):
    """Where in a piece of evidence. It asks for the places only that its kind has."""

    page = forms.IntegerField(label=_("Page"), required=False, min_value=1, max_value=2**31 - 1)
    left = _percent(_("From the left (%)"))
    top = _percent(_("From the top (%)"))
    width = _percent(_("Width (%)"))
    height = _percent(_("Height (%)"))
    begins = TimeCode(label=_("From (m:ss)"), required=False)
    ends = TimeCode(label=_("To (m:ss)"), required=False)

    OF_KIND: ClassVar[dict[str, tuple[str, ...]]] = {
        Item.Kind.DOCUMENT: ("page", "left", "top", "width", "height"),
        Item.Kind.IMAGE: ("left", "top", "width", "height"),
        Item.Kind.AUDIO: ("begins", "ends"),
        Item.Kind.VIDEO: ("begins", "ends"),
    }

    def __init__(self, data: Any = None, *, kind: str, **about: Any) -> None:
        super().__init__(data, **about)
        self.asks = self.OF_KIND.get(kind, ())
        for name in ("page", "left", "top", "width", "height", "begins", "ends"):
            if name not in self.asks:
                del self.fields[name]

    @property
    def place_fields(self) -> list[forms.BoundField]:
        """The fields that say where."""
        return [self[name] for name in self.asks]

    @property
    def place(self) -> Place:
        """The place that was typed."""
        typed = self.cleaned_data
        return Place(
            **{name: typed.get(name) for name in ("page", "left", "top", "width", "height")},
            from_second=typed.get("begins"),
            to_second=typed.get("ends"),
        )


class PinForm(PlaceForm):
    """What a pin says and where."""

    words = Words(label=_("What is to be seen there"), required=False, strip=False)
    criteria = forms.TypedMultipleChoiceField(label=_("It speaks of"), required=False)

    def __init__(self, data: Any = None, *, item: Item, pin: Pin | None = None) -> None:
        self.pin = pin
        initial = None
        if pin is not None:
            initial = pin.said() | {"begins": pin.from_second, "ends": pin.to_second}
            initial["criteria"] = [str(criterion) for criterion in pin.criteria]
        super().__init__(data, kind=item.kind, auto_id=f"{pin.pk if pin else 'new'}-%s", initial=initial)
        self.by_id = {str(criterion.pk): criterion for criterion in item.requirement.criteria.all()}
        choices: Any = self.fields["criteria"]
        choices.choices = [(key, criterion.name) for key, criterion in self.by_id.items()]
        choices.coerce = self.by_id.__getitem__

    def said(self) -> dict[str, Any]:
        """The words, the criteria and the place, as the verbs take them."""
        typed = self.cleaned_data
        return {"words": typed["words"], "criteria": typed["criteria"], "place": self.place}
