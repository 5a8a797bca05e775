"""What stops a whole file."""

from marketplace.i18n import Text, t
from marketplace.kernel.errors import Invalid


class BadFile(Invalid):
    """A file that cannot be used at all: what is wrong, and where."""

    def __init__(self, why: Text, *, row: int | None = None, column: str | None = None) -> None:
        super().__init__(why, field="file")
        self.why, self.row, self.column = why, row, column

    def at(self, name: str) -> Text:
        """One line that names the file and, where they are known, the row and the column."""
        if self.row is None:
            return t("{file}: {why}", file=name, why=self.why)
        if self.column is None:
            return t("{file}: row {row}: {why}", file=name, row=self.row, why=self.why)
        return t("{file}: row {row}, column {column}: {why}", file=name, row=self.row, column=self.column, why=self.why)
