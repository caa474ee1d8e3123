"""What keeps anything from being signed, awards and documents alike."""

from django.utils.translation import gettext_lazy as _

from microcred.foundation.refusals import Refusal


class NobodyIssues(Refusal):
    """No organization from the owner up is an issuer."""

    message = _("No organization above this micro-credential issues credentials yet. Ask its administrator.")


class CredentialUnfit(Refusal):
    """What the credential would say must not be signed."""

    message = _("The credential cannot be signed as it stands: {finding}")


class IssuingStopped(Exception):
    """The issuer signs nothing at present. The intent stays, and is signed when issuing resumes."""


class SignatureNotVerified(Exception):
    """Our own verifier does not accept what was just signed, or what is stored. Nothing is published; the intent stays.

    It names the failed check and says nothing of the document.
    """
