"""Files and mail lie where only the server's own user can look."""

from django.core.mail import EmailMessage

from microcred.foundation.mail import MailToFiles
from microcred.foundation.storage import private_folder


def test_a_folder_that_others_could_look_into_is_closed(tmp_path):
    folder = tmp_path / "files"
    folder.mkdir(mode=0o755)
    assert private_folder(folder).stat().st_mode & 0o077 == 0


def test_mail_lies_in_a_folder_of_its_own(tmp_path, settings):
    settings.MAIL_ROOT = tmp_path / "mail"
    MailToFiles().send_messages(
        [EmailMessage("A link", "https://example.org/secret", "a@example.org", ["b@example.org"])]
    )
    assert (tmp_path / "mail").stat().st_mode & 0o077 == 0
    assert list((tmp_path / "mail").glob("*.eml"))
