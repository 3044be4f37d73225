"""A page, or a part of one, that shows one of several ways to look at the same thing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from ui.frame.setting import Choice, Setting
from ui.frame.settings import Said


def said_of(
    settings: Iterable[Setting], said: Mapping[str, Any], usual: Mapping[str, Any] | None = None
) -> bool:
    """Whether some setting is not as usual: an address that names no view means theirs then.

    Args:
        settings: of one view.
        said: values by key.
        usual: values of an untouched page, where settings do not say that themselves.
    """
    known = usual or {}
    return any(
        said[one.key] != known.get(one.key, one.usual) for one in settings if one.key in said
    )


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
        self._subject = {setting.key for setting in subject}

    @property
    def settings(self) -> tuple[Setting, ...]:
        """The choice, and all that the views can be set to."""
        return (self.choice, *(s for view in self._views.values() for s in view.part.SETTINGS))

    def opened(self, asked: Said) -> dict[str, Any]:
        """Which view an address opens that names none, but settings of some.

        So that a link stays what it was when another view comes first.

        Args:
            asked: what the address says, by key of a setting.

        Returns:
            The choice by its key; empty where the address opens what an untouched page shows.
        """
        if self.choice.key in asked:
            return {}
        meant = [name for name in self._views if self._keys(name) & set(asked)]
        if not meant or self.choice.usual in meant:
            return {}
        return {self.choice.key: meant[0]}

    def _keys(self, name: str) -> set[str]:
        """Of the settings that a view shows."""
        view = self._views[name]
        subject = self._subject if view.of_the_subject else set()
        return {setting.key for setting in view.part.SETTINGS} | subject

    def choose(self) -> View:
        """The choice in a row of buttons, and the view that is chosen."""
        return self._views[self.choice.segmented(label_visibility="collapsed")]
