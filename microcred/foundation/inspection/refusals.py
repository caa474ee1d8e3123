from django.utils.translation import gettext_lazy as _

from microcred.foundation.refusals import Refusal


class FileRefused(Refusal):
    """A file was not taken. Nothing was kept of it, and everything else is as it was."""

    field = "file"
    status = 422


class FileEmpty(FileRefused):
    """No bytes."""

    message = _("“{name}” is empty: it has 0 bytes. Open it where it came from, save it again, and upload it anew.")


class FileTooLarge(FileRefused):
    """More bytes than a file of evidence may have."""

    message = _("“{name}” has {size}; at most {limit} are taken. A shorter recording or smaller pictures help.")
    status = 413


class FileTypeNotTaken(FileRefused):
    """A type that is no evidence here, by its extension."""

    message = _("Files of the type “{extension}” are not taken. {way}")


class FileDisguised(FileRefused):
    """The content is not what the extension says."""

    message = _(
        "“{name}” is called {extension}, but its content is {really}. Nothing was kept of it. Open the original and "
        "save or export it as {extension}."
    )


class FileDamaged(FileRefused):
    """It cannot be read to its end."""

    message = _("“{name}” cannot be read to its end ({fact}). Save or export it again and upload the new file.")


class FileHasActiveContent(FileRefused):
    """It could run something on the reader's machine or tell somebody that it was opened."""

    message = _("“{name}” holds {fact}, which is not taken. Save it without, or export it as a plain PDF.")


class FileCarriesMore(FileRefused):
    """Other data follows the end of the document or stands before its start."""

    message = _("“{name}” carries other data {where} the document itself. Save or export it again and upload that.")


class FileLocked(FileRefused):
    """An assessor could not open it."""

    message = _("“{name}” is protected with a password, so nobody could judge it. Save it without one.")


class FileUnpacksTooLarge(FileRefused):
    """Small on the wire, huge when opened."""

    message = _("“{name}” is small but grows to {grows} when it is opened; at most {limit} are taken.")


class FileTooMuchWork(FileRefused):
    """Reading it took more time or memory than one file gets."""

    message = _(
        "“{name}” takes more time or memory to read than one file is given, so it may not be what it seems. Save or "
        "export it again, smaller or in parts, and upload that."
    )


class FileActsMalicious(FileRefused):
    """The scanner knows it."""

    message = _(
        "“{name}” was recognized as malicious software ({what}) and is locked away. If you made it yourself, have your "
        "computer searched before you export it again; if the finding is wrong, write to who runs this server."
    )
    # The operator must be able to see that it came; nothing else of what refused uploads leave is kept.
    keeps = True


class NotInspectedNow(Refusal):
    """What inspects files is not there at this moment, which says nothing of the file."""

    message = _("“{name}” could not be checked just now. Nothing is lost; put it in again in a few minutes.")
    field = "file"
    status = 503
