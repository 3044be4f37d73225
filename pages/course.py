"""The course: a path over the pages, how far one has come, a lesson, and the teacher's desk."""

import streamlit as st

from ui.course import overview, reading, words
from ui.course.teaching import desk, steps, student
from ui.frame import hiding, shell
from ui.frame.catalogue import COURSE
from ui.frame.i18n import N_, lesson
from ui.frame.settings import Settings
from ui.frame.views import View, Views

VIEWS = Views(
    steps.VIEW,
    N_("View"),
    N_("Your own way through the course, a lesson that a teacher made, or the teacher's desk."),
    {
        "path": View(N_("The path"), overview),
        steps.NAME: View(N_("A lesson"), steps),
        "desk": View(N_("The teacher's desk"), desk),
    },
)
SETTINGS = Settings("course", *VIEWS.settings)


def main() -> None:
    shell.page(COURSE)
    SETTINGS.seed()
    view()
    if "lesson" not in hiding.hidden():
        words.show()
        reading.show()
        st.markdown(lesson("course"))


@SETTINGS.fragment
def view() -> None:
    """One way to look at it."""
    with st.container(key="course_view_place"):
        chosen = VIEWS.choose()
        of_student = chosen.part is not desk
        with st.container(key="course_in_class"):
            if of_student and student.is_at_a_room():
                student.show()
        chosen.show()
        if of_student and not student.is_at_a_room():
            student.show()


main()
