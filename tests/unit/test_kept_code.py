"""Kept machine code is that of the files it was made from, and old code is let go."""

import os
import time
from pathlib import Path

from marketplace.kernel.compiling import Kept


def folder_of(kept: Kept) -> Path:
    return Path(kept._folder)


def test_a_change_in_any_file_is_another_folder(tmp_path: Path) -> None:
    one, other = tmp_path / "one.py", tmp_path / "other.py"
    for path in (one, other):
        path.write_text("A = 1\n", encoding="utf-8")
    before = folder_of(Kept("x", (one, other)))
    assert folder_of(Kept("x", (other, one))) == before
    other.write_text("A = 2\n", encoding="utf-8")
    assert folder_of(Kept("x", (one, other))) != before


def test_code_of_long_ago_is_let_go_and_nothing_else(tmp_path: Path) -> None:
    source, cache = tmp_path / "one.py", tmp_path / "__pycache__"
    source.write_text("A = 1\n", encoding="utf-8")
    for name in ("x-old", "x-new", "y-old"):
        (cache / name).mkdir(parents=True)
    for name in ("x-old", "y-old"):
        os.utime(cache / name, (0, time.time() - 3 * 24 * 60 * 60))
    folder_of(Kept("x", (source,)))
    assert sorted(path.name for path in cache.iterdir()) == ["x-new", "y-old"]


def test_a_function_gives_what_it_gave_and_is_kept(tmp_path: Path) -> None:
    source = tmp_path / "one.py"
    source.write_text("A = 1\n", encoding="utf-8")
    kept = Kept("x", (source,))

    @kept.compiled
    def twice(number: int) -> int:
        return 2 * number

    assert twice(21) == 42
    assert list(folder_of(kept).rglob("*.nbi"))
