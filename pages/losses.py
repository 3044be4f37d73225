"""Loss functions and their gradients, and three stories that tell why they matter."""

from ui.course import foot
from ui.frame import explore, shell
from ui.frame.catalogue import LOSSES
from ui.losses import curves, examples, outlier, saturation, settings
from ui.losses.exercises import SUBJECTS
from ui.losses.tries import TRIES


def main() -> None:
    shell.page(LOSSES)
    settings.SETTINGS.seed()
    curves.show()
    outlier.show()
    saturation.show()
    examples.show()
    foot.show(LOSSES, settings.SETTINGS, SUBJECTS)
    explore.lesson(settings.PAGE, settings.SETTINGS, TRIES)


main()
