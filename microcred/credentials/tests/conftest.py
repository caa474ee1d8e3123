from microcred.openbadges.tests.conftest import installed_judges, judges, official_schema

__all__ = ["installed_judges", "judges", "official_schema"]
