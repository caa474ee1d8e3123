from microcred.openbadges.tests.conftest import installed_judges, judges

__all__ = ["installed_judges", "judges"]
