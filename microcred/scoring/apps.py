from django.apps import AppConfig


class ScoringConfig(AppConfig):
    name = "microcred.scoring"
    label = "scoring"
