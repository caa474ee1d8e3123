import pytest

from microcred.portfolios.languages import OWN_NAMES, Wanting, assumed, wanting_of

PLAIN = {"design": "en", "author": "", "taken": (), "takes_translated": True, "is_translated": False}
SPANISH_TAKEN = {"taken": ("es",)}
NEEDS, NOT_TAKEN = Wanting.TRANSLATION, Wanting.OTHER_LANGUAGE


@pytest.mark.parametrize(
    ("language", "said", "wanting"),
    [
        ("ht", {}, None),
        ("es", SPANISH_TAKEN, None),
        ("en", SPANISH_TAKEN, None),
        ("ht", SPANISH_TAKEN, NEEDS),
        ("ht", SPANISH_TAKEN | {"is_translated": True}, None),
        ("ht", SPANISH_TAKEN | {"takes_translated": False}, NOT_TAKEN),
        ("ht", SPANISH_TAKEN | {"takes_translated": False, "is_translated": True}, NOT_TAKEN),
        ("ht", SPANISH_TAKEN | {"takes_translated": False, "author": "any"}, None),
        ("es", {"author": "translated"}, NEEDS),
        ("en", {"author": "translated"}, None),
        ("es", {"author": "translated", "is_translated": True}, None),
        ("es", {"author": "es"}, None),
        ("en", {"author": "es"}, NOT_TAKEN),
    ],
)
def test_what_a_piece_lacks_follows_from_its_language_the_author_and_the_organization(language, said, wanting):
    assert wanting_of(language, **(PLAIN | said)) is wanting


@pytest.mark.parametrize(("author", "language"), [("", "en"), ("any", "en"), ("translated", "en"), ("es", "es")])
def test_what_nobody_says_is_taken_to_be_as_it_was_asked(author, language):
    assert assumed(author, "en") == language


def test_languages_are_called_what_they_are_called_in_themselves():
    assert (OWN_NAMES["es"], OWN_NAMES["ht"], OWN_NAMES["ase"]) == (
        "español",
        "Kreyòl ayisyen",
        "American Sign Language",
    )
    assert "en-gb" not in OWN_NAMES
    assert list(OWN_NAMES.values()) == sorted(OWN_NAMES.values(), key=str.casefold)
