"""What may be typed as a name, and what becomes of it."""

import pytest
from django.core.exceptions import ValidationError

from microcred.foundation.fields import PersonName


@pytest.mark.parametrize("name", ["Bernadette Kowalczyk-Villanueva", "Nguyễn Thị Ánh", "עדה", "O’Rourke", "李文"])
def test_names_of_the_world_are_taken_as_they_are(name):
    assert PersonName().clean(name) == name


def test_white_space_and_line_ends_become_single_spaces():
    assert PersonName().clean("  Ada \r\n Whitfield\u2028") == "Ada Whitfield"


@pytest.mark.parametrize("name", ["Gus \u202eneslO adA", "Ada\u2066 Olsen", "Ada\x07", "A\u200fda"])
def test_a_name_that_reads_as_another_is_refused(name):
    with pytest.raises(ValidationError, match="cannot be seen"):
        PersonName().clean(name)
