"""`python second_instance.py FOLDER NAME EMAIL`: another server with a database of its own, and one person in it.

Prints where it is, its certificate and the person's session, and serves until its input ends.
"""

import json
import sys
from pathlib import Path


def main(folder: str, name: str, email: str) -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    from microcred.integrations.badge_hosts.tests import tls
    from microcred.openbadges import fetch
    from microcred.organizations.operations import register

    fetch.is_public = lambda address: True  # the issuer whose keys it looks up is on this very machine
    browser = Client()
    browser.force_login(register(actor=None, name=name, email=email))
    with tls.served(Path(folder)) as server:
        settings.PUBLIC_URL = server.url
        session = browser.cookies["session"].value
        print(json.dumps({"url": server.url, "certificate": str(server.certificate), "session": session}), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
