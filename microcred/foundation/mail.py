"""Mail without a mail server: each message is a file in the home directory; the demo shows them in the browser."""

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from microcred.foundation.ids import uuid7
from microcred.foundation.storage import private_folder


class MailToFiles(BaseEmailBackend):
    """Writes each message as `<uuid7>.eml`, so that names sort by time."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the messages; return how many."""
        folder = private_folder(Path(settings.MAIL_ROOT))
        for message in email_messages:
            path = folder / f"{uuid7()}.eml"
            unfinished = path.with_suffix(".part")
            unfinished.write_bytes(message.message().as_bytes())
            unfinished.rename(path)
        return len(email_messages)
