"""How days are written, in each language: the month in full in sentences, cut short in tables."""
