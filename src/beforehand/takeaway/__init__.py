"""What somebody takes along: a table or a chart as a file that says itself how it was counted."""

from beforehand.takeaway.pictures import to_png, to_svg
from beforehand.takeaway.sheets import Sheet
from beforehand.takeaway.tables import to_csv, to_xlsx

__all__ = ["Sheet", "to_csv", "to_png", "to_svg", "to_xlsx"]
