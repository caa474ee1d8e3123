"""Writing to whoever was asked to read and has no account here."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from microcred.catalog.queries import title_in
from microcred.foundation.operation import operation
from microcred.portfolios.models import PeerInvitation
from microcred.portfolios.queries.peers import holds_now


@operation
def mail_peer_invitation(*, actor: None, invitation: PeerInvitation, at: datetime) -> bool:
    """Write to an address that was asked to read, while the invitation holds. Return whether it was sent.

    At least once: a worker killed after the mail server's yes sends it again, under the same Message-ID.
    """
    del at
    if not holds_now(PeerInvitation.objects.filter(pk=invitation.pk)).exists():
        return False
    who, version = invitation.pursuit.person, invitation.pursuit.version
    with translation.override(who.language):
        context = {
            "who": who.name,
            "title": title_in(version, who.language),
            "address": f"{settings.PUBLIC_URL}{reverse('peer_readings')}",
            "email": invitation.email,
        }
        subject = gettext("%(who)s asks you to read their work") % {"who": who.name}
        message = EmailMessage(
            subject=" ".join(subject.split()),
            body=render_to_string("portfolios/peer_mail.txt", context),
            to=[invitation.email],
            headers={
                "Message-ID": f"<{invitation.pk}@{urlsplit(settings.PUBLIC_URL).hostname or 'localhost'}>",
                "Auto-Submitted": "auto-generated",
            },
        )
    message.send()
    return True
