"""What versions are called, in the language of whoever reads a list, a sentence or a mail: by the rule of `said`."""

from collections.abc import Collection, Iterable
from typing import NamedTuple, cast
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import Promise, lazy
from django.utils.translation import get_language

from microcred.catalog.models import Entry, MicroCredential, Translation, Version
from microcred.catalog.queries.said import Said
from microcred.foundation.asked_often import asked_often


class Headline(NamedTuple):
    """What a list shows of a version."""

    title: Said
    key_method: Said


class _Translated(NamedTuple):
    """A translated headline and what it was made from."""

    micro_credential: UUID
    version: UUID
    title: str | None
    key_method: str | None
    from_title: str
    from_key_method: str


def title_in(version: Version, language: str) -> Said:
    """The title of one version in a language."""
    return _headlines([version], language)[version.pk].title


def title_for_readers(version: Version) -> Promise:
    """The title in whatever language the words around it are put into: for what is told in several."""
    known: dict[str, str] = {}

    def title() -> str:
        language = get_language() or version.language
        if language not in known:
            known[language] = str(title_in(version, language))
        return known[language]

    return cast("Promise", lazy(title, str)())


def say_titles(versions: Iterable[Version], language: str) -> None:
    """Put the titles that these rows have in a language in their place, in one query, or none where it is their own.

    The rows are those of one page. Versions are frozen, so what is put on them cannot be saved.
    """
    rows = list(versions)
    said = _headlines(rows, language)
    for row in rows:
        row.title = said[row.pk].title


def say_offered(micro_credentials: Iterable[MicroCredential], language: str) -> None:
    """The same for micro-credentials with their entry at hand and the `language` of its words."""
    rows = list(micro_credentials)
    for row in rows:
        vars(row.entry).update(language=vars(row)["language"], languages=())
    say_entries([row.entry for row in rows], language)


def say_entries(entries: Iterable[Entry], language: str) -> None:
    """The same for entries on cards, with their key methods; `also_in` names the other languages they have."""
    rows = list(entries)
    said = _headlines(rows, language)
    for row in rows:
        row.title, row.key_method = said[row.version_id]
        has = {_language_of(row), *vars(row)["languages"]}
        vars(row)["also_in"] = sorted(has - {said[row.version_id].title.language})


def _headlines(rows: Collection[Version | Entry], language: str) -> dict[UUID, Headline]:
    foreign = {row.micro_credential_id for row in rows if _language_of(row) != language}
    offered: dict[UUID, list[_Translated]] = {}
    if foreign and language in dict(settings.LANGUAGES):
        for found in map(_Translated._make, _titles(micro_credentials=list(foreign), language=language)):
            offered.setdefault(found.micro_credential, []).append(found)
    return {_version_of(row): _headline(row, offered.get(row.micro_credential_id, []), language) for row in rows}


def _headline(row: Version | Entry, offered: list[_Translated], language: str) -> Headline:
    if isinstance(row.title, Said):
        return Headline(row.title, Said(vars(row).get("key_method") or "", row.title.language))
    own = _language_of(row)
    title, key_method = Said(row.title, own), Said(vars(row).get("key_method") or "", own)
    best = next((one for one in offered if one.version == _version_of(row)), offered[0] if offered else None)
    if best is None or own == language:
        return Headline(title, key_method)
    if best.title and best.from_title == title:
        title = Said(best.title, language)
    if best.key_method and best.from_key_method == key_method:
        key_method = Said(best.key_method, language)
    return Headline(title, key_method)


def _language_of(row: Version | Entry) -> str:
    return row.language if isinstance(row, Version) else str(vars(row)["language"])


def _version_of(row: Version | Entry) -> UUID:
    return row.pk if isinstance(row, Version) else row.version_id


@asked_often
def _titles(
    *, micro_credentials: list[UUID], language: str
) -> QuerySet[Translation, tuple[UUID, UUID, str | None, str | None, str, str]]:
    rows = Translation.objects.filter(version__micro_credential__in=micro_credentials, language=language)
    return rows.order_by("version__micro_credential", "-version__number", "-version__revision", "-number").values_list(
        "version__micro_credential",
        "version",
        "texts__name",
        "texts__key_method",
        "version__title",
        "version__key_method",
    )
