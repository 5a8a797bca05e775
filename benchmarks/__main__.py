"""`python -m benchmarks [NAME]`: one benchmark, or all of them, each in a process of its own."""

import importlib
import pkgutil
import re
import subprocess
import sys

import benchmarks

NAME = re.compile(r"[a-g]\d+")


def names() -> list[str]:
    """Every benchmark there is."""
    return sorted(found.name for found in pkgutil.iter_modules(benchmarks.__path__) if NAME.fullmatch(found.name))


def main(wanted: list[str]) -> int:
    """Run what is wanted; 1 when a claim does not hold, 2 when there is no such benchmark."""
    if strangers := set(wanted) - set(names()):
        print(f"no such benchmark: {', '.join(sorted(strangers))}", file=sys.stderr)
        return 2
    if len(wanted) == 1:
        return int(importlib.import_module(f"benchmarks.{wanted[0]}").main())
    broken = 0
    for name in wanted or names():
        broken |= subprocess.run([sys.executable, "-m", "benchmarks", name], check=False).returncode != 0
    return int(broken)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
