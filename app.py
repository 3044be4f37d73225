"""Home: what the lab is, what is running, where to go.

`streamlit run app.py` finds `app` and serves it, so that the engine warms up with the server and
not with its first visitor; the same file is then run as the script of the home page.
"""

import streamlit as st
from streamlit.starlette import App

from ui.chart import library
from ui.engine import lifespan
from ui.gan import frames

app = App(__file__, lifespan=lifespan, routes=[*library.ROUTES, *frames.ROUTES])


def home() -> None:
    from ui import cards, shell
    from ui.catalogue import HOME
    from ui.i18n import lesson

    shell.page(HOME)
    cards.hero()
    cards.show()
    st.markdown(lesson("home"))


if __name__ == "__main__":
    home()
