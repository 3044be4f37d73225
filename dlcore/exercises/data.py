"""Exercises on data: what is wrong with a set, and how little of it is enough."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dlcore.data import DataSet
from dlcore.data.recipes import Alteration, counted
from dlcore.exercises.asked_run import AskedRun, not_done
from dlcore.exercises.exercise import Checked, CourseExercise, Prediction
from dlcore.messages import N_

SETS = ("digits", "symbols")
MOST_WRONG, PRECISION = 0.05, 0.9  # of all labels; of the suspects
ENOUGH = 0.9  # of the test drawings, that who has learnt from few reads right
NOISE = 0.4  # of the labels


@dataclass(frozen=True)
class WorseSet:
    """A set that ships, and what was done to it.

    Attributes:
        name: of `SETS`, or the id of another.
        alteration: on purpose.
    """

    name: str
    alteration: Alteration


@dataclass(frozen=True)
class LearntFew:
    """What was learnt from a few drawings of each class.

    Attributes:
        run: how far that is.
        altered: what the page has made of its set by now.
        images: of each class, at most.
        transfer, nothing: share of the test drawings read right by the network that had learnt
            digits, and by the one that began with nothing; None where there is none.
    """

    run: AskedRun
    altered: WorseSet
    images: int = 0
    transfer: float = 0.0
    nothing: float | None = None


def _set(name: str) -> DataSet:
    if name == "digits":
        from dlcore.tasks import some_digits

        return some_digits()
    from dlcore.data.symbols import symbols

    return symbols()


def _thin(state: WorseSet, _guess: str | int | None) -> Checked:
    from dlcore.data.look import balance

    if state.name not in SETS:
        return _another_set()
    asked = state.alteration
    if asked.thin_class is None:
        return Checked(False, N_("No class is rare yet. Open “Make it worse” and choose one."))
    if asked.label_noise:
        return Checked(
            False, N_("Wrong labels change how many there are of each class: set them to 0.")
        )
    data = _set(state.name)
    usual = int((data.y_train == asked.thin_class).sum())
    values = {"left": min(asked.thin_to, usual), "usual": usual}

    def warned(count: int) -> bool:
        fewer = counted(data, Alteration(thin_class=asked.thin_class, thin_to=count)).data
        return asked.thin_class in balance(fewer).thin

    if not warned(asked.thin_to):
        return Checked(
            False,
            N_(
                "With {left} drawings of {usual} left, nobody warns of this class yet. Take more "
                "away."
            ),
            values,
        )
    if warned(asked.thin_to + 1):
        return Checked(
            False,
            N_("With {left} of {usual} left there is a warning, but with one more there is, too."),
            values,
        )
    return Checked(
        True,
        N_(
            "With {left} of {usual} drawings left the warning comes, with one more it does not: "
            "the line is at a quarter of what the other classes have."
        ),
        values,
        "quarter",
    )


def _suspects(state: WorseSet, _guess: str | int | None) -> Checked:
    from dlcore.data.look import suspects

    if state.name != "digits":
        return Checked(
            False, N_("Choose the digits, as they came: some of them look like another by nature.")
        )
    if replace(state.alteration, label_noise=0.0, seed=0) != Alteration():
        return Checked(False, N_("Make nothing worse but the labels: all else as it was."))
    share = state.alteration.label_noise
    values = {"share": share, "most": MOST_WRONG, "wanted": PRECISION}
    if not share:
        return Checked(
            False, N_("No label was made wrong yet. Open “Make it worse”, and make some wrong.")
        )
    if share > MOST_WRONG:
        return Checked(
            False,
            N_("{share:.0%} of the labels are wrong; at most {most:.0%} are allowed."),
            values,
        )
    worse = counted(_set(state.name), state.alteration)
    named, wrong = suspects(worse.data).found, set(worse.wrong.tolist())
    hits = sum(one.number in wrong for one in named)
    values |= {"named": len(named), "hits": hits, "precision": hits / max(len(named), 1)}
    if values["precision"] < PRECISION:
        return Checked(
            False,
            N_(
                "{hits} of the {named} suspects have a wrong label, {precision:.0%}; at least "
                "{wanted:.0%} are wanted. The others are right, and written in a rare way."
            ),
            values,
        )
    return Checked(
        True,
        N_(
            "{hits} of the {named} suspects have a wrong label, {precision:.0%}. Those that are "
            "only rarely written are about as many in any case: the more mistakes a set has, the "
            "less they weigh."
        ),
        values,
        "larger",
    )


def _few(state: LearntFew, _guess: str | int | None) -> Checked:
    if reason := not_done(state.run):
        return reason
    if state.run.set != _set("symbols").fingerprint:
        return Checked(
            False,
            N_("This run is of another set. Choose the symbols as they came, and press Start."),
        )
    if state.nothing is None:
        return Checked(
            False, N_("Nothing was compared. Switch “Also from nothing” on, and press Start again.")
        )
    values = {
        "images": state.images,
        "transfer": state.transfer,
        "nothing": state.nothing,
        "wanted": ENOUGH,
    }
    if state.transfer < ENOUGH:
        return Checked(
            False,
            N_(
                "From {images} of each class, transfer reads {transfer:.1%} right; {wanted:.0%} "
                "are wanted. Give it more drawings or more passes."
            ),
            values,
        )
    if state.nothing >= ENOUGH:
        return Checked(
            False,
            N_(
                "From {images} of each class, transfer reads {transfer:.1%} right, but from "
                "nothing it is {nothing:.1%} as well. Give both fewer drawings."
            ),
            values,
        )
    return Checked(
        True,
        N_(
            "From {images} of each class, transfer reads {transfer:.1%} right, from nothing only "
            "{nothing:.1%}: whoever has learnt to look at digits knows what strokes are."
        ),
        values,
        "1" if state.images == 1 else "5" if state.images <= 5 else "20",
    )


def _noisy(state: LearntFew, _guess: str | int | None) -> Checked:
    if reason := not_done(state.run):
        return reason
    share = state.altered.alteration.label_noise
    if state.altered.name != "symbols" or share < NOISE:
        return Checked(
            False,
            N_("Choose the symbols, and make at least {noise:.0%} of the labels wrong."),
            {"noise": NOISE},
        )
    worse = counted(_set("symbols"), state.altered.alteration)
    if state.run.set != worse.data.fingerprint:
        return Checked(
            False,
            N_("This run is of another set than what is made worse now. Press Start once more."),
        )
    values = {
        "images": state.images,
        "share": share,
        "transfer": state.transfer,
        "wanted": ENOUGH,
    }
    if state.transfer < ENOUGH:
        return Checked(
            False,
            N_(
                "With {share:.0%} wrong labels and {images} of each class, it reads "
                "{transfer:.1%} right; {wanted:.0%} are wanted. What helps against mistakes that "
                "point in all directions?"
            ),
            values,
        )
    return Checked(
        True,
        N_(
            "With {share:.0%} wrong labels it reads {transfer:.1%} right: the mistakes point in "
            "all directions, the truth in one, and {images} drawings of each class are enough for "
            "it to win."
        ),
        values,
        "yes",
    )


def _another_set() -> Checked:
    return Checked(False, N_("Choose one of the sets that ship with the lab."))


_SYMBOLS = {"data_from": "ready", "data_set": "symbols"}
EXERCISES = (
    CourseExercise(
        "data-thin",
        "data",
        N_("How rare is too rare?"),
        N_(
            "Under “Make it worse”, leave as many drawings of one class as possible, but so few "
            "that the balance warns of it."
        ),
        Prediction(
            N_("Below which share of the other classes does it warn?"),
            {"half": N_("a half"), "quarter": N_("a quarter"), "tenth": N_("a tenth")},
        ),
        "worse",
        _SYMBOLS | {"data_view": "look", "data_look": "balance"},
        _thin,
        solution={"data_thin": 0, "data_thin_to": 19},
        way=N_(
            "Choose any class as the rare one, and halve the gap between a number that warns and "
            "one that does not: of 80 drawings each, 19 is the largest."
        ),
    ),
    CourseExercise(
        "data-suspects",
        "data",
        N_("Suspects that deserve it"),
        N_(
            "Make at most 5 % of the digits' labels wrong, so that of the suspects at least 90 % "
            "really have a wrong label."
        ),
        Prediction(
            N_("With more wrong labels, which share of the suspects are really wrong?"),
            {"larger": N_("a larger one"), "smaller": N_("a smaller one")},
        ),
        "worse",
        {
            "data_from": "ready",
            "data_set": "digits",
            "data_view": "look",
            "data_look": "suspects",
            "data_noise": 1,
        },
        _suspects,
        solution={"data_noise": 5},
        way=N_(
            "At 1 % about three suspects of ten are innocent, at 5 % fewer than one: the same few "
            "odd digits among more real mistakes."
        ),
    ),
    CourseExercise(
        "data-few",
        "data",
        N_("So few that only one can"),
        N_(
            "Give both networks so few drawings of each symbol that the one which has learnt "
            "digits reads 90 % right, and the one that begins with nothing does not."
        ),
        Prediction(
            N_("How many drawings of each symbol will that be?"),
            {"1": N_("one"), "5": N_("two to five"), "20": N_("more than five")},
        ),
        "few",
        _SYMBOLS | {"data_view": "few"},
        _few,
        way=N_(
            "“Learn it from few” with one drawing of each class, and Start: about 96 % against "
            "80 %. With two, the one from nothing is above 90 % too."
        ),
    ),
    CourseExercise(
        "data-noisy",
        "data",
        N_("Right in spite of wrong labels"),
        N_(
            "Make 40 % of the symbols' labels wrong, and learn from few all the same: read at "
            "least 90 % of the test drawings right."
        ),
        Prediction(
            N_("Can a network read better than its labels are right?"),
            {"yes": N_("yes, it can"), "no": N_("no, it learns their mistakes")},
        ),
        "few",
        _SYMBOLS | {"data_view": "few", "data_few_images": 5, "data_few_compared": False},
        _noisy,
        hard=True,
        way=N_(
            "Take more drawings of each class: with 5 it reads about 76 % right, with 20 about "
            "95 %. Comparing can stay off."
        ),
    ),
)
