"""Addresses of the lab's pages as teachers paste them: from the browser, or typed by hand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

import streamlit as st

from dlcore.errors import LabError
from ui.frame import hiding
from ui.frame.catalogue import PAGES, Page
from ui.frame.i18n import URL_KEY as LANGUAGE_KEY
from ui.frame.settings import luggage

LONGEST = 4_000  # characters of an address; a page with points of one's own has a long one
_MOST_SETTINGS = 100
_BY_NAME = {page.name: page for page in PAGES}
_WEB = ("", "http", "https")
_OF_FRAMES = (
    "embed",
    "embed_options",
)  # Streamlit's own; it takes no link within the lab with them
_HOST = re.compile(r"[\w.-]+:\d+/")  # typed without "https://", it would be taken for a scheme


@dataclass(frozen=True)
class PageAddress:
    """A page of the lab, set to something.

    Attributes:
        page: which.
        settings: what its address says, in that order.
    """

    page: Page
    settings: tuple[tuple[str, str], ...] = ()

    @property
    def path(self) -> str:
        """Its address below that of the lab: "neuron?neuron_view=single"."""
        return self.page.name + (f"?{urlencode(self.settings)}" if self.settings else "")

    def with_settings(self, **more: str) -> PageAddress:
        """The same page with these settings too, in place of what it says of them."""
        return PageAddress(self.page, tuple((dict(self.settings) | more).items()))


def read(text: str) -> PageAddress:
    """The page that an address leads to.

    A copied address is whole; one that was typed may begin with the page's name. The host is passed
    over: an address of another copy of the lab means the same page of this one. So is what it says
    of a frame around the page.

    Raises:
        LabError: it is no address of a page of the lab.
    """
    text = text.strip()
    if len(text) > LONGEST:
        raise LabError(
            "An address has at most {most:,} characters. Received: {count:,}.",
            most=LONGEST,
            count=len(text),
        )
    try:
        parts = urlsplit(f"//{text}" if _HOST.match(text) else text)
        settings = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=_MOST_SETTINGS)
    except ValueError:
        raise _foreign(text) from None
    if not (parts.netloc or parts.path or parts.query):
        raise _foreign(text)
    path = unquote(parts.path).strip("/")
    is_own = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}/" == base()
    page = _BY_NAME.get("" if is_own else path.rpartition("/")[2])
    if parts.scheme not in _WEB or page is None or _is_odd(text) or _is_odd(path):
        raise _foreign(text)
    if parts.netloc and not page.name and not is_own:
        raise _foreign(text)  # the first page of any site
    if any(_is_odd(part) for setting in settings for part in setting):
        raise _foreign(text)
    return PageAddress(page, tuple((k, v) for k, v in settings if k.lower() not in _OF_FRAMES))


def base() -> str:
    """The address of this lab, with a slash at its end: that of this page without its name."""
    here = urlsplit(st.context.url or "/course")
    folder = here.path.rstrip("/").removesuffix("course").rstrip("/")
    host = f"{here.scheme}://{here.netloc}" if here.netloc else ""
    return f"{host}{folder}/"


def link(place: PageAddress, label: str) -> None:
    """A link to it within the lab."""
    st.page_link(place.page.file, label=label, icon=place.page.icon, query_params=of_visitor(place))


def of_visitor(place: PageAddress) -> dict[str, str]:
    """The settings of a link to it within the lab, in the language that a visitor reads.

    Which parts it hides, it says itself: not the page that the link stands on.
    """
    along = {k: v for k, v in luggage().items() if k != hiding.HIDE.key}
    return along | {k: v for k, v in place.settings if k != LANGUAGE_KEY}


def _is_odd(text: str) -> bool:
    """Whether there is something in it that is not to be seen, such as a change of direction."""
    return not text.isprintable()


def _foreign(text: str) -> LabError:
    return LabError("This is no address of a page of this lab: {address}", address=text[:80])
