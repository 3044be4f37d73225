"""What the page knows of each kind of run: its name, what is usual, where it is started."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dlcore import training
from dlcore.addition.config import CELLS, AdditionConfig
from dlcore.gan.losses import GAN_LOSSES
from dlcore.gan.run_config import GanRunConfig
from dlcore.runs import RunRecord
from dlcore.sweep import SweepConfig
from ui.frame import jobs
from ui.frame.i18n import gettext as _
from ui.frame.jobs import Job
from ui.frame.setting import Setting
from ui.frame.settings import address_of, values_of
from ui.gan import settings as gan
from ui.rnn.addition import settings as addition
from ui.runs.sweep import settings as sweep
from ui.shared.sets import recalled
from ui.train import inputs as train


@dataclass(frozen=True)
class RunKind:
    """One kind of run.

    Attributes:
        job: of the page where it is started.
        called: what a run with this configuration is called, in the visitor's language.
        told: a configuration with all that it leaves to others written out.
        usual: what it is compared with to say in words what is special about it.
        settings: those of its page, by the dotted names of the fields in a configuration.
        view: settings of its page that lead to the part of it where such a run is shown.
        address: settings of its page that set it up like this run.
    """

    job: Job
    called: Callable[[Any], str]
    told: Callable[[Any], Any]
    usual: Callable[[Any], Any]
    settings: Callable[[Any], Mapping[str, Setting]]
    view: Mapping[str, str]
    address: Callable[[RunRecord], dict[str, str]]


def _gan_address(record: RunRecord) -> dict[str, str]:
    config: GanRunConfig = record.config
    found = {gan.SETS.key: recalled.asked_for(config.set)} if config.set else {}
    usual = {one.key: one.usual for one in (gan.SETS.setting, *gan.SETTINGS)}
    usual |= gan.dependent(usual | found)
    return found | address_of(gan.SETTINGS, values_of(gan.told(config), gan.SETTINGS), usual)


def _addition_address(record: RunRecord) -> dict[str, str]:
    usual = {one.key: one.usual for one in addition.SETTINGS}
    return address_of(addition.SETTINGS, values_of(record.config, addition.SETTINGS), usual)


def _swept(config: SweepConfig) -> str:
    """The settings that a sweep tries out."""
    settings = train.settings_of(config.base)
    return " × ".join(_(settings[axis.field].label) for axis in config.axes)


def _by_field(settings: tuple[Setting, ...]) -> Mapping[str, Setting]:
    return {field: one for one in settings for field in one.fields}


_OF_GAN, _OF_ADDITION = _by_field(gan.SETTINGS), _by_field(addition.SETTINGS)
KINDS = {
    "train": RunKind(
        jobs.TRAIN,
        lambda config: _(train.ARCHITECTURES[train.architecture_of(config)]),
        lambda config: config,
        lambda config: training.PRESETS[train.architecture_of(config)],
        train.settings_of,
        {},
        lambda record: train.address(record.config),
    ),
    "gan": RunKind(
        jobs.GAN,
        lambda config: f"GAN · {_(GAN_LOSSES[config.gan.loss].title)}",
        gan.told,
        lambda config: gan.usual(),
        lambda config: _OF_GAN,
        {"gan_view": "train"},
        _gan_address,
    ),
    "addition": RunKind(
        jobs.ADDITION,
        lambda config: _("Adding · {cell}").format(cell=CELLS[config.cell]),
        lambda config: config,
        lambda config: AdditionConfig(),
        lambda config: _OF_ADDITION,
        {"rnn_view": "addition"},
        _addition_address,
    ),
    "sweep": RunKind(
        jobs.SWEEP,
        lambda config: _("Sweep · {settings}").format(settings=_swept(config)),
        lambda config: config.base,
        lambda config: training.PRESETS[train.architecture_of(config.base)],
        lambda config: train.settings_of(config.base),
        {sweep.PART.key: "sweep"},
        sweep.address,
    ),
}
"""By name, as `RunRecord.kind`."""
