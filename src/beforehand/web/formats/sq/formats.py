"""Albanian numbers, as Unicode CLDR writes them: 30 197,5 with a space that does not break."""

THOUSAND_SEPARATOR = "\xa0"
DECIMAL_SEPARATOR = ","
NUMBER_GROUPING = 3
