"""What the web server runs."""

import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

from microcred.foundation.starting import without_looking_for_garbage

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "microcred.settings")
with without_looking_for_garbage():
    application = get_wsgi_application()


def _take_in() -> None:
    from django.db import OperationalError, connection

    from microcred.catalog.queries import take_in

    try:
        take_in()
    except OperationalError:
        pass  # No database yet: pages say so, and the first search reads what this would have.
    finally:
        connection.close()


Thread(target=_take_in, name="take-in", daemon=True).start()
