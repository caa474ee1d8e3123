"""The projection that the public search reads: one `Entry` for each micro-credential on offer, and its `IndexCard`."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from microcred.catalog.facets import HOURS_BANDS, Facet
from microcred.catalog.models import Entry

BAND = " ".join(
    f"WHEN hours <= {last} THEN '{name}'" if last else f"ELSE '{name}'" for name, _first, last in HOURS_BANDS
)

WRITE_ENTRIES = f"""
WITH newest AS (
    SELECT DISTINCT ON (version.micro_credential_id) version.*
    FROM catalog_version version
    WHERE version.micro_credential_id = ANY(%(ids)s)
      AND NOT EXISTS (
          SELECT FROM catalog_retirement gone
          WHERE gone.micro_credential_id = version.micro_credential_id AND gone.retired_at <= statement_timestamp()
      )
    ORDER BY version.micro_credential_id, version.number DESC, version.revision DESC
), shelved AS (
    SELECT newest.*, thing.slug,
        ARRAY(SELECT jsonb_array_elements_text(newest.design -> 'audience')) AS audience,
        ARRAY(
            SELECT DISTINCT kind #>> '{{}}'
            FROM jsonb_path_query(newest.design, '$.requirements[*].accepts[*]') kind ORDER BY 1
        ) AS evidence,
        ARRAY(
            SELECT stack.slug FROM catalog_stackplace place JOIN catalog_stack stack ON stack.id = place.stack_id
            WHERE place.micro_credential_id = thing.id ORDER BY stack.position, stack.slug
        ) AS stacks,
        ARRAY(
            SELECT crosswalk.slug FROM catalog_stackplace place
            JOIN catalog_crosswalkstep step ON step.stack_id = place.stack_id
            JOIN catalog_crosswalk crosswalk ON crosswalk.id = step.crosswalk_id
            WHERE place.micro_credential_id = thing.id
            UNION
            SELECT crosswalk.slug FROM catalog_crosswalkpick pick
            JOIN catalog_crosswalk crosswalk ON crosswalk.id = pick.crosswalk_id
            WHERE pick.micro_credential_id = thing.id
        ) AS crosswalks,
        ARRAY(
            SELECT framework.slug || ':' || standard.code FROM catalog_alignment alignment
            JOIN frameworks_standard standard ON standard.id = alignment.standard_id
            JOIN frameworks_framework framework ON framework.id = standard.framework_id
            WHERE alignment.version_id = newest.id
        ) AS standards,
        ARRAY(
            SELECT translation.language FROM catalog_translation translation WHERE translation.version_id = newest.id
        ) AS languages,
        CASE WHEN newest.language LIKE 'es%%' THEN 'spanish' ELSE 'english' END::regconfig AS config,
        lower(unaccent(concat_ws(' ', newest.title, array_to_string(
            ARRAY(SELECT jsonb_array_elements_text(newest.design -> 'tags')), ' '
        )))) AS first,
        lower(unaccent(concat_ws(' ', newest.key_method, (
            SELECT string_agg(stack.name, ' ')
            FROM catalog_stackplace place JOIN catalog_stack stack ON stack.id = place.stack_id
            WHERE place.micro_credential_id = thing.id
        )))) AS second,
        lower(unaccent(newest.competency)) AS third,
        lower(unaccent(concat_ws(' ', newest.design ->> 'rationale', (
            SELECT string_agg(part #>> '{{}}', ' ') FROM (
                SELECT jsonb_path_query(newest.design, '$.components[*].*')
                UNION ALL SELECT jsonb_path_query(newest.design, '$.requirements[*].prompt')
                UNION ALL SELECT jsonb_path_query(newest.design, '$.rubric[*].name')
            ) parts (part)
        )))) AS fourth
    FROM newest JOIN catalog_microcredential thing ON thing.id = newest.micro_credential_id
), said AS (
    SELECT DISTINCT ON (translation.version_id, translation.language)
        translation.version_id, translation.texts,
        CASE WHEN translation.language LIKE 'es%%' THEN 'spanish' ELSE 'english' END::regconfig AS config
    FROM catalog_translation translation JOIN newest ON newest.id = translation.version_id
    ORDER BY translation.version_id, translation.language, translation.number DESC
), translated AS (
    SELECT version_id, config,
        lower(unaccent(string_agg(words, ' ') FILTER (WHERE key = 'name' OR key LIKE 'tags.%%'))) AS first,
        lower(unaccent(string_agg(words, ' ') FILTER (WHERE key = 'key_method'))) AS second,
        lower(unaccent(string_agg(words, ' ') FILTER (WHERE key = 'competency'))) AS third,
        lower(unaccent(string_agg(words, ' ') FILTER (
            WHERE key = 'rationale' OR key LIKE 'components.%%' OR key LIKE 'requirements.%%.prompt'
                OR key ~ '^rubric[.][^.]+[.]name$'
        ))) AS fourth
    FROM said, jsonb_each_text(said.texts) field (key, words)
    GROUP BY version_id, config
), also AS (
    SELECT version_id,
        array_to_string(array_agg(setweight(to_tsvector(config, coalesce(first, '')), 'A')), ' ')::tsvector AS named,
        array_to_string(array_agg(
            setweight(to_tsvector(config, coalesce(first, '')), 'A')
            || setweight(to_tsvector(config, coalesce(second, '')), 'B')
            || setweight(to_tsvector(config, coalesce(third, '')), 'C')
        ), ' ')::tsvector AS headline,
        array_to_string(array_agg(setweight(to_tsvector(config, coalesce(fourth, '')), 'D')), ' ')::tsvector AS fourth,
        string_agg(concat_ws(' ', first, second, third, fourth), ' ') AS everything
    FROM translated GROUP BY version_id
), weighed AS (
    SELECT shelved.*, also.everything,
        setweight(to_tsvector(shelved.config, shelved.first), 'A') || coalesce(also.named, ''::tsvector) AS named,
        setweight(to_tsvector(shelved.config, shelved.first), 'A')
        || setweight(to_tsvector(shelved.config, shelved.second), 'B')
        || setweight(to_tsvector(shelved.config, shelved.third), 'C')
        || coalesce(also.headline, ''::tsvector) AS headline,
        setweight(to_tsvector(shelved.config, shelved.fourth), 'D') || coalesce(also.fourth, ''::tsvector) AS rest
    FROM shelved LEFT JOIN also ON also.version_id = shelved.id
), known AS (
    INSERT INTO catalog_word (word)
    SELECT DISTINCT word FROM weighed, regexp_split_to_table(
        concat_ws(' ', first, second, third, fourth, everything), '[^[:alpha:]]+'
    ) word
    WHERE length(word) BETWEEN 3 AND 60
    ORDER BY word
    ON CONFLICT DO NOTHING
), carded AS (
    INSERT INTO catalog_indexcard (entry_id, search, named)
    SELECT micro_credential_id, headline || rest, named FROM weighed
    ON CONFLICT (entry_id) DO UPDATE SET search = EXCLUDED.search, named = EXCLUDED.named
)
INSERT INTO catalog_entry (
    micro_credential_id, version_id, slug, title, key_method, hours, evidence, stacks, keys, folded_title, headline,
    published_at
)
SELECT micro_credential_id, id, slug, title, key_method, hours, evidence, stacks,
    ARRAY(
        SELECT DISTINCT key FROM (
            SELECT '{Facet.STACK}:' || unnest(stacks)
            UNION ALL SELECT '{Facet.AUDIENCE}:' || unnest(audience)
            UNION ALL SELECT '{Facet.HOURS}:' || CASE {BAND} END
            UNION ALL SELECT '{Facet.EVIDENCE}:' || unnest(evidence)
            UNION ALL SELECT '{Facet.CROSSWALK}:' || unnest(crosswalks)
            UNION ALL SELECT '{Facet.STANDARD}:' || unnest(standards)
            UNION ALL SELECT '{Facet.LANGUAGE}:' || language
            UNION ALL SELECT '{Facet.LANGUAGE}:' || unnest(languages)
        ) keys (key)
    ),
    left(lower(unaccent(title)), 220), headline, published_at
FROM weighed
ON CONFLICT (micro_credential_id) DO UPDATE SET
    version_id = EXCLUDED.version_id, slug = EXCLUDED.slug, title = EXCLUDED.title,
    key_method = EXCLUDED.key_method, hours = EXCLUDED.hours, evidence = EXCLUDED.evidence,
    stacks = EXCLUDED.stacks, keys = EXCLUDED.keys, folded_title = EXCLUDED.folded_title,
    headline = EXCLUDED.headline,
    published_at = EXCLUDED.published_at
"""  # noqa: S608 - made of this module's constants


MOST_REMEMBERED = 100
"""Changes that an edition remembers; a change of more is one after which everything is read anew."""

NEW_MARK = """
INSERT INTO catalog_edition AS edition (id, mark, befores, changed) VALUES (1, gen_random_uuid(), '{}', '{}')
ON CONFLICT (id) DO UPDATE SET
    mark = EXCLUDED.mark,
    befores = CASE WHEN cardinality(edition.befores) + %(count)s <= %(most)s THEN edition.befores ELSE '{}' END
        || array_fill(edition.mark, ARRAY[cardinality(%(changed)s::uuid[])]),
    changed = CASE WHEN cardinality(edition.changed) + %(count)s <= %(most)s THEN edition.changed ELSE '{}' END
        || %(changed)s::uuid[]
"""


def write_entries(micro_credentials: Sequence[UUID]) -> None:
    """Make the entries of these micro-credentials anew, in one statement. Retired ones get none."""
    with connection.cursor() as cursor:
        cursor.execute(WRITE_ENTRIES, {"ids": list(micro_credentials)})
    _remember(micro_credentials)


def take_out_entries(micro_credentials: Sequence[UUID]) -> None:
    """Stop offering these micro-credentials."""
    Entry.objects.filter(pk__in=micro_credentials).delete()
    _remember(micro_credentials)


def _remember(changed: Sequence[UUID]) -> None:
    """Give the edition another mark, and write down what changed with it, unless it is too much.

    When there is no more room, all that was remembered goes at once, never a part of one change.
    """
    few = list(changed) if len(changed) <= MOST_REMEMBERED else []
    if changed:
        with connection.cursor() as cursor:
            cursor.execute(NEW_MARK, {"changed": few, "count": len(changed), "most": MOST_REMEMBERED})
