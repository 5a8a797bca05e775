"""What no file of the project may hold: places of one machine, hosts of package registries, unfinished business."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Each pattern is written so that it does not match itself.
FORBIDDEN = {
    "host of a package registry": r"py[p]i\.org|pytho[n]hosted|np[m]js\.|registr[y]\.(npm|hub)|deb\.deb[i]an",
    "path of one machine": r"(?<![\w.])/(wor[k]|roo[t]|hom[e]/\w+)/",
    "unfinished business": r"\b(TOD[O]|FIXM[E]|XX[X])\b",
    "conflict marker": r"^(<<<<<<[<]|>>>>>>[>]) ",
}
LOCKS = ("requirements.lock", "requirements-dev.lock")
HOMELESS = {"utils", "util", "helpers", "common", "misc"}


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_no_tracked_file_holds(kind: str) -> None:
    pattern = re.compile(FORBIDDEN[kind].encode(), re.MULTILINE)
    found = []
    for file in tracked():
        content = file.read_bytes()
        if b"\0" not in content[:8000] and (hit := pattern.search(content)):
            found.append(f"{file.relative_to(ROOT)}: {hit.group().decode()}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_name_hashes_and_no_hosts(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert "--hash=sha256:" in text


def test_every_module_has_a_home() -> None:
    homeless = [str(file.relative_to(ROOT)) for file in tracked() if file.stem in HOMELESS and file.suffix == ".py"]
    assert not homeless
