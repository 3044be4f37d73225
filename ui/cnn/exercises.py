"""What the exercises of this page check: a test image, and what is done to it or to the network."""

from __future__ import annotations

from dlcore.exercises.cnn import AttackedImage, BrokenImage
from ui.cnn import attack, damage, label
from ui.cnn.subject import SOURCE
from ui.course.foot import Subjects
from ui.shared.readers import MODEL


def _number() -> int | None:
    return SOURCE.test_number.value if SOURCE.which.value == "test" else None


def _attacked() -> AttackedImage:
    target = attack.TARGET.value
    return AttackedImage(
        _number(),
        MODEL.value,
        None if target == label.ANY else target,
        float(attack.EPSILON.value),
        float(attack.EPSILON.step or 0),
    )


def _broken() -> BrokenImage:
    return BrokenImage(
        _number(),
        MODEL.value,
        damage.current(),
        int(damage.ROTATION.step or 0),
        damage.LAYER.value,
        damage.OFF.value,
    )


SUBJECTS: Subjects = {"attacked": _attacked, "broken": _broken}
