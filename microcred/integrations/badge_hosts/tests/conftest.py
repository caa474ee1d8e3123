from microcred.openbadges.tests.conftest import installed_judges

__all__ = ["installed_judges"]
