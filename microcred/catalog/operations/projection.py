"""The projection that the public search reads: one `Entry` for each micro-credential on offer."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from microcred.catalog.models import Entry

WRITE = """
WITH newest AS (
    SELECT DISTINCT ON (version.micro_credential_id) version.*
    FROM catalog_version version
    WHERE version.micro_credential_id = ANY(%(ids)s)
      AND NOT EXISTS (
          SELECT FROM catalog_retirement gone WHERE gone.micro_credential_id = version.micro_credential_id
      )
    ORDER BY version.micro_credential_id, version.number DESC
), shelved AS (
    SELECT newest.*, thing.slug,
        ARRAY(SELECT jsonb_array_elements_text(newest.design -> 'audience')) AS audience,
        ARRAY(SELECT jsonb_array_elements_text(newest.design -> 'tags')) AS tags,
        ARRAY(
            SELECT DISTINCT unnest(requirement.accepts) FROM catalog_requirement requirement
            WHERE requirement.version_id = newest.id ORDER BY 1
        ) AS evidence,
        ARRAY(
            SELECT stack.slug FROM catalog_stackplace place JOIN catalog_stack stack ON stack.id = place.stack_id
            WHERE place.micro_credential_id = thing.id ORDER BY stack.position, stack.slug
        ) AS stacks,
        ARRAY(
            SELECT stack.name FROM catalog_stackplace place JOIN catalog_stack stack ON stack.id = place.stack_id
            WHERE place.micro_credential_id = thing.id ORDER BY stack.position, stack.slug
        ) AS stack_names,
        ARRAY(
            SELECT DISTINCT crosswalk.slug FROM catalog_stackplace place
            JOIN catalog_crosswalkstep step ON step.stack_id = place.stack_id
            JOIN catalog_crosswalk crosswalk ON crosswalk.id = step.crosswalk_id
            WHERE place.micro_credential_id = thing.id ORDER BY 1
        ) AS crosswalks,
        ARRAY(
            SELECT framework.slug || ':' || standard.code FROM catalog_alignment alignment
            JOIN frameworks_standard standard ON standard.id = alignment.standard_id
            JOIN frameworks_framework framework ON framework.id = standard.framework_id
            WHERE alignment.version_id = newest.id ORDER BY 1
        ) AS standards,
        CASE WHEN newest.language LIKE 'es%%' THEN 'spanish' ELSE 'english' END::regconfig AS config
    FROM newest JOIN catalog_microcredential thing ON thing.id = newest.micro_credential_id
)
INSERT INTO catalog_entry (
    micro_credential_id, version_id, slug, title, key_method, hours, language, audience, evidence, stacks, crosswalks,
    standards, words, search, published_at
)
SELECT micro_credential_id, id, slug, title, key_method, hours, language, audience, evidence, stacks, crosswalks,
    standards,
    lower(unaccent(concat_ws(' ', title, array_to_string(tags, ' '), array_to_string(stack_names, ' ')))),
    setweight(to_tsvector(config, unaccent(concat_ws(' ', title, array_to_string(tags, ' ')))), 'A')
    || setweight(to_tsvector(config, unaccent(concat_ws(' ', key_method, array_to_string(stack_names, ' ')))), 'B')
    || setweight(to_tsvector(config, unaccent(competency)), 'C')
    || setweight(to_tsvector(config, unaccent(design ->> 'rationale')), 'D'),
    published_at
FROM shelved
ON CONFLICT (micro_credential_id) DO UPDATE SET
    version_id = EXCLUDED.version_id, slug = EXCLUDED.slug, title = EXCLUDED.title,
    key_method = EXCLUDED.key_method, hours = EXCLUDED.hours, language = EXCLUDED.language,
    audience = EXCLUDED.audience, evidence = EXCLUDED.evidence, stacks = EXCLUDED.stacks,
    crosswalks = EXCLUDED.crosswalks, standards = EXCLUDED.standards, words = EXCLUDED.words,
    search = EXCLUDED.search, published_at = EXCLUDED.published_at
"""


def write_entries(micro_credentials: Sequence[UUID]) -> None:
    """Make the entries of these micro-credentials anew, in one statement. Retired ones get none."""
    with connection.cursor() as cursor:
        cursor.execute(WRITE, {"ids": list(micro_credentials)})


def take_out_entries(micro_credentials: Sequence[UUID]) -> None:
    """Stop offering these micro-credentials."""
    Entry.objects.filter(pk__in=micro_credentials).delete()
