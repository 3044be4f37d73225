"""The course: a path over the pages, and how far one has come."""

import streamlit as st

from ui.course import overview, reading, words
from ui.frame import shell
from ui.frame.catalogue import COURSE
from ui.frame.i18n import lesson


def main() -> None:
    shell.page(COURSE)
    overview.SETTINGS.seed()
    overview.show()
    words.show()
    reading.show()
    st.markdown(lesson("course"))


main()
