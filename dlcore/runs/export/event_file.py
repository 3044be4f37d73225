"""Files of events as TensorBoard reads them, without TensorFlow.

A file is a row of records: length (8 bytes, little-endian), its checksum, content, its checksum (4
bytes each). A checksum is a CRC-32C (Castagnoli), rotated and shifted, as TensorFlow's TFRecord has
it. The content is an `Event` of tensorflow/core/util/event.proto in protobuf's wire format; of all
that such a message may hold, only what is written here is known here.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping

_POLYNOMIAL = 0x82F63B78  # of CRC-32C, its bits reversed
_MASK = 0xA282EAD8
_VARINT, _EIGHT_BYTES, _LENGTH, _FOUR_BYTES = 0, 1, 2, 5  # wire types
_FLOAT, _STRING = 1, 7  # of tensorflow/core/framework/types.proto
_RGB = 3  # channels of an image


def event_file(moment: float, events: Iterable[bytes]) -> bytes:
    """The content of an event file.

    Args:
        moment: when it was begun, seconds since the epoch.
        events: as `event` makes them, in order.
    """
    first = _double(1, moment) + _bytes(3, b"brain.Event:2")
    return b"".join(_record(one) for one in (first, *events))


def event(moment: float, step: int, *values: bytes) -> bytes:
    """What was measured at one moment.

    Args:
        moment: seconds since the epoch.
        step: since the training began.
        values: as `scalar`, `text`, `image` and `hyperparameters` make them.
    """
    summary = b"".join(_bytes(1, value) for value in values)
    return _double(1, moment) + _number(2, step) + _bytes(5, summary)


def scalar(tag: str, value: float) -> bytes:
    """A point of a curve."""
    return _bytes(1, tag.encode()) + _key(2, _FOUR_BYTES) + struct.pack("<f", value)


def text(tag: str, said: str) -> bytes:
    """A text, which TensorBoard reads as Markdown."""
    tensor = _number(1, _STRING) + _bytes(2, b"") + _bytes(8, said.encode())
    return _bytes(1, tag.encode()) + _bytes(8, tensor) + _bytes(9, _plugin("text", b""))


def image(tag: str, png: bytes, height: int, width: int) -> bytes:
    """A picture in colours."""
    content = _number(1, height) + _number(2, width) + _number(3, _RGB) + _bytes(4, png)
    return _bytes(1, tag.encode()) + _bytes(4, content)


def hyperparameters(settings: Mapping[str, bool | float | str], began: float) -> bytes:
    """The settings of a run, for TensorBoard's table that compares runs.

    Args:
        settings: by name.
        began: seconds since the epoch.
    """
    pairs = b"".join(
        _bytes(1, _bytes(1, name.encode()) + _bytes(2, _value(value)))
        for name, value in settings.items()
    )
    session = pairs + _double(5, began)
    content = _bytes(3, session)  # `HParamsPluginData.session_start_info`
    tag = b"_hparams_/session_start_info"
    nothing = _number(1, _FLOAT) + _bytes(2, _bytes(2, b""))  # of nothing
    return _bytes(1, tag) + _bytes(8, nothing) + _bytes(9, _plugin("hparams", content))


def _value(value: bool | float | str) -> bytes:
    """A `google.protobuf.Value`."""
    if isinstance(value, bool):
        return _number(4, int(value))
    if isinstance(value, str):
        return _bytes(3, value.encode())
    return _double(2, value)


def _plugin(name: str, content: bytes) -> bytes:
    """`SummaryMetadata`: which part of TensorBoard shows a value."""
    return _bytes(1, _bytes(1, name.encode()) + _bytes(2, content))


def _key(field: int, wire_type: int) -> bytes:
    return _varint(field << 3 | wire_type)


def _number(field: int, value: int) -> bytes:
    return _key(field, _VARINT) + _varint(value)


def _double(field: int, value: float) -> bytes:
    return _key(field, _EIGHT_BYTES) + struct.pack("<d", value)


def _bytes(field: int, content: bytes) -> bytes:
    return _key(field, _LENGTH) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    """Seven bits a byte, the lowest first; all but the last have their highest bit set."""
    parts = bytearray()
    while value > 0x7F:
        parts.append(value & 0x7F | 0x80)
        value >>= 7
    parts.append(value)
    return bytes(parts)


def _record(content: bytes) -> bytes:
    length = struct.pack("<Q", len(content))
    return length + _checksum(length) + content + _checksum(content)


def _checksum(content: bytes) -> bytes:
    crc = crc32c(content)
    return struct.pack("<I", ((crc >> 15 | crc << 17) + _MASK) & 0xFFFFFFFF)


def _remainder(byte: int) -> int:
    for _bit in range(8):
        byte = byte >> 1 ^ (_POLYNOMIAL if byte & 1 else 0)
    return byte


_REMAINDERS = [_remainder(byte) for byte in range(256)]


def crc32c(content: bytes) -> int:
    """The CRC-32C of some bytes (RFC 3720, appendix B.4)."""
    crc = 0xFFFFFFFF
    for byte in content:
        crc = crc >> 8 ^ _REMAINDERS[(crc ^ byte) & 0xFF]
    return crc ^ 0xFFFFFFFF
