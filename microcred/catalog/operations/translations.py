"""Saying a version in another language, field by field, and publishing that whole."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from microcred.catalog.design import Design, TranslationState, field_name, words_in
from microcred.catalog.design.room import MOST_OF_A_TEXT
from microcred.catalog.models import Entry, MicroCredential, TranslatedField, Translation, Version
from microcred.catalog.operations.projection import write_entries
from microcred.catalog.queries.translations import FieldShown, fields_of, translation_of
from microcred.catalog.queries.versions import current_version
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import acts_as


class LanguageUnfit(Refusal):
    """The language is the design's own, or none that this server speaks."""

    message = _(
        "A translation is into another language that this server speaks. “{language}” is not one for this design."
    )


class FieldUnknown(Refusal):
    """The version has no such field: it was changed meanwhile."""

    message = _("The version has no field “{key}” any more. Open the translation again; everything else was kept.")


class TranslationTooLong(Refusal):
    """A field is longer than any text that a design may have."""

    message = _("“{name}” has {has} characters; at most {most} are kept. Shorten it, then save again.")
    status = 422


class TranslationUnfinished(Refusal):
    """Fields are missing or stale; `fields` lists them."""

    message = _("{count} fields are missing or stale, so this would mix two languages. The first is: {first}.")

    def __init__(self, fields: list[FieldShown]) -> None:
        self.fields = fields
        super().__init__(count=len(fields), first=field_name(fields[0].field))


@operation
def translate(
    *, actor: Person, micro_credential: MicroCredential, language: str, texts: Mapping[str, str], at: datetime
) -> int:
    """Keep what fields of the newest version say in another language. Return how many changed.

    A field that is sent with the words it has keeps them, and becomes current again where its source had changed.

    Args:
        texts: words by key; empty ones are taken as missing.

    Raises:
        LanguageUnfit, FieldUnknown, TranslationTooLong, NotAllowed.
    """
    version = _translatable(actor, micro_credential, language, at)
    source = {words.key: words.text for words in words_in(Design.model_validate(version.design))}
    there = {
        row.key: row for row in TranslatedField.objects.filter(micro_credential=micro_credential, language=language)
    }
    changed = 0
    for key, typed in texts.items():
        if key not in source:
            raise FieldUnknown(key=key)
        text = typed.replace("\r\n", "\n").strip()
        if len(text) > MOST_OF_A_TEXT:
            raise TranslationTooLong(name=field_name(key.rpartition(".")[2]), has=len(text), most=MOST_OF_A_TEXT)
        row = there.get(key)
        if (row is None and not text) or (row is not None and (row.text, row.source) == (text, source[key])):
            continue
        TranslatedField.objects.update_or_create(
            micro_credential=micro_credential,
            language=language,
            key=key,
            defaults={"text": text, "source": source[key], "changed_at": at, "changed_by": actor},
        )
        changed += 1
    return changed


@operation
def publish_translation(
    *, actor: Person, micro_credential: MicroCredential, language: str, at: datetime
) -> Translation:
    """Freeze a translation of the newest version, whole. A mended one is the next; the same words are published once.

    Raises:
        TranslationUnfinished: a field is missing, or its source changed since it was translated.
        LanguageUnfit, NotAllowed.
    """
    version = _translatable(actor, micro_credential, language, at)
    MicroCredential.objects.select_for_update(no_key=True).get(pk=micro_credential.pk)
    fields = fields_of(micro_credential, version, language)
    open_ones = [field for field in fields if field.state is not TranslationState.CURRENT]
    if open_ones:
        raise TranslationUnfinished(open_ones)
    texts = {field.key: field.text for field in fields}
    last = translation_of(version, language)
    if last is not None and last.texts == texts:
        return last
    published = Translation.objects.create(
        version=version,
        language=language,
        number=last.number + 1 if last else 1,
        texts=texts,
        published_at=at,
        published_by=actor,
    )
    if Entry.objects.filter(pk=micro_credential.pk).exists():
        write_entries([micro_credential.pk])
    return published


def _translatable(actor: Person, micro_credential: MicroCredential, language: str, at: datetime) -> Version:
    if not acts_as(actor, Role.AUTHOR, for_organization=micro_credential.owner, at=at):
        raise NotAllowed
    version = current_version(micro_credential)
    if version is None or language == version.language or language not in dict(settings.LANGUAGES):
        raise LanguageUnfit(language=language)
    return version
