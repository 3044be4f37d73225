"""Home: what the lab is, what is running, where to go.

`streamlit run app.py` finds `app` and serves it, so that what a first page needs is imported with
the server and the engine ends with it; the same file is then run as the script of the home page.
"""

import streamlit as st
from starlette.middleware import Middleware
from streamlit.starlette import App

from ui.course import bar, progress
from ui.data import pad
from ui.draw import intake
from ui.frame.engine import check_environment, lifespan
from ui.frame.headers import SecurityHeaders
from ui.frame.routes import here
from ui.frame.visitor import VisitorCookie
from ui.gan import frames
from ui.neuron import plane
from ui.neuron.single import hand
from ui.shared import chart
from ui.shared.chart import library

check_environment()
app = App(
    __file__,
    lifespan=lifespan,
    routes=here(
        [
            *library.ROUTES,
            *frames.ROUTES,
            *(part.SCRIPTS.route for part in (chart, plane, hand, intake, pad, bar, progress)),
        ]
    ),
    middleware=[Middleware(SecurityHeaders), Middleware(VisitorCookie)],
)


def home() -> None:
    from ui.course import onward
    from ui.frame import hiding, shell
    from ui.frame.catalogue import HOME
    from ui.frame.i18n import lesson
    from ui.home import cards

    shell.page(HOME)
    onward.link()
    cards.hero()
    cards.show()
    if "lesson" not in hiding.hidden():
        st.markdown(lesson("home"))


if __name__ == "__main__":
    home()
