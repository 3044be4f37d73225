"""What the view can be set to: the experiment, and how to look at what it finds."""

from __future__ import annotations

import streamlit as st

from dlcore.errors import LabError
from dlcore.limits.bias.config import BiasConfig, check_set
from ui.frame.explore import Preset
from ui.frame.i18n import N_, explain
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Percent, Setting, Whole
from ui.frame.settings import configured, values_of
from ui.limits.bias.words import GROUPINGS, NETWORK_TITLES
from ui.limits.subject import ExperimentSet, hold_within

_USUAL = BiasConfig()
_MOST_EPOCHS = 10  # of MNIST; of a set with hundreds of images an epoch is a few steps
AS_THINNED = "own"
KIND = Choice.of(
    _USUAL,
    "kind",
    "bias_kind",
    N_("What is thinned"),
    N_(
        "Of what there will be few images to train on: a class, or a fifth of each class by its "
        "writing."
    ),
    {
        "digit": N_("a class"),
        "thin": N_("thin strokes"),
        "thick": N_("thick strokes"),
        "left": N_("leaning left"),
        "right": N_("leaning right"),
    },
)
DIGIT = Whole.of(
    _USUAL, "digit", "bias_digit", N_("Class"), N_("The one that there will be few images of.")
)
RIVAL = Whole.of(
    _USUAL,
    "rival",
    "bias_rival",
    N_("The other class"),
    N_("Another network lacks this one instead, to compare two that fail different people."),
)
LEFT = Choice.of(
    _USUAL,
    "left",
    "bias_left",
    N_("How many are left"),
    N_("Images of it that remain to train on; the test has all of them. 0 leaves none."),
    (0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000),
)
IMAGES = Choice.of(
    _USUAL,
    "images",
    "bias_images",
    N_("Images in all"),
    N_("To train on, before some are taken away."),
    (1, 20, 100, 500, 1000, 2000, 4000, 8000, 12_000, 16_000, 20_000),
)
EPOCHS = Whole.of(
    _USUAL, "epochs", "bias_epochs", N_("Epochs"), N_("Passes of each network over its images.")
)
COLLECTED = Choice.of(
    _USUAL,
    "collected",
    "bias_collected",
    N_("More real data"),
    N_("As one of the cures, so many images more of what is rare: somebody has to collect them."),
    (0, 10, 20, 50, 100, 200, 500, 1000),
)
SEED = Whole.of(
    _USUAL,
    "seed",
    "bias_seed",
    N_("Seed"),
    N_("Of first weights and of all chance; the same seed finds the same."),
)
OF_THE_EXPERIMENT: tuple[Setting, ...] = (
    KIND,
    DIGIT,
    RIVAL,
    LEFT,
    IMAGES,
    EPOCHS,
    COLLECTED,
    SEED,
)
OF_OTHERS = {DIGIT.key: 0, RIVAL.key: 1, LEFT.key: 2, EPOCHS.key: 20, COLLECTED.key: 20}
"""What is usual where the set is not MNIST: there are far fewer images of each class."""

LOOK = Choice(
    "bias_look",
    "hit",
    N_("Look at"),
    N_("Four ways to look at the same networks."),
    {
        "hit": N_("Who is hit"),
        "cures": N_("What repairs it"),
        "victims": N_("Same accuracy, other victims"),
        "mix": N_("Simpson's paradox"),
    },
)
NETWORK = Choice(
    "bias_network",
    "thinned",
    N_("Network"),
    N_("Whose answers are counted."),
    NETWORK_TITLES,
)
GROUPING = Choice(
    "bias_grouping",
    AS_THINNED,
    N_("Groups by"),
    N_("The same test images, told apart in another way."),
    {AS_THINNED: N_("as thinned")} | GROUPINGS,
)
FIRST = Choice("bias_first", "thinned", N_("Network A"), N_("One of the two."), NETWORK_TITLES)
SECOND = Choice("bias_second", "simple", N_("Network B"), N_("The other one."), NETWORK_TITLES)
FIRST_SHARE = Percent(
    "bias_first_share",
    50,
    N_("Rare cases that A is asked"),
    N_("Their share of all that network A has to read."),
    0,
    100,
    format="%d %%",
)
SECOND_SHARE = Percent(
    "bias_second_share",
    10,
    N_("Rare cases that B is asked"),
    N_("Their share of all that network B has to read."),
    0,
    100,
    format="%d %%",
)
OF_THE_LOOKS: tuple[Setting, ...] = (
    LOOK,
    NETWORK,
    GROUPING,
    FIRST,
    SECOND,
    FIRST_SHARE,
    SECOND_SHARE,
)


def _set_to(**fields: object) -> dict[str, object]:
    return values_of(BiasConfig(**fields), OF_THE_EXPERIMENT)  # type: ignore[arg-type]


PRESETS = {
    "eight": Preset(
        N_("Hardly any 8"),
        N_(
            "Of 1,127 eights 20 are left. Accuracy stays near 90 %, and fewer than one eight in "
            "four is read right. Look at what repairs it, and at what price."
        ),
        _set_to(),
    ),
    "left": Preset(
        N_("Hands that lean left"),
        N_(
            "All digits are there, but hardly anyone whose writing leans to the left. Press Start: "
            "their recall falls by about ten points, accuracy by less than half of that."
        ),
        _set_to(kind="left"),
    ),
    "thick": Preset(
        N_("Thick pens"),
        N_(
            "No digit is missing, but hardly any of this was written with a thick pen. Press "
            "Start: thick strokes are then read two to five points worse than with all data."
        ),
        _set_to(kind="thick"),
    ),
}


def show(asked: ExperimentSet) -> None:
    """The controls of the experiment."""
    KIND.selectbox()
    if KIND.value == "digit":
        first, second = st.columns(2)
        with first:
            _class(DIGIT, asked)
        with second:
            _class(RIVAL, asked)
    LEFT.select_slider()
    if asked.data is None or len(asked.data.x_train) > IMAGES.value:
        IMAGES.select_slider(format_func="{:,}".format)
    most = int(EPOCHS.high) if asked.data else _MOST_EPOCHS
    hold_within(EPOCHS, most, _USUAL.epochs)
    EPOCHS.slider(max_value=most)
    with st.expander(_("Cure and chance"), icon=":material/tune:"):
        COLLECTED.select_slider()
        SEED.number_input()


def _class(setting: Whole, asked: ExperimentSet) -> None:
    """Which class, by its digit or its name."""
    names = asked.classes
    hold_within(
        setting, len(names) - 1, setting.usual if asked.data is None else OF_OTHERS[setting.key]
    )
    if asked.data is None:
        setting.number_input(max_value=len(names) - 1)
    else:
        st.selectbox(
            _(setting.label),
            range(len(names)),
            key=setting.key,
            format_func=names.__getitem__,
            help=_(setting.help),
        )


def config(asked: ExperimentSet) -> BiasConfig | None:
    """What they say; None, with a sentence, where that makes no experiment."""
    try:
        if asked.data:
            check_set(len(asked.data.x_train))
        return configured(
            _USUAL,
            OF_THE_EXPERIMENT,
            st.session_state,
            set=asked.fingerprint,
            classes=len(asked.classes),
        )
    except LabError as error:
        st.warning(explain(error), icon=":material/warning:")
        return None
