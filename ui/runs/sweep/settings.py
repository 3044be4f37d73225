"""What a sweep is set to: what it starts from, two settings with values, and how to choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from dlcore.runs import RunRecord
from dlcore.runs.record import is_owner
from dlcore.sweep import SweepAxis, SweepConfig
from dlcore.training import PRESETS, TrainConfig
from ui.frame import visitor
from ui.frame.i18n import N_, explain
from ui.frame.i18n import gettext as _
from ui.frame.keeping import store
from ui.frame.setting import ELSEWHERE, Choice, Name, Names, Setting, Whole, written
from ui.frame.settings import Said, Values, address_of, configured, say_refused, values_of
from ui.shared.sets import chosen, recalled
from ui.shared.sets.chosen import SetChoice
from ui.train.inputs import optimisation, recipe, regularisation, shared
from ui.train.inputs.learnt_from import DATA_SET as DATA_SET_OF_TRAINING
from ui.train.inputs.learnt_from import LearntFrom

_USUAL = SweepConfig()


@dataclass(frozen=True)
class SweptSetting:
    """A setting that can be tried out.

    Attributes:
        setting: of the page where one training is set up.
        ready: the values to choose from, in the order in which they are shown.
        usual: those that are chosen at first.
    """

    setting: Setting
    ready: tuple[Any, ...]
    usual: tuple[Any, ...]

    @property
    def by_name(self) -> dict[str, Any]:
        """The values by what an address calls them."""
        return {written(value): value for value in self.ready}


_RATES = (0.0001, 0.0005, 0.001, 0.002, 0.004, 0.008, 0.02, 0.05, 0.1, 0.3)
SWEPT: Mapping[str, SweptSetting] = {
    "learning_rate": SweptSetting(optimisation.LEARNING_RATE, _RATES, (0.0005, 0.002, 0.008)),
    "batch_size": SweptSetting(
        optimisation.BATCH_SIZE, tuple(optimisation.BATCH_SIZE.options), (32, 128, 512)
    ),
    "optimizer": SweptSetting(
        optimisation.OPTIMIZER,
        tuple(optimisation.OPTIMIZER.options),
        ("sgd", "momentum", "adam"),
    ),
    "network.dropout": SweptSetting(
        shared.DROPOUT, (0.0, 0.1, 0.25, 0.4, 0.5, 0.6), (0.0, 0.25, 0.5)
    ),
    "network.activation": SweptSetting(
        shared.ACTIVATION, tuple(shared.ACTIVATION.options), ("relu", "tanh", "sigmoid")
    ),
    "regularisation.l2": SweptSetting(
        regularisation.L2, (0.0, 0.00001, 0.0001, 0.0005, 0.001, 0.01), (0.0, 0.0001, 0.001)
    ),
    "regularisation.weight_decay": SweptSetting(
        regularisation.WEIGHT_DECAY, (0.0, 0.001, 0.004, 0.01, 0.03, 0.1), (0.0, 0.01, 0.1)
    ),
    "data.label_noise": SweptSetting(
        recipe.LABEL_NOISE, (0.0, 0.1, 0.2, 0.4, 0.6, 0.8), (0.0, 0.2, 0.4)
    ),
    "train_share": SweptSetting(
        optimisation.SHARE, (0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0), (0.05, 0.25, 1.0)
    ),
    "seed": SweptSetting(optimisation.SEED, tuple(range(8)), (0, 1, 2)),
}
"""By the dotted names of the fields in a `TrainConfig`."""
_MOST_VALUES = 8

PART = Choice(
    "runs_section",
    "compare",
    N_("Part of the page"),
    N_("Look at the runs there are, or start many at once."),
    {"compare": N_("My runs"), "sweep": N_("Sweep")},
)
BASE = Name(
    "sweep_base",
    "tiny",
    N_("Start from"),
    N_("What all trainings have in common: a ready-made one, or one of your runs."),
)
DATA_SET = SetChoice(
    "sweep_data_set",
    chosen.DIGITS,
    DATA_SET_OF_TRAINING.label,
    N_("What all trainings learn from. A run of yours brings what it has learnt from itself."),
)
EPOCHS = replace(optimisation.EPOCHS, key="sweep_epochs", usual=_USUAL.base.epochs)
SHARE = replace(optimisation.SHARE, key="sweep_share")


def _axis(number: int, label: str) -> tuple[Choice, Names]:
    name = ("first", "second")[number]
    field = Choice(
        f"sweep_{name}",
        _USUAL.axes[number].field,
        label,
        N_("A setting to try out. The chart has an axis for it."),
        {name: one.setting.label for name, one in SWEPT.items()},
    )
    values = Names(
        f"sweep_{name}_values",
        ELSEWHERE,
        N_("Its values"),
        N_(
            "Every one is tried with every value of the other setting. A search takes real numbers "
            "from anywhere between the lowest and the highest."
        ),
        at_most=_MOST_VALUES,
    )
    return field, values


AXES = (_axis(0, N_("First setting")), _axis(1, N_("Second setting")))
METHOD = Choice.of(
    _USUAL,
    "method",
    "sweep_method",
    N_("How to choose"),
    N_("A search learns from each training where to try next, and gives up what looks hopeless."),
    {"grid": N_("try all"), "search": N_("find good ones")},
)
TRIALS = Whole.of(
    _USUAL,
    "trials",
    "sweep_trials",
    N_("Trainings"),
    N_("How many the search may try. The first five are at random."),
)
SETTINGS = (
    PART,
    BASE,
    DATA_SET.setting,
    EPOCHS,
    SHARE,
    *(setting for axis in AXES for setting in axis),
    METHOD,
    TRIALS,
)


def dependent(said: Said) -> Values:
    """The usual values of the settings that are tried out."""
    return {values.key: _names(SWEPT[said[field.key]].usual) for field, values in AXES}


def _names(values: tuple[Any, ...]) -> list[str]:
    return [written(value) for value in values]


def take_usual(number: int) -> None:
    """Gives one of the two settings its usual values; it has just become another."""
    field, values = AXES[number]
    values.set(_names(SWEPT[field.value].usual))


def keep_to_ready() -> None:
    """Leaves out values that an address has brought and that cannot be chosen; says so."""
    for field, values in AXES:
        ready = SWEPT[field.value].by_name
        strange = [name for name in values.value if name not in ready]
        if strange:
            say_refused(values.key, ",".join(strange), ", ".join(ready))
            values.set([name for name in values.value if name in ready])


def base(learnt: LearntFrom | None) -> TrainConfig | None:
    """What the sweep starts from; None where that is not the visitor's, or its images are not here.

    Args:
        learnt: what a ready-made training learns from; a run has its own images.
    """
    if BASE.value in PRESETS:
        return learnt.applied(PRESETS[BASE.value]) if learnt else None
    record = own_base()
    return base_of(record) if record else None


def own_base() -> RunRecord | None:
    """The visitor's run that the sweep starts from; None for a ready-made training."""
    record = None if BASE.value in PRESETS else store().get(BASE.value)
    return record if record and is_owner(record.owner, visitor.name()) else None


def supply(learnt: LearntFrom | None) -> bytes:
    """The file of the set that goes along with a sweep; empty for MNIST.

    Args:
        learnt: as `base` takes it.
    """
    record = own_base()
    if record:
        return store().supply(record.id) or b""
    return learnt.npz() if learnt else b""


def base_of(record: RunRecord) -> TrainConfig | None:
    """What a run can be the start of a sweep with; None where it is of another kind."""
    if record.kind == "sweep":
        return record.config.base
    return record.config if record.kind == "train" else None


def read(learnt: LearntFrom | None) -> SweepConfig | None:
    """What the widgets say at this moment; None after one sentence where that is impossible.

    Args:
        learnt: as `base` takes it.
    """
    start = base(learnt)
    if start is None:
        return None
    try:
        return SweepConfig(
            base=configured(start, (EPOCHS, SHARE), st.session_state),
            axes=(_read_axis(0), _read_axis(1)),
            method=METHOD.value,
            trials=TRIALS.value,
        )
    except ValueError as error:
        st.error(
            _("These settings do not go together: {reason}").format(reason=explain(error)),
            icon=":material/error:",
        )
        return None


def _preset_of(config: TrainConfig) -> str | None:
    """The ready-made training that this is, but for what a sweep sets anyway; None for none."""
    config = LearntFrom().applied(config)  # on whatever set
    for name, preset in PRESETS.items():
        if replace(config, epochs=preset.epochs, train_share=preset.train_share) == preset:
            return name
    return None


def _read_axis(number: int) -> SweepAxis:
    field, values = AXES[number]
    ready = SWEPT[field.value].by_name
    return SweepAxis(
        field.value, tuple(value for name, value in ready.items() if name in values.value)
    )


def address(record: RunRecord) -> dict[str, str]:
    """What an address says to open the page with the settings of a sweep that is kept."""
    config: SweepConfig = record.config
    preset = _preset_of(config.base)
    values: Values = {PART.key: "sweep", BASE.key: preset or record.id}
    if preset:
        values[DATA_SET.key] = recalled.asked_for(config.base.data.set)
    values |= values_of(config, (METHOD, TRIALS)) | values_of(config.base, (EPOCHS, SHARE))
    for (field, tried), axis in zip(AXES, config.axes, strict=True):
        values |= {field.key: axis.field, tried.key: _names(axis.values)}
    usual = {one.key: one.usual for one in SETTINGS}
    return address_of(SETTINGS, values, usual | dependent(values))
