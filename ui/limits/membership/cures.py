"""The networks side by side: what each gives away, how good it is, and all of it as a table."""

from __future__ import annotations

import math

import streamlit as st

from dlcore.figures.limits import membership as drawing
from dlcore.limits.membership import MembershipResult
from dlcore.limits.membership.config import PLAIN, MembershipNetwork
from dlcore.limits.membership.cures import WAYS
from ui.frame.i18n import gettext as _
from ui.limits.membership.said import auc_text
from ui.shared import chart
from ui.shared.numbers import table
from ui.shared.verdicts import listed

_ROW, _FOOT = 38, 40  # px
_SURE_OF = 0.01  # wrongly accused, as Carlini et al. 2022 measure


def show(found: MembershipResult) -> None:
    """Two rows of bars, and the table."""
    networks = [one for one in found.networks if one.measured]
    if not networks:
        st.caption(_("What the cures do will stand here."))
        return
    left, right = st.columns(2)
    with left:
        _given_away(networks)
    with right:
        _accuracy(networks)
    with st.expander(_("All of it as a table"), icon=":material/table_rows:"):
        _table(networks)


def _title(network: MembershipNetwork) -> str:
    return _(WAYS[network.name].title)


def _given_away(networks: list[MembershipNetwork]) -> None:
    st.markdown(_("**What it gives away**: AUC of the attack, shorter is better"))
    aucs = [one.attack.auc for one in networks]
    luck = networks[0].attack.luck
    bars = [
        drawing.WayBar(_title(one), auc, auc_text(auc), one.name == PLAIN)
        for one, auc in zip(networks, aucs, strict=True)
    ]
    end = max(0.6, *aucs, 0.5 + luck)
    chart.show(
        drawing.ways(
            bars,
            ends=(0.5, end + 0.18 * (end - 0.5)),
            height=_ROW * len(bars) + _FOOT,
            luck=(0.5, min(1.0, 0.5 + luck)),
            luck_said=_("grey: luck alone"),
        ),
        key="membership_aucs",
        alt=_("AUC of the attack: {all}").format(
            all=listed(f"{bar.name} {bar.text}" for bar in bars)
        ),
        save="privacy",
    )


def _accuracy(networks: list[MembershipNetwork]) -> None:
    st.markdown(_("**How good it is**: new images read right, longer is better"))
    bars = [
        drawing.WayBar(_title(one), one.accuracy, f"{one.accuracy:.1%}", one.name == PLAIN)
        for one in networks
    ]
    chart.show(
        drawing.ways(bars, ends=(0.0, 1.2), height=_ROW * len(bars) + _FOOT),
        key="membership_accuracies",
        alt=_("New images read right: {all}").format(
            all=listed(f"{bar.name} {bar.text}" for bar in bars)
        ),
        save="accuracy",
    )


def _table(networks: list[MembershipNetwork]) -> None:
    head = [
        _("network"),
        _("right: learnt"),
        _("never seen"),
        _("new images"),
        _("AUC"),
        _("caught at 1%"),
        "ε",
    ]
    st.markdown(table(head, [_row(one) for one in networks]))
    st.caption(
        _(
            "Right: share of the images whose label, random ones among them, the network says. "
            "Caught at 1%: of the images learnt, the share that the attack finds where it accuses "
            "one in a hundred others (Carlini et al. 2022): what it can be nearly sure of."
        )
    )
    for one in networks:
        way = WAYS[one.name]
        took = _("{epochs:.0f} epochs, {seconds:.1f} s.").format(
            epochs=one.epochs, seconds=one.seconds
        )
        st.caption(f"**{_title(one)}** · {_(way.how)} {took} {way.reference}")
    if any(not math.isnan(one.epsilon) for one in networks):
        st.caption(
            _(
                "ε is counted as Mironov et al. 2019 do, at δ = 0.00001, for images that each step "
                "draws by coin, as here. It is no promise to anyone yet: the settings were chosen "
                "by looking at results, and the noise comes from an ordinary random generator."
            )
        )


def _row(network: MembershipNetwork) -> list[str]:
    attack = network.attack
    caught = attack.caught_at(_SURE_OF)
    return [
        _title(network),
        f"{network.right_inside:.1%}",
        f"{network.right_outside:.1%}",
        f"{network.accuracy:.1%}",
        f"{attack.auc:.3f}",
        "–" if math.isnan(caught) else f"{caught:.1%}",
        _epsilon(network.epsilon),
    ]


def _epsilon(epsilon: float) -> str:
    if math.isnan(epsilon):
        return "–"
    return "∞" if math.isinf(epsilon) else f"{epsilon:,.1f}"
