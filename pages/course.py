"""The course: a path over the pages, and how far one has come."""

from ui.course import overview
from ui.frame import explore, shell
from ui.frame.catalogue import COURSE


def main() -> None:
    shell.page(COURSE)
    overview.SETTINGS.seed()
    overview.show()
    explore.lesson("course")


main()
