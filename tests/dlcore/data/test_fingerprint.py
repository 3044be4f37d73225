from dataclasses import replace

import numpy as np

from dlcore.data.fingerprint import fingerprint


def test_the_same_images_have_the_same_fingerprint(few):
    copied = replace(few, x_train=np.asfortranarray(few.x_train), source="file")
    assert fingerprint(copied) == fingerprint(few)
    assert len(fingerprint(few)) == 16


def test_every_image_and_every_label_counts(few):
    seen = {fingerprint(few)}
    for name in ("x_train", "y_train", "x_test", "y_test"):
        changed = getattr(few, name).copy()
        changed.flat[-1] ^= 1
        seen.add(fingerprint(replace(few, **{name: changed})))
    seen.add(fingerprint(replace(few, x_train=few.x_train[:, ::-1])))
    assert len(seen) == 6


def test_where_one_array_ends_and_the_next_begins_counts(few):
    shorter = replace(few, x_train=few.x_train[:-1], y_train=few.y_train[:-1])
    assert fingerprint(shorter) != fingerprint(few)
