from django.apps import AppConfig


class RewardsConfig(AppConfig):
    name = "microcred.rewards"
    label = "rewards"
