"""The inside of a recurrent network: the visitor's own digit, read row by row."""

from dataclasses import dataclass
from types import ModuleType

import streamlit as st

from dlcore.rnn.script import reading_script
from ui.frame import explore, shell
from ui.frame import settings as url
from ui.frame.catalogue import RNN
from ui.frame.engine import current_run
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.rnn import beside, gates, memory, rows, search, subject, units
from ui.rnn.addition import view as addition
from ui.shared.readers import Reader


@dataclass(frozen=True)
class View:
    """One way to look: a part with show, PARAMETERS and DEFAULTS, of a digit or by itself."""

    title: str
    part: ModuleType
    of_a_digit: bool = True


VIEWS = {
    "rows": View(N_("Row by row"), rows),
    "gates": View(N_("Gates"), gates),
    "memory": View(N_("Memory"), memory),
    "beside": View(N_("Side by side"), beside),
    "search": View(N_("Unit search"), search),
    "addition": View(N_("Adding"), addition, of_a_digit=False),
}
PARTS = [subject, units, *(view.part for view in VIEWS.values())]
PARAMETERS = {"rnn_view": url.choice(*VIEWS)}
DEFAULTS = {"rnn_view": "rows"}
for part in PARTS:
    PARAMETERS |= part.PARAMETERS
    DEFAULTS |= part.DEFAULTS


def main() -> None:
    shell.page(RNN)
    run = current_run()
    trained = run if run and run.status == "done" and run.result else None
    url.seed("rnn", PARAMETERS, lambda asked: DEFAULTS)
    desk(subject.at_hand(trained))
    explore.lesson("rnn")


@st.fragment
def desk(at_hand: dict[str, Reader]) -> None:
    """One way to look, and the digit and the network that are looked at."""
    url.restore("rnn", DEFAULTS)
    with st.container(key="rnn_desk"):
        view = st.segmented_control(
            _("View"),
            list(VIEWS),
            format_func=lambda name: _(VIEWS[name].title),
            key="rnn_view",
            required=True,
            label_visibility="collapsed",
            help=_("What to see of the network."),
        )
        if VIEWS[view].of_a_digit:
            chosen = subject.show(at_hand)
            if chosen:
                look(view, chosen)
                explore.code(reading_script(chosen.file, subject.SOURCE.test_image))
        else:
            look(view)
    url.publish("rnn", PARAMETERS, DEFAULTS)


# A fragment in the other, so that a control asks for its own picture alone.
@st.fragment
def look(view: str, *chosen: subject.Subject) -> None:
    url.restore("rnn", DEFAULTS)
    VIEWS[view].part.show(*chosen)
    url.publish("rnn", PARAMETERS, DEFAULTS)


main()
