"""Who gets through the door of the business calendar."""

DOORS = {"business_calendar": {"GET": {"omar"}, "POST": {"omar"}}}

ARGUMENTS = {"business_calendar": lambda world: {"slug": "rock-hill"}}
