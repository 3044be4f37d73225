"""The process that runs Keras, and how the web process uses it.

Light: neither Dask nor Keras is imported before an engine starts.
"""

from dlcore.engine.engine import Engine
from dlcore.engine.errors import EngineTimeout, EngineUnavailable, TooManyRuns
from dlcore.engine.limits import Limits
from dlcore.engine.run import Failure, Run

__all__ = [
    "Engine",
    "EngineTimeout",
    "EngineUnavailable",
    "Failure",
    "Limits",
    "Run",
    "TooManyRuns",
]
