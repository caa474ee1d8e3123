"""Mail without a mail server: each message is a file in the home directory; the demo shows them in the browser."""

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from microcred.foundation.ids import uuid7


class MailToFiles(BaseEmailBackend):
    """Writes each message as `<uuid7>.eml`, so that names sort by time."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the messages; return how many."""
        folder = Path(settings.MAIL_ROOT)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            path = folder / f"{uuid7()}.eml"
            unfinished = path.with_suffix(".part")
            unfinished.write_bytes(message.message().as_bytes())
            unfinished.rename(path)
        return len(email_messages)
