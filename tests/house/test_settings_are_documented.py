from pathlib import Path

from microcred.foundation.settings_table import table
from microcred.settings import Settings

PAGE = Path(__file__).resolve().parents[2] / "docs" / "operating" / "settings.md"


def test_the_page_of_settings_is_what_the_settings_say():
    assert table(Settings) in PAGE.read_text(), "run `microcred settings` and put the table into the page"
