"""An audience is a folder; each of its files registers its own views on the audience's blueprint."""

import importlib
import pkgutil


def load(package: str) -> None:
    """Import every topic of an audience's package, so that its views stand on the blueprint."""
    folder = importlib.import_module(package).__path__
    for found in pkgutil.iter_modules(folder):
        importlib.import_module(f"{package}.{found.name}")
