"""Spanish: Django's long day stands, its short one in figures would be read the other way round here."""

SHORT_DATE_FORMAT = r"j \d\e b \d\e Y"
