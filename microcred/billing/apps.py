from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "microcred.billing"
    label = "billing"
