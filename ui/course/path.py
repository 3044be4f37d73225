"""The stations of the course, in the order of the article, and shorter ways over them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ui.frame import catalogue
from ui.frame.catalogue import Page
from ui.frame.i18n import N_


@dataclass(frozen=True)
class Station:
    """A page of the course.

    Attributes:
        page: where it is.
        minutes: that it takes a beginner, exercises included.
        learnt: what one knows afterwards, an English msgid.
    """

    page: Page
    minutes: int
    learnt: str


STATIONS: tuple[Station, ...] = (
    Station(
        catalogue.NEURON,
        25,
        N_("What a neuron computes, why one draws a straight line, and what a few more can do."),
    ),
    Station(
        catalogue.ACTIVATIONS,
        20,
        N_("What bends the line, and why a signal can die on its way through many layers."),
    ),
    Station(
        catalogue.LOSSES,
        25,
        N_("How a mistake becomes a number, and how hard that number pulls."),
    ),
    Station(
        catalogue.OPTIMIZERS,
        20,
        N_("How a network goes downhill, and what the learning rate decides."),
    ),
    Station(
        catalogue.TRAIN,
        30,
        N_("How all of it comes together: a network learns to read digits before your eyes."),
    ),
    Station(
        catalogue.CONVOLUTION,
        25,
        N_("How a small filter finds the same thing everywhere in a picture."),
    ),
    Station(
        catalogue.CNN,
        25,
        N_("What the layers of a trained network look at, and how it can be fooled."),
    ),
    Station(
        catalogue.DRAW,
        20,
        N_("How a network takes what it has never seen, and when it should refuse."),
    ),
    Station(
        catalogue.RNN,
        25,
        N_("How a network with a memory reads step by step, and what it forgets."),
    ),
    Station(
        catalogue.GAN,
        30,
        N_("How two networks that play against each other learn to draw."),
    ),
    Station(
        catalogue.DATA,
        30,
        N_("How a network learns your own symbols, and how few drawings that takes."),
    ),
    Station(
        catalogue.LIMITS,
        30,
        N_("What networks learn by heart, whom they fail, and what all of it costs."),
    ),
)


@dataclass(frozen=True)
class Path:
    """A way over some of the stations.

    Attributes:
        title, said: English msgids: its name, and whom it is for.
        pages: names of its pages, in order.
    """

    title: str
    said: str
    pages: tuple[str, ...]

    @property
    def stations(self) -> tuple[Station, ...]:
        by_name = {station.page.name: station for station in STATIONS}
        return tuple(by_name[name] for name in self.pages)


WHOLE = "whole"
PATHS: Mapping[str, Path] = {
    WHOLE: Path(
        N_("The whole course"),
        N_("Twelve stations in the order of the article: for a course of some weeks."),
        tuple(station.page.name for station in STATIONS),
    ),
    "class": Path(
        N_("90 minutes in class"),
        N_("Four stations for a double lesson: a neuron, a training, a drawing, a limit."),
        ("neuron", "train", "draw", "limits"),
    ),
    "afternoon": Path(
        N_("An afternoon alone"),
        N_("Seven stations for whoever wants to understand it and has a few hours."),
        ("neuron", "losses", "optimizers", "train", "convolution", "cnn", "draw"),
    ),
    "keras": Path(
        N_("I know Keras"),
        N_("Five stations with what most tutorials leave out."),
        ("activations", "cnn", "gan", "data", "limits"),
    ),
}


def around(page: Page) -> tuple[Page | None, int, Page]:
    """What comes before a page in the course, if anything does; its place there, from 1; and what
    follows, the course itself after the last."""
    pages = [station.page for station in STATIONS]
    at = pages.index(page)
    return pages[at - 1] if at else None, at + 1, [*pages, catalogue.COURSE][at + 1]
