"""What stands beside the fields of the draft's page: findings, what a review found not met, the ways to remarks.

A page has 150 such places, so they are drawn as small components are (`foundation.drawn`).
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from microcred.authoring.guidance import field_of
from microcred.authoring.labels import label_of
from microcred.authoring.models import Draft
from microcred.authoring.pages import ShownFinding, ShownReport, place_id
from microcred.authoring.queries import OpenRemarks, Remark, open_remarks, remarks_by_field
from microcred.foundation.drawn import badge, text

MARKDOWN = frozenset({"rationale", "components.text", "requirements.prompt", "requirements.guidance"})
"""Fields that are set as Markdown wherever they are read."""

LISTS = frozenset({"components", "research", "resources", "requirements", "rubric", "part_rules", "prerequisites"})


@dataclass(frozen=True)
class Margin:
    """What stands beside the fields of one draft, by their paths.

    Attributes:
        findings: What the checks found; None for a draft that changes no more, of which nothing is remarked either.
        judged: What a quality review found not met.
    """

    draft_id: UUID
    findings: Mapping[str, Sequence[ShownFinding]] | None
    judged: Mapping[str, Sequence[Remark]]
    remarks: OpenRemarks

    def beside(self, path: str) -> str:
        """What stands beside a field, a row or a list, as markup."""
        findings = (self.findings or {}).get(path, ())
        told = [_finding(shown) for shown in findings] + [_judged(remark) for remark in self.judged.get(path, ())]
        ways = self._ways_from(path) if self.findings is not None and is_field(path) else ""
        return SafeString("".join((*told, ways)))

    def _ways_from(self, path: str) -> str:
        """The links to how a field is read, and to what is said of it."""
        about = f"{path}.descriptor" if is_level(path) else path
        label, count = label_of(path), self.remarks.by_path.get(about, 0)
        said = ngettext("%(count)s open remark", "%(count)s open remarks", count) % {"count": count}
        set_as_read = _link(self._text_preview, about, _("See it set"), label) if field_of(path) in MARKDOWN else ""
        return (
            f'<p class="small cluster">{set_as_read}'
            f"{_link(self._to_remarks, about, said if count else _('Comment'), label)}</p>"
        )

    @cached_property
    def _to_remarks(self) -> str:
        return reverse("remarks", args=[self.draft_id])

    @cached_property
    def _text_preview(self) -> str:
        return reverse("text_preview", args=[self.draft_id])

    def marks(self) -> dict[str, str]:
        """A mark of what is told beside each field of which anything is: the same as long as it is the same."""
        remarked = (path.removesuffix(".descriptor") for path in self.remarks.by_path)
        told = {*(self.findings or {}), *self.judged, *remarked}
        return {path: f"{zlib.crc32(self.beside(path).encode()):x}" for path in sorted(told)}


def margin_of(draft: Draft, report: ShownReport | None) -> Margin:
    """What stands beside the fields of a draft, of which the checks found this."""
    return Margin(draft.pk, report.beside if report else None, remarks_by_field(draft), open_remarks(draft))


def anew(margin: Margin, shown: Mapping[str, str], places: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The markup of the places where a page shows something else than stands there now, by their identifiers.

    Args:
        shown: The marks of what the page shows, as far as it shows anything.
        places: Those that there are.
    """
    now = margin.marks()
    for path in places:
        if shown.get(path) != now.get(path):
            yield place_id(path), margin.beside(path)


def is_field(path: str) -> bool:
    """Whether a place stands beside one field, not beside a whole row or list."""
    if "." not in path:
        return path not in LISTS
    return is_level(path) or not path[-1].isdigit()


def is_level(path: str) -> bool:
    """Whether a place stands beside one level."""
    steps = path.split(".")
    return len(steps) == 4 and steps[2] == "levels"


def _link(to: str, about: str, words: str, label: str) -> str:
    hidden = f'<span class="visually-hidden"> {text(label)}</span>'
    return f'<a class="muted" href="{to}?field={text(about)}" data-after-save>{text(words)}{hidden}</a>'


def _finding(shown: ShownFinding) -> str:
    finding = shown.finding
    kind = _badge("danger", _("Blocks publishing")) if shown.blocks else _badge("warning", _("Advice"))
    found = f" <q>{text(finding.found)}</q>" if finding.found else ""
    informs = text(_("Informs: %(component)s.") % {"component": finding.component.words})
    told = f"{kind}{found} {text(finding.why)} {text(finding.mend)}"
    return f'<p class="small">{told} <span class="muted">{informs}</span></p>'


def _badge(tone: str, words: str) -> str:
    return badge(tone=tone, slot=text(words))


def _judged(remark: Remark) -> str:
    notes = "".join(f' <span class="muted">{text(note)}</span>' for note in remark.notes)
    condition = f" <strong>{text(remark.condition)}</strong>" if remark.condition else ""
    told = f"{_badge('warning', _('Quality review'))} {text(remark.asked.text)}{notes}{condition}"
    return f'<p class="small">{told}</p>'
