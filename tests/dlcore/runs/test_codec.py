"""What is kept comes back as it was; what is damaged or strange is refused in one sentence."""

from __future__ import annotations

import dataclasses
import io
import json
import zipfile

import numpy as np
import pytest

from dlcore import codec, training
from dlcore.gan.run_config import GAN_PRESETS
from dlcore.runs.codec import CODEC, CodecError, from_text, pack, pack_apart, to_text, unpack
from dlcore.runs.record import KINDS
from dlcore.training import TrainConfig
from dlcore.validation import ConfigError
from tests.dlcore.runs.examples import (
    CONFIGS,
    GAN_RESULT,
    PICTURES,
    RESULTS,
    SERIES,
    TRAIN_RESULT,
    same,
)

PRESETS = [*training.PRESETS.values(), *GAN_PRESETS.values(), *CONFIGS.values()]


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _zipped(**parts: bytes | str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("_", "."), data)
    return file.getvalue()


def test_every_config_comes_back_as_text():
    for config in PRESETS:
        assert from_text(to_text(config)) == config


def test_every_result_comes_back():
    for result in RESULTS:
        assert same(unpack(pack(result)), result)


def test_values_of_every_type_come_back():
    value = {
        "none": None,
        "numbers": [True, 1, -0.5, 1e300, float("inf"), float("nan")],
        "words": ("零", "\0\ud800", ""),
        "bytes": (b"", b"\0" * 1000),
        "arrays": [np.array(3.5), np.zeros((0, 2)), np.arange(6, dtype=np.int8).reshape(2, 3)],
        "series": SERIES,
        "pictures": PICTURES,
        "empty": [[], (), {}],
    }
    assert same(unpack(pack(value)), value)
    assert unpack(pack([np.float32(0.5), np.int64(3)])) == [0.5, 3]
    assert pack(value) == pack(value)


def test_a_result_in_two_parts_is_read_with_its_network_or_without():
    light, heavy = pack_apart(TRAIN_RESULT)
    assert same(unpack(light, heavy), TRAIN_RESULT)
    without = dataclasses.replace(TRAIN_RESULT, model=b"", history=b"")
    assert same(unpack(light), without)
    assert b"a .keras file" not in light
    light, heavy = pack_apart({"within": [GAN_RESULT]})
    assert unpack(light)["within"][0].model == b""
    assert unpack(light, heavy)["within"][0].model == b"a generator"


def test_every_dataclass_within_a_config_or_a_result_is_known():
    """Found in the values, not in the types: a field may promise less than it holds."""

    def within(value):
        if dataclasses.is_dataclass(value):
            yield type(value)
            value = vars(value)
        for part in value.values() if isinstance(value, dict) else value:
            if isinstance(part, dict | list | tuple) or dataclasses.is_dataclass(part):
                yield from within(part)

    found = set(within([*PRESETS, *RESULTS]))
    assert found <= set(CODEC.known.values())
    assert {*KINDS.values(), *training.architectures.ARCHITECTURES} <= set(CODEC.known.values())


def test_what_an_older_or_newer_version_wrote_is_read():
    tree = json.loads(to_text(TrainConfig(epochs=3)))
    del tree["TrainConfig"]["batch_size"]
    tree["TrainConfig"]["of_the_future"] = {"Unheard": {}}
    assert from_text(json.dumps(tree)) == TrainConfig(epochs=3)
    tree["TrainConfig"]["epochs"] = -1
    with pytest.raises(ConfigError):
        from_text(json.dumps(tree))


def test_what_cannot_be_kept_is_refused_when_it_is_written():
    for value in (object(), {1: 2}, np.array([object()]), ValueError("x"), {1, 2}, lambda: None):
        with pytest.raises(CodecError):
            pack([value])
    for value in (b"bytes", SERIES):
        with pytest.raises(CodecError):
            to_text(value)


def test_damaged_and_hostile_bytes_are_refused():
    whole = pack(TRAIN_RESULT)
    pickled = io.BytesIO()
    np.save(pickled, np.array([print], dtype=object), allow_pickle=True)
    broad = json.dumps({"TrainingDiverged": {"template": "{x:999999999}", "values": {"x": 1}}})
    reaching = json.dumps({"TrainingDiverged": {"template": "{x.__class__}", "values": {"x": 1}}})
    strangers = (
        b"",
        b"PK",
        whole[: len(whole) // 2],
        whole.replace(b"value.json", b"other.json"),
        _zipped(value_json="[" * 100_000),
        _zipped(value_json="{}"),
        _zipped(value_json='{"Popen": {"args": "true"}}'),
        _zipped(value_json='{"RunRecord": {}}'),
        _zipped(value_json='{"TrainResult": {}}'),
        _zipped(value_json='{"array": "a.npy"}', a_npy=pickled.getvalue()),
        _zipped(value_json='{"array": "a.npy"}', a_npy=whole),
        _zipped(value_json='{"array": "../../etc/passwd"}'),
        _zipped(value_json=broad),
        _zipped(value_json=reaching),
    )
    for data in strangers:
        with pytest.raises(CodecError):
            unpack(data)


def test_any_flipped_byte_is_noticed_or_harmless():
    whole = bytearray(pack(TRAIN_RESULT))
    for at in range(0, len(whole), 97):
        flipped = bytes(whole[:at]) + bytes([whole[at] ^ 0xFF]) + bytes(whole[at + 1 :])
        try:
            unpack(flipped)
        except (CodecError, ConfigError):
            continue


def test_a_bomb_is_not_unpacked(monkeypatch):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("value.json", b" " * 2_000_000)
    monkeypatch.setattr(codec, "MOST_BYTES", 1_000_000)
    with pytest.raises(CodecError, match="MB"):
        unpack(file.getvalue())
