"""Taking the catalogue in before anybody asks for it: what a server process does beside serving when it starts."""

from django.db import connection

from microcred.catalog.queries.shelf import shelf

MOST_COMMON = 300
"""Words whose sets are made beforehand: those of more than one entry in fifty, which take longest to be found."""

AT_ONCE = 10
"""Words that are asked for in one query, so that what people ask meanwhile is never long in coming."""

COMMON = """
SELECT quote_literal(word)
FROM pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs) met (word, share)
WHERE tablename = 'catalog_indexcard' AND attname = 'search' AND word ~ '^[[:alnum:]]+$' AND share > 0.02
ORDER BY share DESC LIMIT %(most)s
"""
"""The planner's statistics know the common words already (PostgreSQL's manual, view `pg_stats`). A table that was
never analysed has none: then each word is found when it is asked for."""


def take_in() -> None:
    """Read the catalogue, and find the words that most entries have.

    For 100,000 entries this takes a few seconds and the memory of as many sets as people's own searches would fill.
    """
    shelf()
    with connection.cursor() as cursor:
        cursor.execute(COMMON, {"most": MOST_COMMON})
        words = [word for (word,) in cursor.fetchall()]
    for first in range(0, len(words), AT_ONCE):
        shelf().found(words[first : first + AT_ONCE])
