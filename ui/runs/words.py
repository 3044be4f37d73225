"""A run in words: what is special about its settings, how it is, what its series are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from dlcore.runs import RunRecord, compare
from dlcore.training.architectures import ARCHITECTURES
from ui.frame.i18n import N_, language
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Percent, Setting, written
from ui.runs import sets
from ui.runs.kinds import KINDS
from ui.train.inputs import RARE

STATES = {
    "queued": N_("waiting"),
    "running": N_("running"),
    "stopping": N_("stopping"),
    "pausing": N_("pausing"),
    "paused": N_("paused"),
    "interrupted": N_("interrupted"),
    "done": N_("done"),
    "failed": N_("failed"),
}
SERIES = {
    "loss": N_("Loss, training"),
    "val_loss": N_("Loss, validation"),
    "accuracy": N_("Accuracy, training"),
    "val_accuracy": N_("Accuracy, validation"),
    "best_accuracy": N_("Best accuracy so far, validation"),
    "d_loss": N_("Loss of the discriminator"),
    "g_loss": N_("Loss of the generator"),
    "d_real": "D(real)",
    "d_fake": "D(fake)",
    "d_right": N_("How often the discriminator is right"),
    "agreement": N_("Read as asked"),
    "evenness": N_("Evenness over the classes"),
    "distance": N_("Fréchet distance to real images"),
}
SHARES = ("accuracy", "val_accuracy", "best_accuracy", "d_right", "agreement", "evenness")
"""Series that are shares; so are those of `_RIGHT`."""
_RIGHT = "right_"
# Fields that no single control sets.
_FIELDS = {
    "network": N_("Architecture"),
    "network.filters": N_("Filters"),
    "network.units": N_("Units"),
    "network.cell": N_("Cell"),
    "data.set": N_("Data set"),
    "set": N_("Data set"),
}
OF_CLASSES = ("network.classes", "gan.classes")
"""Fields that say how many classes the set has."""
_OF_SET = ("data.set", "set", *OF_CLASSES)  # the set has a column of its own
_BETWEEN = " · "
_CACHED = 2048  # a long table asks for the same words again and again


def called(record: RunRecord) -> str:
    """A run's name: the one that was given, else one of what it is; plain text."""
    return record.name or made(record)


def made(record: RunRecord) -> str:
    """The name of what it is, where none was given."""
    return _made(record.kind, record.config, language())


@lru_cache(maxsize=_CACHED)
def _made(kind: str, config: Any, _language: str) -> str:
    return KINDS[kind].called(config)


def apart(names: Sequence[str]) -> list[str]:
    """The same names, numbered where several would be alike."""
    often, seen, found = Counter(names), Counter[str](), []
    for name in names:
        seen[name] += 1
        found.append(f"{name} ({seen[name]})" if often[name] > 1 else name)
    return found


def special(record: RunRecord) -> str:
    """What of its settings is not as usual, in one line."""
    return _special(record.kind, record.config, classes_of(record), language())


def classes_of(record: RunRecord) -> tuple[str, ...]:
    """What the classes of the set are called that a run learnt from; () for digits."""
    found = sets.label(record)
    return found.classes if found else ()


@lru_cache(maxsize=_CACHED)
def _special(kind: str, config: Any, classes: tuple[str, ...], _language: str) -> str:
    of_kind = KINDS[kind]
    found = compare.differences(of_kind.told(config), of_kind.usual(config))
    settings = of_kind.settings(config)
    return _BETWEEN.join(
        f"{field_name(name, settings)} {field_value(name, value, settings, classes)}"
        for name, value in found
        if name not in _OF_SET
    ) or _("as usual")


def field_name(field: str, settings: Mapping[str, Setting]) -> str:
    """A setting by its dotted name, as its page calls it."""
    if field in settings:
        return _(settings[field].label)
    return _(_FIELDS[field]) if field in _FIELDS else field.rpartition(".")[2]


def field_value(
    field: str, value: Any, settings: Mapping[str, Setting], classes: Sequence[str] = ()
) -> str:
    """What it is set to, as its page says it; plain text.

    Args:
        classes: what those of the set are called, where they are no digits.
    """
    setting = settings.get(field)
    if field == RARE and value is not None and value < len(classes):
        return classes[value]
    if isinstance(value, type):
        return ARCHITECTURES[value].name.upper()
    if isinstance(setting, Choice) and setting.accepts(value):
        return setting.name(value)
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(setting, Percent):
        return written(setting.of_field(value))  # its label says of what
    return ", ".join(map(written, value)) if isinstance(value, tuple) else written(value)


def changes(record: RunRecord) -> str:
    """What was set otherwise while a run went, and when; as Markdown."""
    settings = KINDS[record.kind].settings(record.config)
    said = _("{setting} {value} after step {step:,}")
    return ", ".join(
        said.format(setting=_changed(name, settings), value=written(value), step=step)
        for step, name, value in record.changes
    )


def _changed(name: str, settings: Mapping[str, Setting]) -> str:
    """A setting that can be changed in a run, of the run itself or of its network."""
    return field_name(name if name in settings else f"network.{name}", settings)


def series_name(name: str) -> str:
    """A series in words."""
    if name.startswith(_RIGHT):
        return _("Sums of {digits} digits that are right").format(digits=name[len(_RIGHT) :])
    return _(SERIES[name]) if name in SERIES else name


def is_share(name: str) -> bool:
    """Whether the values of a series are shares, in [0, 1]."""
    return name in SHARES or name.startswith(_RIGHT)
