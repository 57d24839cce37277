"""Records as JSON and back, by their type annotations."""

import json
import sys
import types
from collections.abc import Callable, Hashable
from dataclasses import fields, is_dataclass
from functools import cache, lru_cache
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")

# A build holds millions of records that name the same few kinds, rules, scores and offsets: equal ones are one object.
_SMALL = tuple(range(1 << 14))


def encode(record: Any) -> bytes:
    """A record (frozen dataclasses, tuples, plain values) as compact JSON."""
    return json.dumps(_plain(record), ensure_ascii=False, separators=(",", ":")).encode()


def decode(data: bytes, kind: type[T]) -> T:
    """A record of a type out of what `encode` made.

    >>> from kg.model import Span
    >>> decode(encode(Span(1, 4)), Span)
    Span(start=1, end=4)
    """
    value: T = _maker(cast(Hashable, kind))(json.loads(data))
    return value


def _plain(value: Any) -> Any:
    """A record as a list of its fields' values, in order."""
    if is_dataclass(value):
        return [_plain(getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


@cache
def _maker(kind: Hashable) -> Callable[[Any], Any]:
    """The function that turns plain JSON into a value of a type."""
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        makers = [_maker(hints[field.name]) for field in fields(kind)]
        return lambda values: kind(*(make(value) for make, value in zip(makers, values, strict=True)))
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is tuple:
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            make = _maker(arguments[0])
            return lambda values: tuple(make(value) for value in values)
        each = [_maker(argument) for argument in arguments]
        return lambda values: tuple(make(value) for make, value in zip(each, values, strict=True))
    if origin in (Union, types.UnionType):
        inner = _maker(next(argument for argument in arguments if argument is not type(None)))
        return lambda value: None if value is None else inner(value)
    if origin is Literal or kind is str:
        return sys.intern
    if kind is float:
        return lambda value: _share(float(value))
    if kind is int:
        return lambda value: _SMALL[value] if 0 <= value < len(_SMALL) else value
    if kind is bool:
        return bool
    raise TypeError(f"no way to read {kind}")


@lru_cache(maxsize=1 << 14)
def _share(value: float) -> float:
    return value
