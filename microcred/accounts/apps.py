from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "microcred.accounts"
    label = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        """Tell the database, after each migration, what belongs to a person, and the privacy helper names before."""
        from microcred.accounts.guarded import install
        from microcred.accounts.queries.requests import names_before
        from microcred.portfolios.queries.privacy import NAMES_BEFORE

        NAMES_BEFORE.append(names_before)

        post_migrate.connect(install, sender=self, dispatch_uid="accounts.guarded")
