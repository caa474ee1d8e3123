"""News of many is heard by whoever hears news of one."""

from collections import Counter

from microcred.foundation import outbox


def listeners(event: str) -> Counter[str]:
    """How many reactions to an event each app has."""
    return Counter(name.removeprefix("microcred.").partition(".reactions")[0] for name in outbox._reactions[event])


def test_who_reacts_to_an_award_reacts_to_many():
    to_one = listeners("credentials.AwardGranted")
    assert to_one.keys() >= {"credentials", "recognition"}
    assert listeners("credentials.AwardsGranted") == to_one
