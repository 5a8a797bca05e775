"""Every table, imported once so that migrations and tests see the whole schema."""

import importlib
import pkgutil

import models
from models.base import Base

for _module in pkgutil.iter_modules(models.__path__):
    if _module.name != "registry":
        importlib.import_module(f"models.{_module.name}")

metadata = Base.metadata
