from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "microcred.organizations"
    label = "organizations"
