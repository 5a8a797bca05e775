"""What comes in with a form that takes files: text whole, files as far as there is room, the rest counted and let go.

A photo that is far too large is refused at its field with everything typed kept, instead of losing the whole form;
never more than `ROOM` is held of a request, and nobody reads past `MOST_READ`.
"""

import time
from collections.abc import Iterable, Mapping
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast

from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from marketplace.i18n import Text, t
from marketplace.kernel.errors import Invalid
from marketplace.kernel.sizes import MB, megabytes

ROOM = 12 * MB
"""How much is held of one request: of all its files together, and as much again of its text."""

MOST_READ = 100 * MB
"""How much of a form with files is read at all."""

LARGEST_FILE = 10 * MB
LET_PASS, LET_PASS_SECONDS = 300 * MB, 20
"""How much of a refused request is still read and thrown away, and for how long, so that its answer arrives."""

_IN_MEMORY, _AT_ONCE = 500_000, 1 << 18


class Room:
    """What is left for the files of one request."""

    def __init__(self) -> None:
        self.left = ROOM
        self.seen = 0

    def take(self, size: int) -> bool:
        """Whether so many bytes more may be held."""
        if size > self.left:
            return False
        self.left -= size
        return True


class Incoming:
    """One file as it comes in; one that is too large is let go of, and only how large it was stays known."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._held: IO[bytes] = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  closed with the request
        self._kept = 0
        self.size = 0
        self.field = "files"
        self.is_cut = False

    def write(self, data: bytes) -> int:
        """Hold what still fits."""
        self.size += len(data)
        self._room.seen += len(data)
        if not self.is_cut:
            if self.size <= LARGEST_FILE and self._room.take(len(data)):
                self._kept += len(data)
                self._held.write(data)
            else:
                self._let_go()
        return len(data)

    def read(self, size: int = -1) -> bytes:
        """What was held; raises Invalid at its field where it was let go of."""
        if self.is_cut:
            raise Invalid(self.why(), field=self.field)
        return self._held.read(size)

    def seek(self, place: int, whence: int = 0) -> int:
        """Go to a place in what was held."""
        return 0 if self.is_cut else self._held.seek(place, whence)

    def tell(self) -> int:
        """Where in what was held one is."""
        return 0 if self.is_cut else self._held.tell()

    def close(self) -> None:
        """Let go of everything."""
        self._held.close()

    def why(self) -> Text:
        """Why it was let go of, and what to do."""
        if self.size > LARGEST_FILE:
            return t(
                "The file is {size} MB; at most {most} MB. Take a smaller picture or split the document.",
                size=megabytes(self.size),
                most=LARGEST_FILE // MB,
            )
        return t("Together these files are too large. Send fewer in one go; what you have typed is still here.")

    def _let_go(self) -> None:
        self.is_cut = True
        self._room.left += self._kept
        self._held.close()


class _Counted:
    """The body, of which no more text than `ROOM` is read: what has not gone into a file is text."""

    def __init__(self, stream: Any, room: Room) -> None:
        self._stream, self._room, self._read = stream, room, 0

    def read(self, size: int = -1) -> bytes:
        if self._read - self._room.seen > ROOM:
            raise RequestEntityTooLarge
        data: bytes = self._stream.read(size)
        self._read += len(data)
        return data


class Parser(FormDataParser):
    """Reads a form part by part into the room there is."""

    def parse(self, stream: Any, mimetype: str, content_length: int | None, options: Any = None) -> Any:
        """Text and files of the form; each file knows its field."""
        if mimetype != "multipart/form-data":
            return super().parse(stream, mimetype, content_length, options)
        room, made = Room(), list[Incoming]()

        def begin(*_known: Any, **_named: Any) -> Any:
            made.append(Incoming(room))
            return made[-1]

        self.stream_factory = cast("Any", begin)
        files: Any = MultiDict()
        try:
            counted: Any = _Counted(stream, room)
            rest, form, files = super().parse(counted, mimetype, content_length, options)
        finally:
            # What came in of a form that was refused on its way has nobody else who closes it.
            taken = {id(file.stream) for _, file in _all(files)}
            for one in made:
                if id(one) not in taken:
                    one.close()
        for name, file in _all(files):
            cast("Incoming", file.stream).field = name
        return rest, form, files


def refusal_of(given: Any, most: int | None = None) -> Text | None:
    """Why a file that was chosen did not come in whole, if it did not; several may be asked at once.

    A file of rows has its own limit `most`, and nothing is said of pictures.
    """
    for one in given if isinstance(given, list | tuple) else (given,):
        stream = getattr(one, "stream", None)
        if isinstance(stream, Incoming) and most is not None and stream.size > most:
            return t("The file is {size} MB; at most {most} MB.", size=megabytes(stream.size), most=most // MB)
        if isinstance(stream, Incoming) and stream.is_cut:
            return stream.why()
    return None


def rewind(files: Mapping[str, FileStorage]) -> None:
    """Every file from its start again."""
    for _, file in _all(files):
        file.stream.seek(0)


def let_pass(body: Any) -> None:
    """Read past what is still being sent, within bounds: who is cut off while sending never sees the answer."""
    until, passed = time.monotonic() + LET_PASS_SECONDS, 0
    while passed < LET_PASS and time.monotonic() < until:
        try:
            passed += len(data := body.read(_AT_ONCE))
        except (OSError, ValueError):
            return
        if not data:
            return


def _all(files: Any) -> Iterable[tuple[str, FileStorage]]:
    return files.items(multi=True) if isinstance(files, MultiDict) else files.items()
