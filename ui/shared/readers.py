"""Who reads: a network that ships, or a visitor's: trained, taught from few, or brought."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dlcore import registry, tasks
from dlcore.data.dataset import DIGITS, DataError, DataSet
from dlcore.data.held_out import TestSet
from dlcore.data.naming import MOST_NAME
from dlcore.digits import BOX, usual_size
from dlcore.engine import Run
from dlcore.few import TRANSFER, FewResult
from dlcore.few.acquaintance import Taught
from dlcore.registry import apart
from dlcore.registry.at_hand import ModelNotLoaded, find_fit
from dlcore.registry.guest import Fit
from ui.frame import shell, uploads, visitor
from ui.frame.catalogue import TRAIN
from ui.frame.engine import answered, answered_here
from ui.frame.i18n import N_, gap, isolated
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice
from ui.shared import verdicts
from ui.shared.sets import kept

T = TypeVar("T")

SHIPPED = {
    "cnn": N_("The network that ships with the lab"),
    "cnn-tutorial": N_("The tutorial's network"),
    "rnn-simple": N_("SimpleRNN, reads row by row"),
    "rnn-lstm": N_("LSTM, reads row by row"),
    "rnn-gru": N_("GRU, reads row by row"),
}
MODEL = Choice(
    "draw_model",
    "cnn",
    N_("Read by"),
    N_("Train your own on the Train page and it can be chosen here."),
    (*SHIPPED, "run", "few", "upload"),  # the last three are the visitor's
)
UPLOADS = "DLCORE_MODEL_UPLOADS"
"""The environment variable with which a site's owner lets visitors bring .keras files."""
TASKS = {"digit": tasks.read_drawing, "number": tasks.read_number}
"""By what there is to read: one drawing, whatever its network reads, or a number."""
_LOOKED_AT = 500  # images, to see how they are laid out
_LARGER = 2  # px by which one may be larger or smaller than a drawing and still like it
_A_READER = 0.5  # of the test images: what reads fewer reads something else
_FILE, _BYTES, _FOUND = "draw_model_file", "draw_model_bytes", "draw_model_classes"


@dataclass(frozen=True)
class Reader:
    """A network that reads drawings, or makes them.

    Attributes:
        name: in the registry; None for a visitor's network.
        model: the bytes of a visitor's .keras file; None for a network that ships.
        history: the bytes of a visitor's `WeightHistory`, where there is one.
        is_upload: it was not trained here.
        supply: the file of the set that it was trained on, as `to_npz` writes it; empty for MNIST,
            and where nobody knows.
        taught: what it has learnt from, by which it knows what is none of its classes; None where
            nobody knows, or who asks may not see it.
        found: what it tells apart, where that was found out by asking it.
    """

    name: str | None
    model: bytes | None = None
    history: bytes | None = None
    is_upload: bool = False
    supply: bytes = b""
    taught: Taught | FewResult | None = None
    found: tuple[str, ...] = ()

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """What it tells apart."""
        return self.found or (registry.class_names(self.model) if self.model else DIGITS)

    def called(self, count: int) -> tuple[str, ...]:
        """The same where it gives so many answers: a file may say nothing, or something else."""
        return self.classes if len(self.classes) == count else tuple(map(str, range(count)))

    @property
    def reads_digits(self) -> bool:
        return self.classes == DIGITS

    @property
    def data(self) -> DataSet | None:
        """The set that it was trained on; None for MNIST, and where nobody knows.

        Raises:
            DataError: what was kept of it is damaged.
        """
        return kept.opened(self.supply) if self.supply else None

    @cached_property
    def tests(self) -> TestSet | None:
        """The test images of its set, to be sent along with a question; None for MNIST's.

        Raises:
            DataError: see `data`.
        """
        return TestSet.of(self.data) if self.data else None

    @property
    def threshold(self) -> float | None:
        """The digit score below which it takes a drawing for no digit; None if it cannot tell."""
        return registry.threshold(card(self.name)) if self.name else None

    @property
    def has_history(self) -> bool:
        """Whether its weights were kept after each epoch."""
        return registry.has_history(self.name) if self.name else self.history is not None

    @property
    def is_here(self) -> bool:
        """Whether its answers come from this process, by ONNX Runtime: within milliseconds, on a
        server that has only just started too."""
        return self.name is not None and registry.answers_alone(self.name)

    def answer(
        self, task: Callable[..., T], *args: Any, say: Callable[..., object] = st.error
    ) -> T | None:
        """Asks for what needs the network's answers alone, and no look inside; see `ask`.

        Args:
            say: what says the sentence, where a question is wrong.
        """
        if self.is_here:
            return answered_here(say, task, *args, self.name)
        return self._answer(task, args, self.model, say)

    def read(self, what: str, image: np.ndarray, say: Callable[..., object] = st.error) -> Any:
        """Reads a drawing, with what it has learnt from beside it, if that is known; or a number.

        Args:
            what: a key of `TASKS`.
            image: as `dlcore.digits.preprocess` takes it.
            say: as `answer` takes it.

        Returns:
            A `tasks.Reading`, of a number a `tasks.NumberReading`; None after one sentence.
        """
        if what != "digit" or self.taught is None or self.model is None:
            return self.answer(TASKS[what], image, say=say)
        digest = hashlib.sha256(self.model).hexdigest()
        try:
            return answered(say, tasks.read_known, image, digest)
        except ModelNotLoaded:
            return answered(say, tasks.read_known, image, digest, self.model, self.taught)

    def ask(self, task: Callable[..., T], *args: Any) -> T | None:
        """Asks the engine something; None after one sentence where there is no answer.

        Args:
            task: takes `args`, a model and its bytes; see `registry.at_hand.find_model`.
        """
        return self._answer(task, args, self.model)

    def ask_history(self, task: Callable[..., T], *args: Any) -> T | None:
        """The same of a network with a history; see `registry.at_hand.find_timeline`."""
        return self._answer(task, args, self.history)

    def _answer(
        self,
        task: Callable[..., T],
        args: tuple,
        data: bytes | None,
        say: Callable[..., object] = st.error,
    ) -> T | None:
        if data is None:
            return answered(say, task, *args, self.name)
        return _of_bytes(say, task, args, data, self.is_upload)


def _of_bytes(
    say: Callable, task: Callable[..., T], args: tuple, data: bytes, is_upload: bool
) -> T | None:
    digest = hashlib.sha256(data).hexdigest()
    if is_upload:
        task, args = apart.ask, (task, args)
    try:  # the megabyte travels once to each worker, not with each stroke
        return answered(say, task, *args, digest)
    except ModelNotLoaded:
        return answered(say, task, *args, digest, data)


def uploads_allowed() -> bool:
    """Off unless the site's owner turns them on: a file of weights comes from a stranger."""
    return os.environ.get(UPLOADS, "").lower() in ("1", "true", "yes")


def trained_here(run: Run | None) -> Run | None:
    """A run that has left a network; None where it is none such."""
    return run if run and run.status == "done" and run.result else None


def taught_few(run: Run | None) -> Run | None:
    """A run that has taught a network from few; None where it is none such."""
    return run if run and run.over and isinstance(run.result, FewResult) else None


def of_run(trained: Run) -> Reader:
    """The network that a run has left; its images are shown to nobody but their owner."""
    result = trained.result
    supply = trained.supply if visitor.owns(trained) else b""
    is_known = supply or not trained.config.data.set  # what is MNIST's is everybody's
    taught = Taught(trained.config, supply, result.source) if is_known else None
    return Reader(None, result.model, result.history, supply=supply, taught=taught)


def of_few(run: Run) -> Reader:
    """The network that was taught from few; what it has learnt from is for its owner alone."""
    return Reader(None, run.result.model, taught=run.result if visitor.owns(run) else None)


def settle(trained: Run | None, few: Run | None = None) -> None:
    """Takes the network that ships, and says so, where another is asked for in vain."""
    said = {}
    if trained is None:
        said["run"] = _("There is no network of yours yet, so the one that ships reads.")
    if few is None:
        said["few"] = _("No network taught from few is here, so the one that ships reads.")
    if not uploads_allowed():
        said["upload"] = _("This site takes no files of networks, so the one that ships reads.")
    if MODEL.value in said:
        st.info(said[MODEL.value], icon=":material/info:")
        MODEL.set("cnn")


def chosen(trained: Run | None, few: Run | None = None) -> Reader:
    """Who reads; the network that ships where there is no other.

    Args:
        trained: see `trained_here`.
        few: see `taught_few`.
    """
    name = MODEL.value
    if name == "run" and trained:
        return of_run(trained)
    if name == "few" and few:
        return of_few(few)
    if name == "upload" and _BYTES in st.session_state:
        found = st.session_state.get(_FOUND, ())
        return Reader(None, st.session_state[_BYTES], is_upload=True, found=found)
    return Reader(name if name in SHIPPED else "cnn")


def choose(trained: Run | None, few: Run | None = None, *, compares: bool = False) -> None:
    """The choice of the network, and what the chosen one cannot do.

    Args:
        trained, few: as `chosen` takes them.
        compares: the page reads by `Reader.read`, which compares with what was learnt from.
    """
    labels = {name: _(title) + _accuracy(name) for name, title in SHIPPED.items()}
    if trained:
        labels["run"] = _trained_label(trained)
    if few:
        labels["few"] = _few_label(few)
    if uploads_allowed():
        labels["upload"] = _("A file of your own (.keras, .h5)")
    if MODEL.selectbox(options=list(labels), format_func=labels.get) == "upload":
        _upload()
    reader = chosen(trained, few)
    said = [_cannot(reader, compares), _laid_out(reader) if compares else ""]
    if any(said):
        st.caption(gap().join(filter(None, said)))
    if not trained:
        shell.link(TRAIN, label=_("Train one of your own"))


def _trained_label(trained: Run) -> str:
    """No Markdown: a choice shows what it is given."""
    reader, accuracy = of_run(trained), trained.result.test_accuracy
    if not trained.config.data.set:
        return _("The network you trained · {accuracy:.2%}").format(accuracy=accuracy)
    try:
        name = reader.data.name if reader.data else ""
    except DataError:
        name = ""
    if name:
        return _("The network you trained on “{name}” · {accuracy:.2%}").format(
            name=isolated(name[:MOST_NAME]), accuracy=accuracy
        )
    return _("A network that tells {count} classes apart · {accuracy:.2%}").format(
        count=len(reader.classes), accuracy=accuracy
    )


def _few_label(few: Run) -> str:
    result = few.result
    return _("Taught {count} classes from few · {accuracy:.1%}").format(
        count=len(result.classes), accuracy=result.tests[TRANSFER].accuracy
    )


def _cannot(by: Reader, compares: bool) -> str:
    """What a network knows of what is none of its classes, in a sentence; "" of one that ships and
    can tell."""
    if compares and by.taught is not None:
        return _(
            "It compares a drawing with images that it learnt from, and so can tell what is none "
            "of its classes."
        )
    if by.threshold is not None:
        return ""
    if by.reads_digits:
        return _("This network has only ever seen digits: whatever is drawn, it will name one.")
    said = _("It has only ever seen its {count} classes: whatever is drawn, it will name one.")
    if compares:
        said = _(
            "The images that it learnt from, by which it could tell what is none of its {count} "
            "classes, are for their owner alone: whatever is drawn, it will name one."
        )
    return said.format(count=len(by.classes))


def _laid_out(by: Reader) -> str:
    """That the images of a network are of another size than what is drawn for it; "" where they
    are not, and where nobody knows."""
    try:
        learnt = by.data.x_train if by.data else None
    except DataError:
        return ""
    if isinstance(by.taught, FewResult):
        learnt = by.taught.learnt
    size = BOX if learnt is None else usual_size(learnt[:_LOOKED_AT])
    if abs(size - BOX) <= _LARGER:
        return ""
    return _(
        "What its images show is mostly {size} pixels long. A drawing is brought to {box} and to "
        "the middle, as MNIST's digits are, so it may look like none of them."
    ).format(size=size, box=BOX)


def _upload() -> None:
    st.file_uploader(
        _("A .keras or .h5 file"),
        type=["keras", "h5"],
        max_upload_size=uploads.SMALL,
        key=_FILE,
        on_change=_keep_file,
        help=_(
            "A network from images of 28 × 28 pixels, (n, 28, 28, 1), (n, 28, 28) or (n, 784), to "
            "2 to 100 classes, (n, k), saved with model.save. Files with code of their own are "
            "refused. It is not kept."
        ),
    )
    if _BYTES not in st.session_state:
        st.caption(_("Until there is a file, the network that ships reads."))
        return
    fit = _of_bytes(_nothing, find_fit, (), st.session_state[_BYTES], is_upload=True)
    if fit:  # else the page says what is wrong
        st.session_state[_FOUND] = fit.classes
        st.caption(gap().join(_fit_sentences(fit)))


def _nothing(*_said: Any, **_how: Any) -> None:
    """Says nothing."""


def _fit_sentences(fit: Fit) -> Iterator[str]:
    """What had to be done to a visitor's network, and how well it then reads."""
    if fit.dark_on_light:
        yield _("It was made for dark ink on white, and gets its images so.")
    if fit.to_255:
        yield _("It was made for pixels from 0 to 255, and gets its images so.")
    if fit.logits:
        yield _("Its numbers are no probabilities: a softmax is put behind them.")
    if fit.accuracy is None:
        yield _what(fit.classes)
        return
    yield _("It reads {share:.0%} of the test images right.").format(share=fit.accuracy)
    if fit.accuracy < _A_READER:
        yield _("Perhaps its ten classes are no digits, or it has hardly been trained.")


def _what(classes: tuple[str, ...]) -> str:
    """What a visitor's network tells apart, if it is no digits."""
    if classes == tuple(map(str, range(len(classes)))):
        return _(
            "It tells {count} classes apart and does not say what they are called, so they are "
            "numbered, from 0."
        ).format(count=len(classes))
    return _("It tells {count} classes apart, and they are no digits: {names}.").format(
        count=len(classes), names=verdicts.some_of(classes)
    )


def _keep_file() -> None:
    """Streamlit forgets a file when its page is left."""
    file = st.session_state[_FILE]
    st.session_state.pop(_FOUND, None)
    if isinstance(file, UploadedFile):  # else there is none, or one that is not here any more
        st.session_state[_BYTES] = file.getvalue()
    else:
        st.session_state.pop(_BYTES, None)


def card(name: str = "cnn") -> registry.Card:
    """The card of a network that ships; empty where that is missing."""
    try:
        return registry.card(name)
    except registry.RegistryError:
        return {}


def _accuracy(name: str) -> str:
    """What a shipped network's card says of it, if it does."""
    accuracy = card(name).get("test_accuracy")
    return f" · {accuracy:.2%}" if accuracy is not None else ""
