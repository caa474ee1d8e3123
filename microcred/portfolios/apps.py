from django.apps import AppConfig


class PortfoliosConfig(AppConfig):
    name = "microcred.portfolios"
    label = "portfolios"
