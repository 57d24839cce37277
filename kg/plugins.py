"""Families of plug-ins: a family is a package, a plug-in a module in it, found by its name."""

import importlib
import pkgutil
from functools import cache
from types import ModuleType


@cache
def family(package: str) -> dict[str, ModuleType]:
    """Modules of `package` by name, sorted; names that start with `_` are the family's own helpers.

    >>> sorted(family("kg.articles"))[:2]
    ['feeds', 'jsonl']
    """
    home = importlib.import_module(package)
    names = sorted(item.name for item in pkgutil.iter_modules(home.__path__) if not item.name.startswith("_"))
    return {name: importlib.import_module(f"{package}.{name}") for name in names}


def first_line(module: ModuleType) -> str:
    """First line of a plug-in's docstring, its help text."""
    return (module.__doc__ or "").strip().partition("\n")[0]
