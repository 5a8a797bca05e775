"""What a reader finds who searches or copies the text of a paper: sara am as it is typed, however it is drawn.

Sara am is drawn as two glyphs with the tone mark between them or upon the first. Around them the file says what is
written there (`ActualText`, ISO 32000-1, 14.9.4); nothing is drawn otherwise than before.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

_FONT = re.compile(rb"/(\w+) \S+ Tf")
_SHOWN = re.compile(rb"\[(.*)\] TJ", re.DOTALL)
_TOKEN = re.compile(rb"<([0-9a-f]*)>|(-?[0-9][0-9.e-]*)")
_SHIFT = re.compile(rb"-?[0-9][0-9.e-]*")
_RISE = re.compile(rb"\S+ Ts")
_SARA_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")

Step = tuple[bytes, str]
"""Something a page does, and the text it shows: an operation or a shift shows none."""


def say_sara_am(document: Any, pdf: Any) -> None:
    """Let every page of a finished document say its sara am as it is typed."""
    letters: dict[bytes, dict[int, str]] = {}
    for font in document.fonts.values():
        letters.setdefault(font.hash.encode(), {}).update(font.to_unicode)
    for part in pdf.objects:
        stream = getattr(part, "stream", ())
        if b"BT" in stream and all(isinstance(line, bytes) for line in stream):
            part.stream = list(_written(_named(list(_steps(stream, letters)))))


def _steps(stream: Iterable[bytes], letters: dict[bytes, dict[int, str]]) -> Iterator[Step]:
    """Every operation of a page, what it shows glyph by glyph."""
    known: dict[int, str] = {}
    for line in stream:
        shown = _SHOWN.fullmatch(line)
        if shown is None:
            if font := _FONT.fullmatch(line):
                known = letters[font[1]]
            yield line, ""
            continue
        for glyphs, shift in _TOKEN.findall(shown[1]):
            for at in range(0, len(glyphs), 4):
                yield b"<" + glyphs[at : at + 4] + b">", known.get(int(glyphs[at : at + 4], 16), "")
            if shift:
                yield shift, ""


def _named(steps: list[Step]) -> Iterator[Step]:
    """The same, with a word before and after each sara am."""
    starts, ends = dict[int, str](), set[int]()
    for first, last, said in _drawn(steps):
        starts[first] = said
        ends.add(last)
    for at, step in enumerate(steps):
        if at in starts:
            yield b"/Span <</ActualText <feff" + starts[at].encode("utf-16-be").hex().encode() + b">>> BDC", ""
        yield step
        if at in ends:
            yield b"EMC", ""


def _drawn(steps: list[Step]) -> Iterator[tuple[int, int, str]]:
    """The first and last step of each sara am, and how it is typed; nothing but shifts stands between its glyphs."""
    text, places = "", list[int]()
    for at, (step, letters) in enumerate(steps):
        if letters or not (_is_shift(step) or _RISE.fullmatch(step)):
            shown = letters or "\n"
            text += shown
            places += [at] * len(shown)
    for found in _SARA_AM.finditer(text):
        yield places[found.start()], places[found.end() - 1], f"{found[1]}\u0e33"


def _written(steps: Iterable[Step]) -> Iterator[bytes]:
    """The operations of a page, with what is shown in one go again."""
    shown: list[bytes] = []
    for step, _ in steps:
        if step.startswith(b"<") or _is_shift(step):
            shown.append(step)
            continue
        if shown:
            yield b"[" + b" ".join(shown) + b"] TJ"
            shown = []
        yield step


def _is_shift(step: bytes) -> bool:
    return _SHIFT.fullmatch(step) is not None
