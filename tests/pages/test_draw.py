"""The Draw page: a digit or none, a number, the card, and an engine that is not there."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import io
import json

import numpy as np
import pytest
from PIL import Image

from dlcore import registry, tasks
from dlcore.digits.pictures import read_sheet
from dlcore.engine import Engine, EngineTimeout, EngineUnavailable, memory
from dlcore.errors import LabError
from dlcore.few.acquaintance import Likeness, Taught
from dlcore.few.config import Strangeness
from dlcore.registry import shipped
from dlcore.registry.at_hand import ModelNotLoaded
from dlcore.rnn import RnnConfig, build_rnn
from tests.cards import complete_card, complete_line_card
from tests.pages.conftest import asked, assert_refused, charts, put_ink, rerun, words
from ui.frame import engine as engine_of_pages
from ui.shared import canvas, readers, strokes


def reading(digit: int = 7, blank: bool = False, score: float = 0.9, **shares) -> tasks.Reading:
    """A reading of one digit, or of named shares ("d4" = 0.5) where the rest is even."""
    named = {int(name[1:]): share for name, share in shares.items()} or {digit: 0.91}
    probabilities = np.full(10, (1 - sum(named.values())) / (10 - len(named)), np.float32)
    for name, share in named.items():
        probabilities[name] = share
    return tasks.Reading(np.zeros((28, 28), np.float32), probabilities, score, blank)


def known(read: tasks.Reading, familiarity: float = 0.9, label: int = 0) -> tasks.Reading:
    """The same by a network that knows what it has learnt from; it needs a familiarity of 0.6."""
    strange = Strangeness(0.6, kept=0.93, refused=0.82, area=0.95, strangers="symbols")
    likeness = Likeness(familiarity, np.zeros((28, 28), np.uint8), label, strange)
    return dataclasses.replace(read, likeness=likeness)


def number(*readings: tasks.Reading) -> tasks.NumberReading:
    return tasks.NumberReading(
        tuple(((10 * i, 0, 10 * i + 8, 20), part) for i, part in enumerate(readings))
    )


@pytest.fixture
def card(monkeypatch):
    """The shipped network's card, complete; a test may take things out of it."""
    content = complete_card()
    line = complete_line_card()
    monkeypatch.setattr(registry, "card", lambda name: line if name == "line" else content)
    return content


@pytest.fixture
def drawn(open_page, png, stand_in):
    """Opens the page with something on the canvas."""

    def open_(**query):
        stand_in.answers.setdefault(tasks.read_drawing, reading())
        stand_in.answers.setdefault(tasks.read_number, number(reading(4), reading(2)))
        stand_in.answers.setdefault(tasks.read_known, known(reading()))
        at = open_page("draw", **query)
        put_ink(at, png, canvas.NUMBER if "draw_what" in query else canvas.DIGIT)
        return at

    return open_


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "Nothing is drawn yet."), ("zh", "还没有写数字。")]
)
def test_an_empty_canvas_says_so_and_asks_nobody(open_page, stand_in, lang, said):
    at = open_page("draw", lang=lang, draw_example="none")
    assert said in words(at)
    assert tasks.read_drawing not in [asked[0] for asked in stand_in.asked]


def test_a_digit_is_drawn_already_and_read(open_page, stand_in):
    at = open_page("draw")
    assert "3" in [h.value for h in at.header]
    assert "This 3 was drawn for you" in words(at)
    assert len(asked(stand_in, tasks.read_drawing)) == 1
    at = open_page("draw", draw_example="5")
    assert "5" in [h.value for h in at.header]


def test_what_a_visitor_draws_takes_its_place(open_page, stand_in, png):
    at = open_page("draw")
    put_ink(at, png)
    assert "drawn for you" not in words(at)
    theirs = asked(stand_in, tasks.read_drawing)[-1][0]
    at.session_state["draw_example"] = "5"
    rerun(at)
    assert "drawn for you" not in words(at)
    np.testing.assert_array_equal(asked(stand_in, tasks.read_drawing)[-1][0], theirs)


def test_an_untouched_digit_gives_way_to_another_and_clear_to_none(open_page):
    at = open_page("draw")
    at.session_state["draw_example"] = "8"
    rerun(at)
    assert "8" in [h.value for h in at.header]
    at.session_state["draw_example"] = "none"
    rerun(at)
    assert "Nothing is drawn yet." in words(at)
    at.session_state["draw_example"] = "3"
    rerun(at)
    assert "3" in [h.value for h in at.header]
    for _time in range(2):
        at.button(key="draw_clear").click()
        rerun(at)
        assert "Nothing is drawn yet." in words(at)
    rerun(at)
    assert "Nothing is drawn yet." in words(at)


def test_undo_takes_the_digit_away_too(open_page):
    at = open_page("draw")
    at.button(key="draw_undo").click()
    rerun(at)
    assert "Nothing is drawn yet." in words(at)


def test_a_drawing_from_elsewhere_comes_before_the_digit(open_page):
    theirs = strokes.drawing("7", 20, 280, 280)
    kept = canvas._Drawn(theirs, strokes.picture(theirs, 280, 280))
    at = open_page("draw", {"draw_kept": kept})
    assert "7" in [h.value for h in at.header]
    assert "drawn for you" not in words(at)


def test_one_more_stroke_makes_the_digit_another():
    """What the page invites to can be done."""
    changed = strokes.drawing("3", 20, 280, 280)
    bows = "M 92 74 C 70 100 90 130 126 136 C 80 140 70 180 82 204"
    changed["objects"].append(strokes._stroke(bows, 20))
    image = read_sheet(strokes.picture(changed, 280, 280), (280, 280))
    assert tasks.read_drawing(image, "cnn").probabilities.argmax() == 8


def test_a_drawing_is_read(drawn, stand_in):
    at = drawn()
    assert "7" in [h.value for h in at.header]
    assert "**This is a 7.** 91.0% sure." in words(at)
    assert "Next: 0 (1.0%), 1 (1.0%) · answered in" in words(at)
    _task, image, model = stand_in.asked[-1]
    assert image.shape == (280, 280, 4)
    assert model == "cnn"


def test_a_blank_reading_is_no_digit(drawn, stand_in):
    stand_in.answers[tasks.read_drawing] = reading(blank=True)
    at = drawn()
    assert "Nothing is drawn yet." in words(at)
    assert "7" not in [h.value for h in at.header]


def test_without_a_trained_network_there_are_only_those_that_ship(open_page):
    at = open_page("draw", draw_model="run")
    assert len(at.selectbox("draw_model").options) == len(readers.SHIPPED)
    assert "There is no network of yours yet" in words(at)


def test_a_recurrent_network_that_ships_reads_if_asked_to(drawn, stand_in):
    at = drawn(draw_model="rnn-lstm")
    assert stand_in.asked[-1][2] == "rnn-lstm"
    options = at.selectbox("draw_model").options
    assert any(option.startswith("LSTM, reads row by row · 99.") for option in options)
    assert "has only ever seen digits" not in words(at)


def test_a_recurrent_network_of_ones_own_reads(drawn, stand_in, run, result, png):
    """The engine's own task, on the bytes that a training leaves."""
    model = registry.to_bytes(build_rnn(RnnConfig("gru", 4, layers=2, bidirectional=True)))
    run.begin()
    run.finish(dataclasses.replace(result, model=model))
    at = drawn(run=run.id, draw_model="run")
    task, image, digest = stand_in.asked[-1]
    found = task(image, digest, model, Taught(run.config, b"", "sample"))
    assert found.probabilities.sum() == pytest.approx(1, abs=1e-5)
    assert found.likeness.nearest.shape == (28, 28)
    assert at.selectbox("draw_model").value == "run"


def test_the_trained_network_reads_if_asked_to(drawn, stand_in, run, result):
    run.begin()
    run.finish(result)
    drawn(run=run.id, draw_model="run")
    assert stand_in.asked[-1][2] == hashlib.sha256(result.model).hexdigest()


def test_a_network_that_the_engine_does_not_have_is_sent_along(drawn, stand_in, run, result):
    run.begin()
    run.finish(result)
    real = stand_in.call

    def forgetful(task, *args, **kwargs):
        if task is tasks.read_known and len(args) == 2:
            raise ModelNotLoaded(args[1])
        return real(task, *args, **kwargs)

    stand_in.call = forgetful
    at = drawn(run=run.id, draw_model="run")
    assert "7" in [h.value for h in at.header]
    assert stand_in.asked[-1][3:] == (result.model, Taught(run.config, b"", "file"))


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (EngineUnavailable("gone"), "has just been restarted"),
        (EngineTimeout("slow"), "did not answer in time"),
        (LabError("The model file {name} is damaged.", name="cnn"), "file cnn is damaged"),
    ],
)
def test_no_answer_is_said_in_words(drawn, stand_in, error, said):
    stand_in.answers[tasks.read_drawing] = error
    at = drawn()
    assert said in words(at)
    assert "No answer." in words(at)
    assert "Nothing is drawn yet." not in words(at)


def test_a_network_that_ships_reads_without_an_engine(drawn, stand_in, monkeypatch):
    monkeypatch.undo()  # what makes all pages of these tests ask the engine
    monkeypatch.setattr(Engine, "from_environment", lambda **options: stand_in)
    stand_in.status = "failed"
    for query in ({}, {"draw_model": "rnn-gru"}, {"draw_what": "number"}):
        at = drawn(**query)
        assert [h.value for h in at.header] == ["1"], query
    assert stand_in.asked == []


def test_on_a_server_without_memory_for_keras_what_needs_it_says_so(
    open_page, stand_in, monkeypatch
):
    monkeypatch.setattr(engine_of_pages, "_too_small", lambda: True)
    monkeypatch.setattr(memory, "limit", lambda: 700_000_000)
    stand_in.status = "starting"
    said = "Keras needs about 1.0 GB of memory, and this server has 0.7 GB."
    at = open_page("activations", activations_view="all")
    assert said in at.error[0].value
    at = open_page("train")
    at.button("train_start").click().run()
    assert said in at.error[0].value
    assert said in words(open_page(""))
    assert "内存" in open_page("activations", activations_view="all", lang="zh").error[0].value
    assert not open_page("draw", draw_example="none").error


def test_a_damaged_file_of_a_network_is_said_in_words(drawn, monkeypatch, tmp_path):
    for file in registry.MODELS.glob("cnn.*"):
        data = file.read_bytes()
        (tmp_path / file.name).write_bytes(data[:9000] if file.suffix == ".onnx" else data)
    monkeypatch.undo()
    monkeypatch.setattr(shipped, "MODELS", tmp_path)
    shipped.load_onnx.cache_clear()
    at = drawn()
    assert "The file of model cnn must have the sha256 of its card" in at.error[0].value
    assert "No answer." in words(at)


STRANGE = [
    None, 7, "ink", [1, 2], {}, {"raw": None, "data": None}, {"raw": {}, "data": "x"},
    {"raw": {"objects": 5}, "data": "data:image/png;base64,AAAA"},
    {"raw": {"objects": []}, "data": 12}, {"raw": [], "data": "data:image/png;base64,%%%"},
    {"raw": {"objects": []}, "data": "data:image/png;base64,iVBORw0KGgo="},
]  # fmt: skip


def test_what_no_canvas_sends_is_as_if_nothing_had_come(open_page, stand_in, png):
    """Of the wrong type or form, a picture of another size, another format; then a drawing."""
    other_size = png(np.zeros((4000, 4000), np.uint8))
    jpeg = io.BytesIO()
    Image.new("RGB", (280, 280)).save(jpeg, "JPEG")
    pictures = [
        {
            "raw": {"objects": []},
            "data": "data:image/png;base64," + base64.b64encode(data).decode(),
        }
        for data in (other_size, jpeg.getvalue())
    ]
    stand_in.answers[tasks.read_drawing] = reading()
    at = open_page("draw", draw_example="none")
    for value in STRANGE + pictures:
        at.session_state["draw_canvas"] = {"drawing": value}
        at.run()
        assert not at.exception, value
        assert "Nothing is drawn yet." in words(at), value
    put_ink(at, png)
    assert "7" in [h.value for h in at.header]


def test_the_page_stands_before_the_engine_does(open_page, stand_in):
    stand_in.status = "starting"
    assert "Nothing is drawn yet." in words(open_page("draw", draw_example="none"))


def test_a_sample_digit_is_put_on_the_canvas(open_page):
    at = open_page("draw")
    at.button("draw_sample_4").click().run()
    assert at.session_state["draw_initial"]["objects"][0]["stroke"] == "#FFFFFF"
    at.button("draw_clear").click().run()
    assert at.session_state["draw_initial"]["objects"] == []


def objects(at) -> list[str]:
    return [stroke["path"] for stroke in at.session_state["draw_initial"]["objects"]]


def test_strokes_are_typed_and_read(open_page, stand_in):
    stand_in.answers[tasks.read_drawing] = reading(1)
    at = open_page("draw")
    at.text_input("draw_strokes").set_value("50,10 50,90 | 20,20").run()
    assert objects(at) == ["M 140 28 L 140 252", "M 56 56 L 56.01 56"]
    assert "1" in [header.value for header in at.header]
    assert at.query_params["draw_strokes"] == "50,10 50,90 | 20,20"
    at.text_input("draw_strokes").set_value("50,10 50,900").run()
    assert [error.value for error in at.error] == [
        "A point is two numbers from 0 to 100 with a comma between them. Received: 50,900"
    ]
    assert len(objects(at)) == 2
    at.button("draw_clear").click().run()
    assert (objects(at), at.text_input("draw_strokes").value) == ([], "")
    assert not at.error


def test_strokes_of_an_address_are_drawn_and_stay_until_something_else_is(open_page, stand_in):
    stand_in.answers[tasks.read_drawing] = reading(1)
    at = open_page("draw", draw_strokes="50,10 50,90", draw_example="3")
    assert objects(at) == ["M 140 28 L 140 252"]
    at.button("draw_sample_4").click().run()
    assert objects(at) == [strokes.STROKES[4]]
    assert at.text_input("draw_strokes").value == ""
    assert "draw_strokes" not in at.query_params
    stand_in.answers[tasks.read_number] = number(reading(1))
    at = open_page("draw", draw_what="number", draw_number_strokes="10,10 20,90")
    assert at.session_state["draw_number_initial"]["objects"][0]["path"] == "M 64 24 L 128 216"


def test_typed_strokes_go_along_with_the_sheet_and_are_taken_back(open_page, stand_in):
    stand_in.answers[tasks.read_drawing] = reading(1)
    at = open_page("draw")
    at.text_input("draw_strokes").set_value("50,10 50,90 | 20,20 30,30").run()
    at.switch_page("pages/convolution.py").run()
    at.segmented_control("convolution_source").set_value("draw").run()
    assert at.text_input("draw_strokes").value == "50,10 50,90 | 20,20 30,30"  # of the same sheet
    at.button("draw_clear").click().run()
    assert at.text_input("draw_strokes").value == ""
    at.query_params.clear()
    at.switch_page("pages/draw.py").run()  # which remembers them, and shows what the sheet does
    assert at.text_input("draw_strokes").value == ""
    assert objects(at) == []


def test_what_a_browser_sends_late_of_cleared_strokes_is_not_drawn(open_page, stand_in):
    """It sends what a field says with each stroke, and hears a moment later that it is emptied."""
    stand_in.answers[tasks.read_drawing] = reading(1)
    at = open_page("draw")
    at.text_input("draw_strokes").set_value("50,10 50,90").run()
    at.button("draw_clear").click().run()
    for _late in range(2):
        at.text_input("draw_strokes").set_value("50,10 50,90").run()
        assert (objects(at), at.text_input("draw_strokes").value) == ([], "")
    at.run()  # it has heard of it
    at.text_input("draw_strokes").set_value("50,10 50,90").run()
    assert objects(at) == ["M 140 28 L 140 252"]
    for text in ("", "50,10 50,90"):  # a field that its visitor empties is no late one
        at.text_input("draw_strokes").set_value(text).run()
    assert at.text_input("draw_strokes").value == "50,10 50,90"


def test_between_two_digits_both_are_named(drawn, stand_in):
    stand_in.answers[tasks.read_drawing] = reading(d4=0.55, d9=0.4)
    at = drawn()
    assert "4" in [h.value for h in at.header]
    assert "**Could be 4 or 9.**" in words(at)
    assert "How probable: 4 (55.0%), 9 (40.0%)" in words(at)


def test_among_three_digits_all_are_named_in_chinese_too(drawn, stand_in):
    stand_in.answers[tasks.read_drawing] = reading(d1=0.5, d7=0.3, d2=0.15)
    assert "**可能是 1、7 或 2。**" in words(drawn(lang="zh"))


def test_what_is_no_digit_gets_none(drawn, stand_in, card):
    stand_in.answers[tasks.read_drawing] = reading(d7=0.41, d1=0.22, score=0.3)
    at = drawn()
    assert "This does not look like a digit." in words(at)
    assert "If it were one: 7 (41.0%), 1 (22.0%)" in words(at)
    assert not at.header


def test_a_card_without_a_threshold_cannot_tell_and_says_so(drawn, stand_in, card):
    del card["knowing"]
    stand_in.answers[tasks.read_drawing] = reading(d7=0.98, score=0.01)
    at = drawn()
    assert "7" in [h.value for h in at.header]
    assert "has only ever seen digits" in words(at)


def test_a_network_that_knows_no_other_threshold_goes_by_what_it_has_learnt_from(
    drawn, stand_in, card, run, result, png
):
    run.begin()
    run.finish(result)
    stand_in.answers[tasks.read_drawing] = reading(d7=0.98, score=0.01)
    stand_in.answers[tasks.read_known] = known(reading(d7=0.98, score=0.01), label=3)
    at = drawn(run=run.id, draw_model="run")
    assert "7" in [h.value for h in at.header]
    assert "It compares a drawing with images that it learnt from" in words(at)
    assert "Familiarity 0.900, of 0.600" in words(at)
    assert "The nearest that it learnt from is: 3." in words(at)
    assert "it refuses 82%; of its own test images, 7%" in words(at)
    stand_in.answers[tasks.read_known] = known(reading(d7=0.98, score=1.0), 0.59)
    put_ink(at, png)
    assert "This does not look like a digit." in words(at)
    at.selectbox("draw_model").select("cnn").run()
    assert "This does not look like a digit." in words(at)
    assert "It compares a drawing" not in words(at)


def test_certainty_is_never_complete(drawn, stand_in):
    stand_in.answers[tasks.read_drawing] = reading(d3=1.0)
    said = words(drawn())
    assert "**This is a 3.** >99.9% sure." in said
    assert "Next: 0 (<0.1%), 1 (<0.1%)" in said


def test_a_number_is_read_digit_by_digit(drawn, stand_in):
    stand_in.answers[tasks.read_number] = number(*map(reading, (2, 0, 2, 5)))
    at = drawn(draw_what="number")
    assert [h.value for h in at.header] == ["2025"]
    share = 0.91**4
    assert f"**This is 2025.** {share:.1%} sure of the whole number." in words(at)
    assert [i for i in words(at).splitlines() if i == "2 (91%)  "] == ["2 (91%)  "] * 2
    assert stand_in.asked[-1][0] is tasks.read_number


def test_rows_are_shown_one_below_the_other(drawn, stand_in):
    parts = number(reading(4), reading(7), reading(1), reading(2)).parts
    stand_in.answers[tasks.read_number] = tasks.NumberReading(parts, (0, 0, 1, 1))
    at = drawn(draw_what="number")
    assert [header.value for header in at.header] == ["47", "12"]
    share = f"{0.91**2:.1%}"
    assert f"**47** and **12**, **2 rows.** Sure of each: {share}, {share}." in words(at)
    assert "sure of the whole number" not in words(at)


def test_what_is_no_digit_in_a_number_is_a_question_mark(drawn, stand_in, card):
    stand_in.answers[tasks.read_number] = number(
        reading(3), reading(d7=0.3, score=0.2), reading(d4=0.55, d9=0.4)
    )
    at = drawn(draw_what="number")
    assert [h.value for h in at.header] == ["3?4"]
    assert "stands for what is no digit, such as a sign or a letter: place 2." in words(at)
    assert "**Not sure:** place 3 could be 4 or 9." in words(at)
    assert "sure of the whole number" not in words(at)


def test_in_rows_a_doubt_names_its_row_and_no_number_is_said_to_be_sure(drawn, stand_in, card):
    parts = number(reading(4), reading(d4=0.55, d9=0.4), reading(1), reading(score=0.2)).parts
    stand_in.answers[tasks.read_number] = tasks.NumberReading(parts, (0, 0, 1, 1))
    said = words(drawn(draw_what="number"))
    assert "**44** and **1?**, **2 rows.**" in said
    assert "**Not sure:** row 1, place 2 could be 4 or 9." in said
    assert "a sign or a letter: row 2, place 2." in said
    assert "Sure of each" not in said


def test_a_network_that_knows_how_sure_it_is_of_a_whole_number_is_asked(drawn, stand_in):
    parts = number(reading(4), reading(2)).parts
    stand_in.answers[tasks.read_number] = tasks.NumberReading(parts, (0, 0), (0.87,))
    said = words(drawn(draw_what="number"))
    assert "**This is 42.** 87.0% sure of the whole number." in said


def test_a_number_without_any_digit_is_none(drawn, stand_in, card):
    stand_in.answers[tasks.read_number] = number(reading(score=0.1), reading(score=0.2))
    at = drawn(draw_what="number")
    assert "Nothing here looks like a digit." in words(at)
    assert not at.header


def test_a_blank_number_is_nothing(drawn, stand_in):
    stand_in.answers[tasks.read_number] = number()
    assert "Nothing is drawn yet." in words(drawn(draw_what="number"))


def test_twenty_digits_have_a_place_each(drawn, stand_in):
    stand_in.answers[tasks.read_number] = number(*map(reading, [*range(10)] * 2))
    at = drawn(draw_what="number")
    assert [h.value for h in at.header] == ["0123456789" * 2]
    assert len(at.get("image")) == 40


def test_too_many_digits_are_said_in_words(drawn, stand_in):
    stand_in.answers[tasks.read_number] = LabError("At most {most} digits.", most=20)
    said = words(drawn(draw_what="number"))
    assert "At most 20 digits." in said
    assert "No answer." in said


def test_a_visitors_network_reads_numbers_too(drawn, stand_in, run, result):
    run.begin()
    run.finish(result)
    drawn(run=run.id, draw_model="run", draw_what="number")
    task, _image, model = stand_in.asked[-1]
    assert task is tasks.read_number
    assert model == hashlib.sha256(result.model).hexdigest()


def test_each_sheet_keeps_its_own_drawing(drawn, stand_in, png):
    at = drawn()
    assert [h.value for h in at.header] == ["7"]
    at.segmented_control("draw_what").set_value("number").run()
    assert "Nothing is drawn yet." in words(at)
    put_ink(at, png, canvas.NUMBER)
    assert [h.value for h in at.header] == ["42"]
    at.button("draw_clear").click().run()
    assert at.session_state["draw_number_initial"]["objects"] == []
    at.segmented_control("draw_what").set_value("digit").run()
    assert [h.value for h in at.header] == ["7"]
    assert at.session_state["draw_initial"]["objects"] == [{}]


def test_a_sample_number_is_put_on_the_canvas(open_page):
    at = open_page("draw", draw_what="number")
    at.button("draw_sample_2025").click().run()
    assert len(at.session_state["draw_number_initial"]["objects"]) == 4


def test_the_pen_comes_back_as_it_was_left(open_page):
    at = open_page("draw")
    at.slider("draw_pen").set_value(12).run()
    at.segmented_control("draw_source").set_value("upload").run()
    at.segmented_control("draw_source").set_value("canvas").run()
    assert at.slider("draw_pen").value == 12
    assert not at.exception


def test_what_an_address_asks_for_in_vain_is_said(open_page):
    nonsense = {"draw_what": "word", "draw_number_pen": "99", "draw_source": ""}
    at = open_page("draw", **nonsense)
    assert_refused(at, nonsense, open_page("draw"))
    assert "The address asks for draw_what" in words(at)


def test_a_picture_of_one_line_is_shown(open_page, stand_in, png):
    stand_in.answers[tasks.read_drawing] = reading(blank=True)
    stand_in.answers[tasks.read_number] = number()
    for what in ("digit", "number"):
        for shape in ((1, 300), (300, 1), (1, 1)):
            at = open_page("draw", draw_what=what, draw_source="upload")
            file = ("line.png", png(np.full(shape, 200, np.uint8)), "image/png")
            at.file_uploader(key="draw_upload").set_value(file)
            at.run()
            assert not at.exception
            assert not at.error


def open_card(open_page, **query):
    at = open_page("draw", **{"draw_example": "none"} | query)
    at.session_state["draw_good"] = True
    at.run()
    assert not at.exception
    return at


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            (
                *("| 3 | 99.6% | 98.6%", "1.2% on average", "15.3%", "0, not 4", "2, but a letter"),
                *("Of digits and letters of other scripts 13.7%", "200 of each kind"),
                "| two that touch | 86.0% | 0.7%",
            ),
        ),
        (
            "zh",
            (
                *("| 3 | 99.6% | 98.6%", "相差 1.2%", "15.3%", "0，应为 4", "2，其实是字母"),
                *("13.7%", "每种各 200", "86.0% | 0.7%"),
            ),
        ),
    ],
)
def test_the_card_says_how_good_the_network_is(open_page, card, lang, said):
    at = open_card(open_page, lang=lang)
    assert [m.value for m in at.metric] == ["99.68%", "99.12%", "96.04%"]
    shown = words(at)
    assert [s for s in said if s not in shown] == []
    assert len(charts(at)) == 3
    assert "CC BY-SA 3.0; Pen-Based" in shown
    assert "python 3.11.7, keras 3.15.1" in shown
    assert [code.value for code in at.code] == [card["command"]]


def test_the_card_is_not_drawn_before_it_is_opened(open_page, card):
    at = open_page("draw", draw_example="none")
    assert not at.metric
    assert not charts(at)


def test_an_old_card_shows_what_it_has(open_page, card):
    for name in ("drawn", "knowing", "mistakes", "kinds"):
        del card[name]
    at = open_card(open_page)
    assert [m.value for m in at.metric] == ["99.68%"]
    assert not charts(at)


def test_a_card_without_any_one_thing_still_stands(open_page, card, subtests):
    at = open_card(open_page)
    for gone in sorted(card):
        with subtests.test(gone):
            kept = card.pop(gone)
            assert "How it was made" in [tab.label for tab in rerun(at).tabs]
            card[gone] = kept


def test_without_the_shipped_network_the_card_is_missing_and_the_page_stands(
    open_page, monkeypatch
):
    def missing(name):
        raise registry.RegistryError("The model must be one of {known}.", known="")

    monkeypatch.setattr(registry, "card", missing)
    assert "The network that ships is missing." in words(open_card(open_page))


def test_settings_are_in_the_address(open_page):
    at = open_page("draw", lang="en", draw_pen="30")
    assert at.slider("draw_pen").value == 30
    at.slider("draw_pen").set_value(12).run()
    assert at.query_params["draw_pen"] == "12"


def test_what_an_eraser_paints_is_paper_a_little_wider_than_the_pen(open_page):
    at = open_page("draw", draw_tool="eraser", draw_pen="30")
    assert next_stroke(at)["strokeColor"] == strokes.PAPER
    assert next_stroke(at)["strokeWidth"] > 30  # or a rim of soft pixels would be left
    at.segmented_control("draw_tool").set_value("pen").run()
    assert next_stroke(at)["strokeColor"] == strokes.INK
    assert next_stroke(at)["strokeWidth"] == 30
    at = open_page("draw", draw_what="number", draw_tool="eraser")
    assert next_stroke(at)["strokeColor"] == strokes.PAPER


def next_stroke(at) -> dict:
    """What the canvas is told of what is drawn next."""
    sheet = next(c for c in at.get("bidi_component") if "canvas" in c.proto.component_name)
    return json.loads(sheet.proto.json)


def test_undo_takes_the_last_stroke_back(open_page, stand_in, png):
    stand_in.answers[tasks.read_drawing] = reading()
    at = open_page("draw", draw_example="none")
    assert at.button("draw_undo").disabled
    put_ink(at, png)
    assert not at.button("draw_undo").disabled
    at.button("draw_undo").click().run()
    assert at.session_state["draw_initial"]["objects"] == []
