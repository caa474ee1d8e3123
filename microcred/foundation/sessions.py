"""Sessions in the database, as Django keeps them; only the question that every request begins with is asked faster."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from microcred.foundation.asked_often import asked_often


class SessionStore(DatabaseSessions):
    """Set as `SESSION_ENGINE`. Nothing is kept beside the database: who signs out is out with the next request."""

    def load(self) -> dict[str, Any]:
        """Return what the session holds; nothing, and no key, when it has ended or never was."""
        row = _running.first(key=self.session_key or "", at=timezone.now())
        if row is None:
            self._session_key = None
            return {}
        held: dict[str, Any] = self.decode(row.session_data)
        return held


@asked_often
def _running(*, key: str, at: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=at)
