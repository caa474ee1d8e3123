"""English of the United States, where Django cuts some months short and leaves others."""

DATE_FORMAT = "F j, Y"
DATETIME_FORMAT = "F j, Y, P"
SHORT_DATE_FORMAT = "M j, Y"
