"""The points and the network that three views of the page share: their settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from dlcore.activations.functions import ACTIVATIONS
from dlcore.errors import LabError
from dlcore.initializers import INITIALIZERS
from dlcore.losses import LOSSES
from dlcore.neuron.config import HIDDEN_ACTIVATIONS, MAX_LAYERS, MAX_UNITS, STARTS, NeuronConfig
from dlcore.neuron.datasets import DATASETS, PointsConfig, make_points
from dlcore.neuron.features import FEATURES
from dlcore.neuron.heads import HEADS, question_of
from dlcore.neuron.own import LONGEST, OwnPoints, decode, encode
from dlcore.neuron.points import MAX_POINTS, PointSet
from dlcore.optimizers.table import OPTIMIZERS
from ui.frame.i18n import N_, explain
from ui.frame.i18n import gettext as _
from ui.frame.setting import ELSEWHERE, Choice, Number, Percent, Several, Text, Whole
from ui.frame.settings import Said, Values, configured, say_refused, values_of

OWN = "own"
_POINTS, _NETWORK = PointsConfig(), NeuronConfig()
_UNITS_OF_A_NEW_LAYER, _ACTIVATION_OF_A_NEW_LAYER = 2, "tanh"
_PENALTIES = (0.0, *(float(f"{m}e{e}") for e in range(-5, 1) for m in (1, 3)), 10.0)
_RATES = (*(float(f"{m}e{e}") for e in range(-5, 2) for m in (1, 2, 3, 5)), 100.0)
_PENALTY_HELP = N_("Added to the loss, so that weights stay small. It holds from the next step on.")


@dataclass(frozen=True, eq=False)
class PointsText(Text):
    """A visitor's own points, as letters; see `dlcore.neuron.own`."""

    at_most: int = LONGEST

    @property
    def expected(self) -> str:
        return f"≤ {MAX_POINTS:,} (x₁, x₂, y)"

    def accepts(self, value: Any) -> bool:
        if not super().accepts(value):
            return False
        try:
            decode(value)
        except LabError:
            return False
        return True


DATA = Choice(
    "neuron_data",
    _POINTS.kind,
    N_("Points"),
    N_("What there is to learn: points of two to four classes, points with a value, or your own."),
    {name: dataset.title for name, dataset in DATASETS.items()} | {OWN: N_("My own points")},
)
OWN_POINTS = PointsText("neuron_own", "")
COUNT = Whole.of(
    _POINTS,
    "count",
    "neuron_count",
    N_("How many points"),
    N_("All of them, those held back for the test too."),
    step=10,
)
NOISE = Percent.of(
    _POINTS,
    "noise",
    "neuron_noise",
    N_("Noise (%)"),
    N_("How far the points stray from their places."),
)
LABEL_NOISE = Percent.of(
    _POINTS,
    "label_noise",
    "neuron_label_noise",
    N_("Wrong labels (%)"),
    N_("Share of the training points whose label is made wrong. Test points keep theirs."),
)
TEST_SHARE = Percent.of(
    _POINTS,
    "test_share",
    "neuron_test",
    N_("Test points (%)"),
    N_("Share that is held back from training: whether they are right shows what was learnt."),
)
DATA_SEED = Whole.of(
    _POINTS,
    "seed",
    "neuron_data_seed",
    N_("Seed of the points"),
    N_("The same seed draws the same points, and holds the same of them back."),
)
INPUTS = Several(
    "neuron_features",
    list(_NETWORK.features),
    N_("Inputs"),
    N_("What the network is shown of a point: its coordinates, or functions of them."),
    {name: feature.label for name, feature in FEATURES.items()},
    fields=("features",),
    at_most=len(FEATURES),
)
LAYERS = Whole(
    "neuron_layers",
    len(_NETWORK.units),
    N_("Hidden layers"),
    N_("Between inputs and answer. With none the network is one neuron for each output."),
    0,
    MAX_LAYERS,
)
UNITS = tuple(
    Whole(
        f"neuron_units_{number}",
        units,
        N_("Units of layer {layer}"),
        N_("How many neurons this hidden layer has."),
        1,
        MAX_UNITS,
    )
    for number, units in enumerate((*_NETWORK.units, _UNITS_OF_A_NEW_LAYER), 1)
)
LAYER_ACTIVATIONS = tuple(
    Choice(
        f"neuron_activation_{number}",
        name,
        N_("Activation of layer {layer}"),
        N_("What bends the sum of each neuron of this layer; “linear” leaves it as it is."),
        {name: ACTIVATIONS[name].title for name in HIDDEN_ACTIVATIONS},
    )
    for number, name in enumerate((*_NETWORK.activations, _ACTIVATION_OF_A_NEW_LAYER), 1)
)
LOSS = Choice(
    "neuron_loss",
    ELSEWHERE,
    N_("Loss"),
    N_("What training makes small. Which there are follows from what the points have."),
    {name: LOSSES[name].title for head in HEADS.values() for name in head.losses},
    fields=("loss",),
)
OPTIMIZER = Choice.of(
    _NETWORK,
    "optimizer",
    "neuron_optimizer",
    N_("Optimizer"),
    N_("The rule by which gradients become steps of the weights."),
    {name: record.label for name, record in OPTIMIZERS.items()},
)
RATE = Choice(
    "neuron_rate",
    _NETWORK.learning_rate,
    N_("Learning rate"),
    N_("How far a step goes. It can be changed while the network learns."),
    _RATES,
    fields=("learning_rate",),
    expects="0.00001, 0.00002, 0.00003, 0.00005, 0.0001, … 50, 100",
)
L1 = Choice("neuron_l1", _NETWORK.l1, "L1 · Σ|w|", _PENALTY_HELP, _PENALTIES, fields=("l1",))
L2 = Choice("neuron_l2", _NETWORK.l2, "L2 · Σw²", _PENALTY_HELP, _PENALTIES, fields=("l2",))
BATCH_SIZE = Choice(
    "neuron_batch",
    _NETWORK.batch_size,
    N_("Batch size"),
    N_("Points that one step averages its gradient over. It can be changed while it learns."),
    (1, 2, 5, 10, 20, 50, 100, 200, 500),
    fields=("batch_size",),
)
START = Choice.of(
    _NETWORK,
    "start",
    "neuron_start",
    N_("First weights"),
    N_("How they are drawn before the first step; biases begin at 0."),
    {
        name: INITIALIZERS[name].title if name in INITIALIZERS else N_("All the same: 0.5")
        for name in STARTS
    },
)
SCALE = Number.of(
    _NETWORK,
    "start_scale",
    "neuron_scale",
    N_("Times"),
    N_("What all first weights are multiplied by."),
    step=0.5,
    format="%.5g",
)
SEED = Whole.of(
    _NETWORK,
    "seed",
    "neuron_seed",
    N_("Seed of the network"),
    N_("The same seed begins with the same weights and takes the points in the same order."),
)
_DRAWN = (COUNT, NOISE, LABEL_NOISE, TEST_SHARE, DATA_SEED)
_OF_THE_NETWORK = (INPUTS, LOSS, OPTIMIZER, RATE, L1, L2, BATCH_SIZE, START, SCALE, SEED)
SETTINGS = (DATA, OWN_POINTS, *_DRAWN, LAYERS, *UNITS, *LAYER_ACTIVATIONS, *_OF_THE_NETWORK)


def dependent(said: Said) -> Values:
    """The usual loss is that of the question that the points ask."""
    return {LOSS.key: _losses(said)[0]}


def values(points: PointsConfig, network: NeuronConfig) -> Values:
    """What all widgets but those of own points say for a problem."""
    layers = zip(UNITS, network.units, LAYER_ACTIVATIONS, network.activations, strict=False)
    described: Values = {LAYERS.key: len(network.units)}
    for units, count, activation, name in layers:
        described |= {units.key: count, activation.key: name}
    drawn = {DATA.key: points.kind} | values_of(points, _DRAWN)
    return drawn | described | values_of(network, _OF_THE_NETWORK)


def settle() -> None:
    """Once seeded: a loss that an address asks for and that its points cannot have is said."""
    possible = _losses(st.session_state)
    if LOSS.value not in possible:
        say_refused(LOSS.key, LOSS.value, ", ".join(possible))
        LOSS.set(possible[0])


def points() -> PointSet | None:
    """The points that are chosen; None after one sentence where there are none."""
    if is_own() and not OWN_POINTS.value:
        st.info(
            _("There are no points yet. Paint some in the plane, or take them from a table."),
            icon=":material/brush:",
        )
        return None
    try:
        if is_own():
            return own_points().split(TEST_SHARE.to_field(TEST_SHARE.value), DATA_SEED.value)
        return make_points(drawn())
    except LabError as error:
        _say(error)
        return None


def drawn() -> PointsConfig:
    """How the points are made, where they are not the visitor's own."""
    return configured(_POINTS, _DRAWN, st.session_state, kind=DATA.value)


def config() -> NeuronConfig | None:
    """The network that is described; None after one sentence where that is impossible."""
    shown = LAYERS.value
    try:
        return configured(
            _NETWORK,
            _OF_THE_NETWORK,
            st.session_state,
            units=tuple(one.value for one in UNITS[:shown]),
            activations=tuple(one.value for one in LAYER_ACTIVATIONS[:shown]),
            classes=_classes(st.session_state),
        )
    except LabError as error:
        _say(error)
        return None


def _say(error: LabError) -> None:
    st.warning(explain(error), icon=":material/error:")


def _classes(said: Said) -> int:
    """0 where the points have values, else 2-4."""
    if said[DATA.key] == OWN:
        return decode(said[OWN_POINTS.key]).classes
    return DATASETS[said[DATA.key]].classes


def _losses(said: Said) -> tuple[str, ...]:
    """Those that the points can have, the usual one first."""
    return HEADS[question_of(_classes(said))].losses


def is_own() -> bool:
    """Whether the points are the visitor's."""
    return bool(DATA.value == OWN)


def own_points() -> OwnPoints:
    """The visitor's own, perhaps none yet."""
    return decode(OWN_POINTS.value)


def set_own(own: OwnPoints) -> None:
    """Makes these the visitor's own points, and what is learnt; for use in callbacks."""
    OWN_POINTS.set(encode(own))
    DATA.set(OWN)
    fit_loss()


def fit_loss() -> None:
    """A loss that the points can have, where they cannot have this one; for use in callbacks."""
    possible = _losses(st.session_state)
    if LOSS.value not in possible:
        LOSS.set(possible[0])


def show_data() -> None:
    """The controls of points that are drawn; of own ones, what there is to say of them too."""
    with st.container(key="neuron_points"):
        if DATA.selectbox(on_change=fit_loss) != OWN:
            st.caption(_(DATASETS[DATA.value].note))
            COUNT.slider()
            NOISE.slider()
            LABEL_NOISE.slider()
        TEST_SHARE.slider()
        DATA_SEED.number_input()


def show_network() -> None:
    """The controls of what the network is made of."""
    INPUTS.pills()
    shown = LAYERS.slider()
    for number, (units, activation) in enumerate(
        zip(UNITS[:shown], LAYER_ACTIVATIONS[:shown], strict=True), 1
    ):
        left, right = st.columns([3, 4])
        with left:
            units.number_input(label=_(units.label).format(layer=number))
        with right:
            activation.selectbox(label=_(activation.label).format(layer=number))
    START.selectbox()
    SCALE.number_input()
    SEED.number_input()


def show_training() -> None:
    """The controls of how it is trained; all but the first two hold from the next step on."""
    possible = _losses(st.session_state)
    LOSS.selectbox(options=possible)
    OPTIMIZER.selectbox()
    RATE.select_slider(format_func=_plainly)
    BATCH_SIZE.select_slider()
    L1.select_slider(format_func=_plainly)
    L2.select_slider(format_func=_plainly)


def _plainly(number: float) -> str:
    return f"{number:g}"
