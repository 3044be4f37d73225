"""How the learning rate moves in the course of a run."""

from __future__ import annotations

SCHEDULES = ("constant", "one_cycle")
WARM_UP_SHARE = 0.3  # of a one-cycle run's steps


def one_cycle(peak: float, steps: int) -> dict[str, float]:
    """Arguments of `keras.optimizers.schedules.CosineDecay` for one cycle (Smith 2018).

    Args:
        peak: highest learning rate; the run starts at 1/25 of it and ends at zero.
        steps: of the whole run.
    """
    warm_up = int(steps * WARM_UP_SHARE)
    return {
        "initial_learning_rate": peak / 25,
        "warmup_target": peak,
        "warmup_steps": warm_up,
        "decay_steps": steps - warm_up,
    }
