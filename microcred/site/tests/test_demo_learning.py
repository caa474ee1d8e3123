"""What is agreed of the papers by which the demonstration lets people learn points to what stands in the work."""

import re

import pytest

from microcred.site.demo.learning import told_to_learn_by
from microcred.site.demo.readings import told_of_the_pilot

QUOTED = re.compile(r'"([^"]+)"')

WORKS = [
    *((told["who"], told["evidence"], [said["why"] for said in told["shows"].values()]) for told in told_to_learn_by()),
    *(
        (told["who"], told["evidence"], list(told["agreed"].values()))
        for told in told_of_the_pilot()
        if "agreed" in told
    ),
]


@pytest.mark.parametrize(("evidence", "reasons"), [work[1:] for work in WORKS], ids=[work[0] for work in WORKS])
def test_whatever_a_reason_quotes_stands_in_the_work(evidence, reasons):
    words = in_one_line(" ".join(piece["text"] for piece in evidence.values()))
    quoted = [quote.strip(",.?") for reason in reasons for quote in QUOTED.findall(reason)]

    assert quoted
    assert [quote for quote in quoted if in_one_line(quote) not in words] == []


def test_nobody_is_judged_as_a_man_or_a_woman_by_who_reads_blind():
    reasons = " ".join(reason for work in WORKS for reason in work[2])
    assert re.findall(r"\b(?:he|she|his|hers?|him)\b", QUOTED.sub("", reasons)) == []


def in_one_line(text: str) -> str:
    return " ".join(text.lower().replace("*", "").split())
