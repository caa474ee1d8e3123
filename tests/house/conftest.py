from tests.story import story

__all__ = ["story"]
