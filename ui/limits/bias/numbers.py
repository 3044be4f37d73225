"""All numbers of the view as a table."""

from __future__ import annotations

import streamlit as st

from dlcore.limits.bias import metrics
from dlcore.limits.bias.config import BiasResult
from ui.frame.i18n import gettext as _
from ui.limits.bias import words
from ui.shared.numbers import percent, table


def show(found: BiasResult) -> None:
    """A row for each network: what it was trained on, how long, and how often it is right."""
    with st.expander(_("All of it as a table"), icon=":material/table_rows:"):
        head = [
            _("network"),
            _("images"),
            _("an epoch"),
            _("seconds"),
            words.victim(found).replace("|", r"\|"),  # which would end a cell
            _("all others"),
            _("all"),
        ]
        rows = [
            [
                words.network(one.name),
                f"{one.images:,}",
                f"{one.shown:,}",
                f"{one.seconds:.1f}",
                words.with_interval(metrics.right_of(found, one, found.rare)),
                percent(metrics.right_of(found, one, ~found.rare).value),
                percent(metrics.accuracy(found, one).value),
            ]
            for one in found.networks
        ]
        st.markdown(table(head, rows))
        st.caption(
            _(
                "Different images, those made by augmentation among them; images in an epoch, with "
                "repetitions; seconds of training and test on the machine this ran on, those of "
                "the first network with its compiling. In brackets: 95 % intervals."
            )
        )
