"""The curve of one quantity over a run of any length, in a bounded number of points."""

MAX_POINTS = 500


class Series:
    """A growing list of points that thins itself.

    Keeps every n-th point and doubles n whenever the limit is reached, so that what is left is
    spread evenly over the whole run. The first and the newest point are always there.

    Args:
        max_points: most points ever held; at least 3.

    Raises:
        ValueError: if `max_points` is below 3.
    """

    def __init__(self, max_points: int = MAX_POINTS) -> None:
        if max_points < 3:
            raise ValueError(f"max_points must be at least 3. Received: {max_points!r}")
        self._max_kept = max_points - 1  # one place is for the newest point
        self._kept: list[tuple[float, float]] = []
        self._newest: tuple[float, float] | None = None
        self._stride = 1
        self._count = 0

    def append(self, x: float, y: float) -> None:
        """Add the point (x, y), which comes after all the others."""
        self._newest = (x, y)
        if self._count % self._stride == 0:
            self._kept.append(self._newest)
        self._count += 1
        if len(self._kept) > self._max_kept:
            self._kept = self._kept[::2]
            self._stride *= 2

    def points(self) -> list[tuple[float, float]]:
        """A copy of the points, oldest first."""
        newest_is_kept = (self._count - 1) % self._stride == 0
        if self._newest is None or newest_is_kept:
            return list(self._kept)
        return [*self._kept, self._newest]
