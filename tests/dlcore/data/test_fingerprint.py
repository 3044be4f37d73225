from dataclasses import replace

import numpy as np


def test_the_same_images_have_the_same_fingerprint(few):
    copied = replace(few, x_train=np.asfortranarray(few.x_train), source="file")
    assert copied.fingerprint == few.fingerprint
    assert len(few.fingerprint) == 16


def test_every_image_and_every_label_counts(few):
    seen = {few.fingerprint}
    for name in ("x_train", "y_train", "x_test", "y_test"):
        changed = getattr(few, name).copy()
        changed.flat[-1] ^= 1
        seen.add(replace(few, **{name: changed}).fingerprint)
    seen.add(replace(few, x_train=few.x_train[:, ::-1]).fingerprint)
    assert len(seen) == 6


def test_where_one_array_ends_and_the_next_begins_counts(few):
    shorter = replace(few, x_train=few.x_train[:-1], y_train=few.y_train[:-1])
    assert shorter.fingerprint != few.fingerprint
