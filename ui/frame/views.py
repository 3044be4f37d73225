"""A page, or a part of one, that shows one of several ways to look at the same thing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from ui.frame.setting import Choice, Setting
from ui.frame.settings import Said


def opening(
    choice: Choice, views: Mapping[str, Iterable[Setting]]
) -> Callable[[Said], dict[str, Any]]:
    """For `Settings.opened`: which view an address opens that names none, but settings of some.

    So that a link stays what it was when another view comes first.

    Args:
        choice: of the view.
        views: by name, the settings that each shows.

    Returns:
        Given what an address says, by key of a setting: the choice by its key; empty where the
        address opens what an untouched page shows.
    """
    keys = {name: {one.key for one in settings} for name, settings in views.items()}

    def opened(asked: Said) -> dict[str, Any]:
        if choice.key in asked:
            return {}
        meant = [name for name, shown in keys.items() if shown & set(asked)]
        if not meant or choice.usual in meant:
            return {}
        return {choice.key: meant[0]}

    return opened


@dataclass(frozen=True)
class View:
    """One way to look.

    Attributes:
        title: on its button, in English; shown through gettext.
        part: a module with `show`, which takes what the page has chosen, and `SETTINGS`.
        of_the_subject: it looks at what the page has chosen; else it stands by itself.
    """

    title: str
    part: ModuleType
    of_the_subject: bool = True

    def show(self, *subject: Any) -> None:
        """Shows it."""
        self.part.show(*subject)


class Views:
    """The choice between them.

    Args:
        key: of the choice; the first of the views is what an untouched page shows.
        label, help: of the choice, in English; shown through gettext.
        views: by name in the address.
        subject: settings of what the page has chosen, which the views `of_the_subject` look at.

    Attributes:
        opened: which of them an address opens, see `opening`.
    """

    def __init__(
        self,
        key: str,
        label: str,
        help: str,
        views: Mapping[str, View],
        subject: Iterable[Setting] = (),
    ) -> None:
        titles = {name: view.title for name, view in views.items()}
        self.choice = Choice(key, next(iter(views)), label, help, titles)
        self._views = views
        chosen = tuple(subject)
        self.opened = opening(
            self.choice,
            {
                name: (*view.part.SETTINGS, *(chosen if view.of_the_subject else ()))
                for name, view in views.items()
            },
        )

    @property
    def settings(self) -> tuple[Setting, ...]:
        """The choice, and all that the views can be set to."""
        return (self.choice, *(s for view in self._views.values() for s in view.part.SETTINGS))

    def choose(self) -> View:
        """The choice in a row of buttons, and the view that is chosen."""
        return self._views[self.choice.segmented(label_visibility="collapsed")]
