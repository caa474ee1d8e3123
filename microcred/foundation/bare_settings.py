"""Django's settings for the process that reads strangers' files: no database, no secrets, words as they are marked."""

USE_I18N = False
USE_TZ = True
