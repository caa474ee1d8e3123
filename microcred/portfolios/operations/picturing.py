"""Pages of a document as pictures, so that a place on one can be pointed at: drawn behind walls, once for each page."""

from django.core.cache import cache

from microcred.foundation import storage
from microcred.foundation.inspection.apart import InspectionDown, PageSeen, picture_apart
from microcred.foundation.locks import hold
from microcred.foundation.models import StoredFile
from microcred.foundation.operation import operation
from microcred.organizations.models import Person
from microcred.portfolios.models import Item, PagePicture
from microcred.portfolios.operations.local import local_copy, pieces
from microcred.portfolios.queries.renditions import MOST_PICTURED, page_picture, pages_file, pages_known

NOT_TRIED_AGAIN = 600
"""seconds in which a page that could not be drawn is not drawn again: a broken one costs its limit each time"""


def picture_of_page(item: Item, number: int) -> StoredFile | None:
    """The picture of one page of an item, drawn if it is the first time that it is asked for.

    Not one transaction: nobody else's change of the work waits while a page is drawn.

    Returns:
        None where there is no such page, it is beyond those that are drawn, or it cannot be shown.
    """
    there = page_picture(item, number)
    if there is not None:
        return there.file
    document = pages_file(item)
    if document is None or not 1 <= number <= min(pages_known(item) or MOST_PICTURED, MOST_PICTURED):
        return None
    failed = f"portfolios.page.{item.pk}.{number}"
    if cache.get(failed):
        return None
    with local_copy(document) as clean:
        try:
            seen = picture_apart(clean, number)
        except InspectionDown:
            return None
    if seen is None or seen.picture is None:
        cache.set(failed, True, NOT_TRIED_AGAIN)
        return None
    with seen.picture:
        return keep_page_picture(actor=None, item=item, number=number, seen=seen).file


@operation
def keep_page_picture(*, actor: Person | None, item: Item, number: int, seen: PageSeen) -> PagePicture:
    """Keep the picture of a page; once, however often it was drawn.

    Raises:
        ValueError: there is no picture.
    """
    if seen.picture is None:
        raise ValueError("a page that is kept was drawn")
    hold(item.pk)
    there = page_picture(item, number)
    if there is not None:
        return there
    file = storage.store(pieces(seen.picture), name=f"page-{number}.png", media_type="image/png")
    return PagePicture.objects.create(item=item, number=number, pages=seen.pages, file=file)
