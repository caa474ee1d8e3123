"""Files of ratings: one judgement a line, one unit a line, one reading a line, counts, or a table of two raters.

What spreadsheets and statistics programs write is taken as it comes: with or without a byte order mark, cells apart by
comma, semicolon or tab, quoted or not, decimals with a point or, where cells are apart by semicolon, with a comma. The
same number written in two ways (1 and 1.0) is one category. Scores of people are read by `files.scoring`.
"""

from microcred.measures.files.cells import FileUnreadable
from microcred.measures.files.counting import CountsFile, read_counts, read_table
from microcred.measures.files.judging import Columns, RatingsFile, read_long, read_readings, read_wide

__all__ = [
    "Columns",
    "CountsFile",
    "FileUnreadable",
    "RatingsFile",
    "read_counts",
    "read_long",
    "read_readings",
    "read_table",
    "read_wide",
]
