"""The one door to the compiler here: what is kept is valid for the text of this whole folder."""

from pathlib import Path

from marketplace.kernel.compiling import Kept

_kept = Kept("matching", Path(__file__).parent.glob("*.py"))
compiled, inlined, borrowing = _kept.compiled, _kept.inlined, _kept.counted_by_nobody
