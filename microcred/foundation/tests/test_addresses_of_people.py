"""What people give as an address becomes a link, or stands as words: nothing else runs from it."""

import pytest

from microcred.foundation.templatetags.prose import web_address


@pytest.mark.parametrize("address", ["https://example.org/a?b=c#d", "http://example.org", "HTTPS://EXAMPLE.ORG/"])
def test_an_address_of_the_web_is_one(address):
    assert web_address(address) == address


@pytest.mark.parametrize(
    "address",
    [
        *(None, "", "example.org", "//evil.example/", "/catalogue/", "https:", "https:///a", "https://["),
        *(
            "javascript:alert(1)",
            "java\tscript:alert(1)",
            " javascript:alert(1)",
            "JAVASCRIPT:alert(1)",
            "data:text/html,x",
        ),
    ],
)
def test_everything_else_is_none(address):
    assert web_address(address) == ""
