"""Loss functions and their gradients, and three stories that tell why they matter."""

from ui.frame import explore, shell
from ui.frame import settings as url
from ui.frame.catalogue import LOSSES
from ui.losses import curves, examples, outlier, saturation, settings


def main() -> None:
    shell.page(LOSSES)
    url.seed(settings.PAGE, settings.URL, lambda asked: settings.DEFAULTS)
    curves.show()
    outlier.show()
    saturation.show()
    examples.show()
    explore.lesson(settings.PAGE)


main()
