"""The verb by which an award comes to show the name that its holder goes by now."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from microcred.credentials.models import Award, NameShown, Revocation
from microcred.credentials.operations.revocations import AlreadyRevoked
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Person


class NamesStay(Refusal):
    """The issuer lets awards show the name they were given under, and no other."""

    message = _(
        "{issuer} lets its awards show the name they were given under. The award holds as before; ask {issuer} if "
        "another name should stand on it."
    )


@operation
def show_name(*, actor: Person, award: Award, at: datetime) -> NameShown | None:
    """Let the page and the certificate of one's award show the name that one goes by now. None: they do already.

    The signed credential holds no name and stays as it is, to the byte: whoever has it can check it as before. The name
    that stood there before is shown to nobody any more.

    Raises:
        NotAllowed: it is another's award.
        NamesStay: its issuer does not let holders do that.
        AlreadyRevoked: it does not hold any more.
    """
    if award.person_id != actor.pk:
        raise NotAllowed
    if not award.issuer.renames:
        raise NamesStay(issuer=award.issuer.name)
    hold(award.pk)
    if Revocation.objects.filter(award=award).exists():
        raise AlreadyRevoked
    if award.name_now() == actor.name:
        return None
    return NameShown.objects.create(award=award, name=actor.name, shown_from=at)
