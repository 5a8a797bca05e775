"""Cells of a file that a spreadsheet opens: none of them is calculated there. Pure."""

_FORMULA = tuple("=+-@\t\r\n\0＝＋－＠")
_UNSEEN = "\u200b\u200c\u200d\ufeff\u2060"


def plain(cell: str) -> str:
    """A cell that no spreadsheet will calculate."""
    return f"'{cell}" if cell.lstrip(_UNSEEN).startswith(_FORMULA) else cell
