"""Model values as JSON and back, derived from the fields of the dataclasses.

A record becomes the list of its fields, in order. Reading checks every value against the type of
its field, and that no string has a control character or another character that the parser
would have cleaned: a planted file can put nothing into the program that a digest could
not.
"""

from __future__ import annotations

import json
import re
import types
import typing
from dataclasses import fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from nsdi_tui.digest.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable

    Decoder: TypeAlias = Callable[[Any], Any]

_ESCAPE = re.compile(rb"\\(?:u[dD][89abAB]..\\u[dD][c-fC-F]..|u....|.)", re.DOTALL)


_SHORT, _MOST_SHARED = 24, 20_000
"""Characters of a text that probably occurs often, and how many texts are remembered at a time."""


class CodecError(ValueError):
    """A value does not fit the type it should have."""


def encode(record: Any, skip: str | None = None) -> list[Any]:
    """Return a record as a list of its fields; the field `skip` becomes an empty list."""
    return [
        [] if field.name == skip else encode_value(getattr(record, field.name))
        for field in fields(record)
    ]


def encode_value(value: Any) -> Any:
    """Return a tuple as a list, a record as a list of its fields, and a plain value unchanged."""
    if isinstance(value, tuple):
        return [encode_value(item) for item in value]
    return encode(value) if is_dataclass(value) else value


def dump(value: Any) -> bytes:
    """Return encoded records as JSON, in ASCII."""
    return json.dumps(value, separators=(",", ":")).encode("ascii")


class Codec:
    """Reads what `encode` and `dump` wrote.

    Equal short texts become one object, as they are in a digest that was just read, and so do equal
    tuples of strings: of 100,000 papers this saves a sixth of the memory.
    """

    def __init__(self) -> None:
        self._decoders: dict[Any, Decoder] = {}
        self._texts: dict[str, str] = {}
        self._tuples: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._clean_escapes: set[bytes] = set()

    def load(self, data: bytes) -> Any:
        """Return JSON values. Raises ValueError if they are invalid or hold unclean text.

        In ASCII, everything that can be unclean is an escape sequence, of which there are few.
        """
        if not data.isascii() or b"\x7f" in data:
            raise CodecError("not ASCII")
        for escape in set(_ESCAPE.findall(data)) - self._clean_escapes:
            character = json.loads(b'"' + escape + b'"')
            if character != "\n" and clean(f"x{character}x") != f"x{character}x":
                raise CodecError("not a clean text")
            self._clean_escapes.add(escape)
        return json.loads(data)

    def decode(self, record_type: type, value: Any, **replaced: Any) -> Any:
        """Return the record that `encode` turned into this list, with some fields replaced.

        Raises ValueError or LookupError when a value does not fit its field.
        """
        record = self._decoder(record_type)(value)
        for name, new in replaced.items():
            if getattr(record, name):
                raise CodecError(f"{name} must be empty")
            object.__setattr__(record, name, new)
        return record

    def decode_value(self, wanted: Any, value: Any) -> Any:
        """Return what `encode_value` turned into this, a value of this type.

        Raises ValueError or LookupError when it does not fit the type.
        """
        return self._decoder(wanted)(value)

    def decode_texts(self, value: Any) -> tuple[str, ...]:
        """Return a list of strings as a tuple."""
        if type(value) is not list or not all(type(text) is str for text in value):
            raise CodecError("not a list of texts")
        texts = tuple(value)
        known = self._tuples.get(texts)
        if known is None:
            known = tuple(map(self._shared, texts))
            if len(self._tuples) >= _MOST_SHARED:
                self._tuples.clear()
            self._tuples[known] = known
        return known

    def _shared(self, text: str) -> str:
        """Return the text, as the object that was used for it before."""
        if len(self._texts) >= _MOST_SHARED:
            self._texts.clear()
        return self._texts.setdefault(text, text)

    def _decoder(self, wanted: Any) -> Decoder:
        decoder = self._decoders.get(wanted)
        if decoder is None:
            decoder = self._decoders[wanted] = self._build(wanted)
        return decoder

    def _build(self, wanted: Any) -> Decoder:
        origin, arguments = typing.get_origin(wanted), typing.get_args(wanted)
        if origin is Literal:
            return _choice(arguments)
        if origin is tuple and arguments[1:] == (Ellipsis,):
            if arguments[0] is str:
                return self.decode_texts
            # Records of several types are not stored inside a record: see `decode`.
            choice = typing.get_origin(arguments[0]) in (typing.Union, types.UnionType)
            return _no_items if choice else self._tuple(self._decoder(arguments[0]))
        if origin is tuple:
            return self._pair(arguments)
        if is_dataclass(wanted):
            return self._record(wanted)
        if plain := _plain_types(wanted):
            return _plain(plain)
        raise TypeError(f"there is no codec for {wanted}")

    def _tuple(self, decode: Decoder) -> Decoder:
        def decode_tuple(value: Any) -> tuple[Any, ...]:
            if type(value) is not list:
                raise CodecError("not a list")
            return tuple(map(decode, value))

        return decode_tuple

    def _pair(self, wanted: tuple[Any, ...]) -> Decoder:
        decoders = tuple(map(self._decoder, wanted))

        def decode_pair(value: Any) -> tuple[Any, ...]:
            if type(value) is not list or len(value) != len(decoders):
                raise CodecError(f"not {len(decoders)} values")
            return tuple(decode(item) for decode, item in zip(decoders, value, strict=True))

        return decode_pair

    def _record(self, record_type: Any) -> Decoder:
        types_of_fields, allowed = _fields_of(record_type)
        nested = [
            (position, self._decoder(hint))
            for position, hint in enumerate(types_of_fields)
            if allowed[position] is None
        ]
        plain = [
            position
            for position, types_ in enumerate(allowed)
            if types_ is not None and str in types_
        ]
        valid: set[tuple[type, ...]] = set()
        shared = self._shared

        def decode_record(value: Any) -> Any:
            if type(value) is not list:
                raise CodecError(f"not a {record_type.__name__}")
            kinds = tuple(map(type, value))
            if kinds not in valid:
                if len(kinds) != len(allowed) or not all(map(_fits, kinds, allowed)):
                    raise CodecError(f"not a {record_type.__name__}")
                valid.add(kinds)
            for position in plain:
                text = value[position]
                if text is not None and len(text) <= _SHORT:
                    value[position] = shared(text)
            for position, decode in nested:
                item = value[position]
                value[position] = () if item == [] else decode(item)
            return record_type(*value)

        return decode_record


@cache
def _fields_of(record_type: Any) -> tuple[list[Any], list[frozenset[type] | None]]:
    """Return the types of a record's fields, and the types of their JSON values as far as plain.

    Looking them up takes a millisecond, and a folder has many digests.
    """
    hints = typing.get_type_hints(record_type)
    types_of_fields = [hints[field.name] for field in fields(record_type)]
    return types_of_fields, [_plain_types(hint) for hint in types_of_fields]


def _plain_types(wanted: Any) -> frozenset[type] | None:
    """Return the types of the JSON values of a plain field, None for a list or a choice."""
    if typing.get_origin(wanted) in (typing.Union, types.UnionType):
        arguments = typing.get_args(wanted)
    else:
        arguments = (wanted,)
    if not all(argument in (str, int, float, bool, type(None)) for argument in arguments):
        return None
    return frozenset(arguments) | ({int} if float in arguments else set())


def _plain(allowed: frozenset[type]) -> Decoder:
    def decode_plain(value: Any) -> Any:
        if type(value) not in allowed:
            raise CodecError("a value of another type")
        return value

    return decode_plain


def _choice(values: tuple[Any, ...]) -> Decoder:
    allowed = {value: value for value in values}

    def decode_choice(value: Any) -> Any:
        if type(value) not in (str, int) or value not in allowed:
            raise CodecError("not one of the possible values")
        return allowed[value]

    return decode_choice


def _fits(kind: type, allowed: frozenset[type] | None) -> bool:
    return allowed is None or kind in allowed


def _no_items(_: Any) -> Any:
    raise CodecError("records inside a record")
