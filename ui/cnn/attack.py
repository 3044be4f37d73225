"""Adversarial images: a change that a person hardly sees, made against the network."""

from __future__ import annotations

import streamlit as st

from dlcore.cnn.attacks import EPSILONS, STEPS, AdversarialExample, adversarial_example, curve
from dlcore.contract import MOST_CLASSES
from dlcore.figures import cnn as drawing
from dlcore.figures import heat
from ui.cnn import label
from ui.cnn.bars import twice
from ui.cnn.subject import CnnSubject
from ui.frame import explore
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Number, Whole
from ui.shared import chart, pictures

EPSILON = Number(
    "cnn_epsilon",
    0.15,
    N_("Epsilon"),
    N_("How far each pixel may go; from black to white it is 1."),
    0.0,
    EPSILONS[-1],
    step=0.01,
)
TARGET = Whole("cnn_target", label.ANY, N_("To be read as"), low=label.ANY, high=MOST_CLASSES - 1)
SETTINGS = (EPSILON, TARGET)
_WIDTH = 140  # px


def show(subject: CnnSubject) -> None:
    left, right = st.columns(2)
    with left:
        epsilon = EPSILON.slider()
    with right:
        target = label.choose(
            TARGET,
            subject,
            _("anything else"),
            help=_(
                "Anything else: one step along the sign of the gradient (FGSM). A class: {steps} "
                "small steps towards it."
            ).format(steps=STEPS),
        )
    truth = subject.answer if subject.truth is None else subject.truth
    found = subject.ask(adversarial_example, subject.image, truth, target, epsilon)
    if found is None:
        return
    pairs, answer = st.columns([1.45, 1], gap="medium")
    with pairs:
        _three(subject, found, epsilon)
    with answer:
        _answer(subject, found)
    _curve(subject, epsilon)
    explore.code(subject.program.attack_script(truth, target, epsilon))


def _three(subject: CnnSubject, found: AdversarialExample, epsilon: float) -> None:
    change = found.image - subject.image
    shown = (
        (heat.grey(subject.image, 1.0), _("before"), _("The image as it was")),
        (
            heat.signed(change, max(epsilon, 1e-6)),
            _("the change: at most {largest:.2f} a pixel, {length:.1f} long").format(
                largest=found.largest, length=found.length
            ),
            _("What is added to the image"),
        ),
        (heat.grey(found.image, 1.0), _("after"), _("The attacked image")),
    )
    with st.container(horizontal=True, gap="small"):
        for pixels, caption, alt in shown:
            with st.container(width=_WIDTH):
                pictures.picture(pixels, _WIDTH, alt, caption)
    st.caption(
        _(
            "Orange is made lighter, blue darker. Its length is the square root of the sum of all "
            "squares; the image itself is {length:.1f} long."
        ).format(length=float((subject.image**2).sum() ** 0.5))
    )


def _answer(subject: CnnSubject, found: AdversarialExample) -> None:
    with st.container(key="cnn_attack_said"):
        st.markdown(subject.answers_now(found.probabilities))
    twice(subject, subject.probabilities, found.probabilities, key="cnn_attack_bars", height=280)


def _curve(subject: CnnSubject, epsilon: float) -> None:
    if not subject.knows_tests:
        st.caption(_("How many test images it still reads is not known: its data set is not here."))
        return
    found = subject.ask_tests(curve)
    if found is None:
        return
    # The nearest that was measured, and not 0, where nothing is changed.
    changed = [i for i, one in enumerate(found.epsilons) if one > 0]
    at = min(changed, key=lambda i: abs(found.epsilons[i] - epsilon))
    said = _(
        "At an epsilon of {epsilon:g} this network still reads {attacked:.1%} of {count} test "
        "images, and {random:.1%} after as large a change by chance."
    ).format(
        epsilon=found.epsilons[at],
        attacked=found.attacked[at],
        random=found.random[at],
        count=found.images,
    )
    st.markdown(_("**And on the whole test set?**") + " " + said)
    chart.show(
        drawing.attack_curve(
            found.epsilons,
            found.attacked,
            found.random,
            now=epsilon,
            words=drawing.AttackWords(
                attacked=_("attacked (FGSM)"),
                random=_("by chance"),
                x=_("epsilon"),
                y=_("read right"),
            ),
            height=280,
        ),
        key="cnn_attack_curve",
        alt=said,
    )
