"""What can go wrong between a page and the engine; the names say what a page has to cope with."""


class EngineUnavailable(RuntimeError):  # noqa: N818
    """No engine can answer: it is not up yet, has failed, or was lost during the call."""


class TooManyRuns(EngineUnavailable):
    """Their owner has as many trainings waiting or running as one may have."""


class WorkerLost(EngineUnavailable):
    """The worker died over this task; the rest of the engine is well."""


class EngineTimeout(TimeoutError):  # noqa: N818
    """The engine is up, but the answer did not come in the time given."""
