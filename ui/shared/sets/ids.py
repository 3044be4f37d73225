"""What addresses call the sets that are there for everybody."""

DIGITS, SYMBOLS = "digits", "symbols"
