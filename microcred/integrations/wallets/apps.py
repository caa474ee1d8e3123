from django.apps import AppConfig


class WalletsConfig(AppConfig):
    name = "microcred.integrations.wallets"
    label = "wallets"
