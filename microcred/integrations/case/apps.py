from django.apps import AppConfig


class CaseConfig(AppConfig):
    name = "microcred.integrations.case"
    label = "case"
