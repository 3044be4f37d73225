"""Which generator draws: the one that ships, or the one that a visitor has trained."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, partial

import streamlit as st

from dlcore import registry
from dlcore.engine import Run
from dlcore.gan.generator.samples import THE_DIGITS, Judging
from dlcore.gan.generator.set_judge import SetJudge
from dlcore.gan.generator.shipped import SHIPPED
from ui.frame import visitor
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Setting
from ui.shared.readers import Reader

MODEL = Choice(
    "gan_model",
    "shipped",
    N_("Drawn by"),
    N_("Which generator makes the drawings."),
    {"shipped": N_("The generator that ships"), "run": N_("The one you trained")},
)


@dataclass(frozen=True)
class Drawer(Reader):
    """A generator, and who reads what it draws.

    Attributes, beside those of every reader:
        set_judge: who has learnt its set; None of one that draws digits, and of one whose training
            is not over.
        of_mnist: it learnt from MNIST, and not from a set of one's own.
    """

    set_judge: SetJudge | None = None
    of_mnist: bool = True

    @cached_property
    def judge(self) -> Judging:
        """Who reads, as the tasks take it."""
        if self.set_judge:
            return self.set_judge
        return THE_DIGITS if self.reads_digits else None

    @property
    def file(self) -> str:
        """What its file is called in a program."""
        return self.name or "generator"


def ships() -> bool:
    """Whether the file is there."""
    return SHIPPED in registry.names()


def trained(run: Run | None) -> bytes | None:
    """The generator that a run has left, as the bytes of a .keras file."""
    if run is None or not run.over:
        return None
    return run.result.model if run.result else run.snapshot  # of a process that died


def choose(run: Run | None, of_classes: Iterable[Setting]) -> Drawer | None:
    """The choice, where there is one, and who draws; None after a sentence where nobody can.

    Args:
        run: the visitor's.
        of_classes: settings that name a class, which the next generator may not have.
    """
    own = trained(run)
    there = [name for name in MODEL.options if (own if name == "run" else ships())]
    if not there:
        st.info(
            _(
                "The generator that ships with the lab is missing (models/gan.keras), so there is "
                "nothing to draw with yet. Train one of your own under “Train”."
            ),
            icon=":material/brush:",
        )
        return None
    if MODEL.value not in there:
        st.info(_absent(MODEL.value), icon=":material/info:")
        MODEL.set(there[0])
    if len(there) > 1:
        MODEL.segmented(options=there, on_change=partial(_forget, tuple(of_classes)))
    return Drawer(SHIPPED) if MODEL.value == "shipped" else _of_run(run)


def _of_run(run: Run | None) -> Drawer:
    """The generator of a run; its images are shown to nobody but their owner."""
    assert run is not None
    supply = run.supply if visitor.owns(run) else b""
    judge = run.result.judge if run.result else None
    is_of_mnist = not run.config.set
    return Drawer(None, trained(run), supply=supply, set_judge=judge, of_mnist=is_of_mnist)


def _forget(settings: Iterable[Setting]) -> None:
    for setting in settings:
        setting.set(setting.usual)


def _absent(name: str) -> str:
    if name == "run":
        return _("There is no generator of yours yet, so the one that ships draws.")
    return _("The generator that ships is missing, so the one you trained draws.")
