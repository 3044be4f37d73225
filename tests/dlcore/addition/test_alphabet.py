"""Characters and their numbers."""

import numpy as np
import pytest

from dlcore.addition.alphabet import ALPHABET, decode, encode


def test_each_character_is_its_place_and_what_is_left_over_is_blank():
    codes = encode(["47+85", ""], 7)
    assert codes.dtype == np.uint8
    assert codes.tolist() == [[ALPHABET.index(c) for c in "47+85  "], [0] * 7]


def test_decoding_undoes_encoding():
    texts = ["0+0", "999+1", "=", "12", ""]
    assert decode(encode(texts, 9)) == texts


def test_no_text_at_all():
    assert encode([], 5).shape == (0, 5)


def test_every_character_is_there_once():
    assert len(set(ALPHABET)) == len(ALPHABET)
    assert set("0123456789+") < set(ALPHABET)


def test_a_text_that_is_too_long_is_no_row():
    with pytest.raises(ValueError, match="reshape"):
        encode(["123"], 2)
