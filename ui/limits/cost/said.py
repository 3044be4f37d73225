"""What it all comes to, in one sentence that uses the numbers."""

from __future__ import annotations

from collections.abc import Mapping

from dlcore.limits.cost.config import RACERS, CostResult, Race
from ui.frame.i18n import gettext as _
from ui.limits.cost.against import electricity
from ui.limits.cost.numbers import short, times, watt_hours
from ui.shared.numbers import percent

_ALIKE = 1.05  # so many times as much is as much


Assumed = Mapping[str, float]  # by the names of `ASSUMPTIONS`


def sentence(found: CostResult, assumed: Assumed) -> str:
    """Of whatever was found, as plain text."""
    race, saving = _of_race(found, assumed), _of_savings(found)
    if race and saving:
        return _("{race}; {saving}.").format(race=race, saving=saving)
    if race or saving:
        return _("{said}.").format(said=race or saving)
    return _("Nothing was measured, and so nothing can be said of what it costs.")


def _of_race(found: CostResult, assumed: Assumed) -> str:
    fast, tutorial = (found.race(name) for name in RACERS)
    if fast is None:
        return ""
    goal = f"{found.config.goal:.0%}"
    unlearnt = [race for race in (fast, tutorial) if race and not race.learnt]
    if unlearnt:
        return _(
            "A network that reads no better than chance has cost {energy} for nothing, and says "
            "nothing of what {goal} costs"
        ).format(energy=_energy(unlearnt[0], assumed), goal=goal)
    if tutorial is None:
        return _of_fast(fast, goal)
    if fast.reached and tutorial.reached:
        return _of_both(fast, tutorial, goal, assumed)
    values = {
        "goal": goal,
        "seconds": f"{found.config.seconds:g}",
        "fast": percent(float(fast.accuracy[-1]), 2),
        "tutorial": percent(float(tutorial.accuracy[-1]), 2),
    }
    if fast.reached:
        more = tutorial.work / fast.work
        if more > 1:
            return _(
                "The fast network came to {goal}; the tutorial's was at {tutorial} when it was "
                "ended, after {times} the multiply-adds, and needs still more"
            ).format(times=times(more), **values)
        return _(
            "The fast network came to {goal}; the tutorial's was ended at {tutorial}, too early to "
            "tell how much it needs"
        ).format(**values)
    if tutorial.reached:
        return _(
            "The tutorial's network came to {goal}; the fast one ended at {fast}, so that the two "
            "cannot be compared"
        ).format(**values)
    return _(
        "Neither came to {goal}, with {seconds} s for each: the fast network ended at {fast} and "
        "the tutorial's at {tutorial}, and what {goal} costs cannot be told"
    ).format(**values)


def _of_fast(fast: Race, goal: str) -> str:
    if not fast.reached:
        return _("The fast network has come to {accuracy} so far").format(
            accuracy=percent(float(fast.accuracy[-1]), 2)
        )
    return _("The fast network came to {goal} with {work} multiply-adds").format(
        goal=goal, work=short(fast.work)
    )


def _of_both(fast: Race, tutorial: Race, goal: str, assumed: Assumed) -> str:
    more = tutorial.work / fast.work
    if more > _ALIKE:
        return _(
            "For the same {goal} the tutorial's network took {times} the multiply-adds of the fast "
            "one, {energy}"
        ).format(times=times(more), goal=goal, energy=_instead(tutorial, fast, assumed))
    if more < 1 / _ALIKE:
        return _(
            "For the same {goal} the fast network took {times} the multiply-adds of the "
            "tutorial's, {energy}"
        ).format(times=times(1 / more), goal=goal, energy=_instead(fast, tutorial, assumed))
    return _("Both networks took about as many multiply-adds to {goal}").format(goal=goal)


def _instead(more: Race, less: Race, assumed: Assumed) -> str:
    """The electricity of both; where it was not counted, that it is an estimate."""
    said = _("an estimated {more} instead of {less}")
    if more.counted and less.counted:
        said = _("{more} instead of {less}")
    return said.format(more=_energy(more, assumed), less=_energy(less, assumed))


def _energy(race: Race, assumed: Assumed) -> str:
    return watt_hours(float(electricity(race, assumed)[-1]))


def _of_savings(found: CostResult) -> str:
    whole, quantised, taught = map(found.saving, ("whole", "quantised", "taught"))
    if whole is None or quantised is None:
        return ""
    values = {
        "bytes": f"{quantised.bytes / whole.bytes:.0%}",
        "whole": percent(whole.accuracy, 2),
        "quantised": percent(quantised.accuracy, 2),
    }
    if taught is None:
        return _(
            "in 8 bits its network has {bytes} of its bytes and reads {quantised} instead of "
            "{whole}"
        ).format(**values)
    return _(
        "in 8 bits a trained one has {bytes} of its bytes and reads {quantised} instead of "
        "{whole}, and a student with {parameters} of its parameters reads {taught}"
    ).format(
        parameters=f"{taught.parameters / whole.parameters:.1%}",
        taught=percent(taught.accuracy, 2),
        **values,
    )
