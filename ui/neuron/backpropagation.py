"""A view of /neuron."""

SETTINGS = ()


def show() -> None:
    """Shows it."""
