"""What of something written was judged: itself, or the clean words that took its place."""

from typing import Any

from django.db.models import CharField, Expression, Func, OuterRef, QuerySet, Subquery

from microcred.portfolios.models import CleanCopy


def digest_in_sql(words: str | OuterRef) -> Func:
    """The SHA-256 of a text's UTF-8 bytes, in hexadecimal, as `rules.digest_of` has it.

    Args:
        words: the column of the text.
    """
    return Func(words, template="encode(sha256(convert_to(%(expressions)s, 'UTF8')), 'hex')", output_field=CharField())


def clean_words_of(digest: OuterRef | Expression) -> Subquery:
    """The clean words that stand in the place of an outer row's, wherever in its pursuit the old ones were set aside.

    Args:
        digest: the SHA-256 of what the outer row says; it has a `submission`.
    """
    return Subquery(_copies(digest).values("words")[:1])


def clean_digest_of(digest: OuterRef | Expression) -> Subquery:
    """The SHA-256 of the same words: the copy's own is that of a pin, where they were set aside as one."""
    return Subquery(_copies(digest).values(of_words=digest_in_sql("words"))[:1])


def _copies(digest: Any) -> QuerySet[CleanCopy]:
    return CleanCopy.objects.filter(
        quarantine__words_sha256=digest, quarantine__submission__pursuit=OuterRef("submission__pursuit")
    ).order_by("-put_in_at")
