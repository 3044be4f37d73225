"""Every run that is kept, and some of them beside one another."""

import streamlit as st

from ui.frame import explore, shell
from ui.frame.catalogue import RUNS
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.settings import Settings
from ui.frame.views import View, Views
from ui.runs import confusions, costs, curves, images, kept, room, table
from ui.runs.kept import KeptRun
from ui.runs.sweep import panel as sweep
from ui.runs.sweep import settings as of_sweep
from ui.runs.tries import TRIES

VIEWS = Views(
    "runs_view",
    N_("View"),
    N_("What to compare."),
    {
        "curves": View(N_("Curves"), curves),
        "confusions": View(N_("Confusion matrices"), confusions),
        "images": View(N_("Who reads what"), images),
        "costs": View(N_("What it costs"), costs),
    },
)
SETTINGS = Settings(
    "runs",
    *table.SETTINGS,
    *VIEWS.settings,
    *room.SETTINGS,
    *of_sweep.SETTINGS,
    dependent=of_sweep.dependent,
)


def main() -> None:
    shell.page(RUNS)
    SETTINGS.seed()
    kept.say_trouble()
    if of_sweep.PART.segmented(label_visibility="collapsed") == "sweep":
        sweep.show()
    else:
        compare()
    SETTINGS.publish()
    explore.lesson("runs", SETTINGS, TRIES)


def compare() -> None:
    """The table of runs, and some of them beside one another."""
    if room.name():
        room.show()
    runs = shown()
    chosen = table.show(runs)
    kept.watch(runs)
    if chosen:
        desk(chosen, runs)
    if not room.name():
        room.show()


def shown() -> list[KeptRun]:
    """A class' runs for its teacher, else the visitor's own, else examples; says which."""
    of_class = room.taught()
    if of_class is not None:
        room.say_what_is_seen(of_class)
        return of_class
    runs = kept.own()
    if all(run.example for run in runs):
        st.info(
            _("You have no runs yet. These are examples: try the page on them."),
            icon=":material/school:",
        )
    return runs


@SETTINGS.fragment
def desk(chosen: list[KeptRun], runs: list[KeptRun]) -> None:
    """One way to compare them; a fragment, so that a slider asks for its own picture alone."""
    with st.container(key="runs_charts"):
        VIEWS.choose().show(chosen, runs)


main()
