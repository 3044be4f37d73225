"""The process that runs Keras, and how the web process uses it.

Light: neither Dask nor Keras is imported before an engine starts.
"""

from dlcore.engine.engine import Engine
from dlcore.engine.errors import EngineTimeout, EngineUnavailable, TooManyRuns
from dlcore.engine.limits import Limits
from dlcore.engine.run import Change, Failure, Past, Run

__all__ = [
    "Change",
    "Engine",
    "EngineTimeout",
    "EngineUnavailable",
    "Failure",
    "Limits",
    "Past",
    "Run",
    "TooManyRuns",
]
