"""How good is the network that ships: its card, for a reader who wants to know before trusting it.

Everything but the model's file is optional in a card; what one does not say is not shown.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import streamlit as st

from dlcore.figures.card import (
    OutcomeWords,
    RejectionWords,
    ReliabilityWords,
    outcomes,
    rejection,
    reliability,
)
from dlcore.registry import Card
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.live import duration
from ui.shared import chart, readers
from ui.shared.pixels import tile
from ui.shared.verdicts import listed

KEY = "draw_good"
ALTERED = {
    "small": N_("drawn small"),
    "thin": N_("with a thin pen"),
    "thick": N_("with a thick pen"),
    "off_centre": N_("off centre"),
}
OTHERS = {
    "letters": N_("letters"),
    "symbols": N_("symbols"),
    "scripts": N_("digits and letters of other scripts"),
}
KINDS = {
    "tight_crop": N_("cut close to the ink"),
    "shadow": N_("a hard shadow across"),
    "soft_light": N_("soft light"),
    "box": N_("in a printed box"),
    "form_field": N_("in a field of a form"),
    "window": N_("a window on a screen"),
    "table_cell": N_("in a cell of a table"),
    "desk": N_("paper on a dark desk"),
    "ruled": N_("ruled paper"),
    "squared": N_("squared paper"),
    "meter": N_("a meter"),
    "lcd": N_("a digital display"),
    "printed": N_("printed"),
    "faint": N_("faint pencil"),
    "thin": N_("a thin pen"),
    "noise": N_("a grainy picture"),
}
OUTCOMES = {
    "read": N_("read"),
    "unsure": N_("not sure"),
    "refused": N_("refused"),
    "wrong": N_("sure and wrong"),
}
GAPS = {
    "apart": N_("apart"),
    "near": N_("near to each other"),
    "overlapping": N_("reaching over each other"),
    "touching": N_("two that touch"),
    "chain": N_("all that touch"),
}
# What a picture among the mistakes shows, by its source.
MISTAKES = {
    "mnist": N_("{guess}, not {truth}"),
    "drawn": N_("{guess}, not {truth}"),
    "letters": N_("{guess}, but a letter"),
    "symbols": N_("{guess}, but a symbol"),
    "scripts": N_("{guess}, but of another script"),
}


@st.fragment
def show() -> None:
    """An expander that is filled when it is opened: its charts would hold up the page."""
    place = st.expander(
        _("How good is the network that ships?"),
        icon=":material/fact_check:",
        key=KEY,
        on_change="rerun",
    )
    if place.open:
        with place:
            _card(readers.card())


def _card(card: Card) -> None:
    if not card:
        st.markdown(_("The network that ships is missing."))
        return
    st.caption(
        _(
            "From the card of the network that ships. All of it was measured on images and writers "
            "that it was not trained on."
        )
    )
    _figures(card)
    drawn, knowing = card.get("drawn") or {}, card.get("knowing") or {}
    sections: tuple[tuple[str, Callable[[Any], None], Any], ...] = (
        (_("By digit"), _by_digit, card if "test_accuracy_per_class" in card else None),
        (
            _("Is it as sure as it should be?"),
            _calibration,
            drawn if "reliability" in drawn else None,
        ),
        (_("Digit or not?"), _knowing, knowing),
        (_("Pictures"), _kinds, card.get("kinds")),
        (_("Numbers"), _numbers, readers.card("line").get("numbers")),
        (_("What it gets wrong"), _mistakes, card.get("mistakes")),
        (_("How it was made"), _making, card),
    )
    shown = [section for section in sections if section[2]]
    tabs = st.tabs([title for title, _draw, _part in shown])
    for tab, (_title, draw, part) in zip(tabs, shown, strict=True):
        with tab:
            draw(part)


def _figures(card: Card) -> None:
    drawn = card.get("drawn") or {}
    row = st.container(horizontal=True, gap="medium")
    _metric(
        row,
        _("On MNIST"),
        card.get("test_accuracy"),
        _("Share of {n:,} test images read right. None of them was used in training.").format(
            n=card.get("test_images", 0)
        ),
    )
    _metric(
        row,
        _("Drawn on a screen"),
        drawn.get("accuracy"),
        _(
            "Mean over {writers} people of whom it had seen nothing; {drawings:,} drawings, "
            "prepared as yours are."
        ).format(writers=drawn.get("writers", 0), drawings=drawn.get("drawings", 0)),
    )
    _metric(
        row,
        _("Its worst writer"),
        drawn.get("worst_writer"),
        _("Of those people, the one whose digits it reads least well."),
    )
    altered = {_(ALTERED[k]): v for k, v in (drawn.get("altered") or {}).items() if k in ALTERED}
    if altered:
        said = listed(f"{name} {share:.1%}" for name, share in altered.items())
        st.markdown(_("The same drawings, altered: {said}.").format(said=said))


def _metric(row: Any, label: str, share: float | None, meaning: str) -> None:
    if share is not None:
        row.metric(label, f"{share:.2%}", help=meaning, width="content")


def _by_digit(card: Card) -> None:
    on_mnist = card["test_accuracy_per_class"]
    drawn = (card.get("drawn") or {}).get("per_class") or {}
    heads = [_("Digit"), _("On MNIST"), *([_("Drawn on a screen")] if drawn else [])]
    lines = [
        "| "
        + " | ".join([digit, *(_cell(shares.get(digit)) for shares in (on_mnist, drawn) if shares)])
        for digit in sorted(on_mnist)
    ]
    rule = "|:--" + "|--:" * (len(heads) - 1)
    st.markdown("\n".join(["| " + " | ".join(heads), rule, *lines]))
    st.caption(_("Of all images of a digit, the share that is read as that digit (recall)."))


def _cell(share: float | None) -> str:
    return "" if share is None else f"{share:.1%}"


def _calibration(drawn: Mapping[str, Any]) -> None:
    bins = drawn["reliability"]
    chart.show(
        reliability(
            bins["confidence"],
            bins["accuracy"],
            bins["count"],
            words=ReliabilityWords(
                confidence=_("how sure it is"),
                accuracy=_("how often it is right"),
                perfect=_("as sure as it is right"),
                hover=_("{confidence} sure, {accuracy} right, {count} drawings"),
            ),
        ),
        key="draw_reliability",
        alt=_("Reliability diagram: how often it is right, for how sure it is."),
    )
    st.caption(
        _(
            "Bars on the diagonal: of the digits that it is 80 % sure of, 80 % are right. On "
            "drawings it is off by {error:.1%} on average (expected calibration error)."
        ).format(error=drawn.get("calibration_error", 0.0))
    )


def _knowing(knowing: Mapping[str, Any]) -> None:
    in_use, curves = knowing.get("page") or knowing, knowing.get("rejection")
    if curves:
        chart.show(
            rejection(
                curves["threshold"],
                curves["digits"],
                {_(said): curves[name] for name, said in OTHERS.items() if name in curves},
                in_use.get("threshold"),
                words=RejectionWords(
                    digits=_("digits"),
                    threshold=_("threshold on the digit score"),
                    share=_("taken for a digit"),
                    at=_("in use"),
                ),
            ),
            key="draw_rejection",
            alt=_("Share of digits, letters and symbols taken for a digit, for each threshold."),
        )
    if "digits_passed" in in_use:
        st.markdown(
            _("Of drawn digits {share:.1%} are taken for one, at the threshold in use.").format(
                share=in_use["digits_passed"]
            )
        )
    areas = knowing.get("auroc") or {}
    for name, said in OTHERS.items():
        _passed((in_use.get("passed") or {}).get(name), areas.get(name), _(said))
    if in_use is not knowing:
        st.caption(
            _(
                "At the stricter threshold of {threshold:.2f}, {share:.1%} of drawn digits would "
                "pass; the page would refuse one digit in twenty."
            ).format(threshold=knowing["threshold"], share=knowing["digits_passed"])
        )


def _passed(share: float | None, area: float | None, said: str) -> None:
    if share is not None and area is not None:
        st.markdown(
            _("Of {kind} {share:.1%} are still taken for a digit (AUROC {area:.3f}).").format(
                kind=said, share=share, area=area
            )
        )


def _kinds(kinds: Mapping[str, Mapping[str, float]]) -> None:
    named = {_(said): kinds[name] for name, said in KINDS.items() if name in kinds}
    count = max((int(shares.get("pictures", 0)) for shares in named.values()), default=0)
    chart.show(
        outcomes(
            named,
            words=OutcomeWords(
                {name: _(said) for name, said in OUTCOMES.items()},
                hover=_("{kind}: {outcome} {share}"),
            ),
        ),
        key="draw_kinds",
        alt=_("Of each kind of picture, the share that is read. {said}").format(
            said=listed(f"{name} {shares.get('read', 0.0):.0%}" for name, shares in named.items())
        ),
    )
    st.caption(
        _(
            "Digits of people and fonts of which it had seen nothing, or of displays, put into "
            "pictures by program: {count} of each kind. Sure and wrong is worse than refused."
        ).format(count=count)
    )


def _numbers(numbers: Mapping[str, Mapping[str, float]]) -> None:
    heads = [_("The digits stand"), _("Read right"), _("Sure and wrong")]
    lines = [
        f"| {_(said)} | {_cell(numbers[gap].get('read'))} | {_cell(numbers[gap].get('wrong'))}"
        for gap, said in GAPS.items()
        if gap in numbers
    ]
    st.markdown("\n".join(["| " + " | ".join(heads), "|:--|--:|--:", *lines]))
    st.caption(
        _(
            "Whole numbers, each by one writer of whom it had seen nothing: right only where every "
            "digit is."
        )
    )


def _mistakes(mistakes: Sequence[Mapping[str, Any]]) -> None:
    st.caption(_("What it said and what it was, then how sure it was."))
    with st.container(horizontal=True, gap="small", key="draw_mistakes"):
        for mistake in mistakes:
            template = MISTAKES[mistake["source"]]
            said = _(template).format(guess=mistake["guess"], truth=mistake["truth"])
            tile(_image(mistake["image"]), said, mistake["confidence"])


def _image(text: str) -> np.ndarray:
    return np.frombuffer(base64.b64decode(text), np.uint8).reshape(28, 28)


def _making(card: Card) -> None:
    facts = {
        _("Data"): "; ".join(_sources(card.get("data"))),
        _("Parameters"): f"{card['parameters']:,}" if "parameters" in card else "",
        _("Epochs"): str(card.get("epochs", "")),
        _("Seed"): str(card.get("seed", "")),
        _("Time to train"): duration(card["training_seconds"])
        if "training_seconds" in card
        else "",
        _("Versions"): ", ".join(f"{k} {v}" for k, v in (card.get("versions") or {}).items()),
    }
    st.markdown("  \n".join(f"**{name}** · {fact}" for name, fact in facts.items() if fact))
    if "command" in card:
        st.caption(_("This makes it again:"))
        st.code(card["command"], language="bash", wrap_lines=True)


def _sources(data: Any) -> list[str]:
    """Names and licences of the data sets in a card, however they are nested there."""
    if isinstance(data, list):
        return [name for part in data for name in _sources(part)]
    if not isinstance(data, dict):
        return []
    own = [str(data[key]) for key in ("name", "licence") if key in data]
    return ([" · ".join(own)] if own else []) + _sources(list(data.values()))
