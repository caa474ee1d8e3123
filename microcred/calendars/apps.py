from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "microcred.calendars"
    label = "calendars"
