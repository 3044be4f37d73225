"""Pictures on the Draw page: many files at once, the camera, what was seen in them."""

from __future__ import annotations

import csv
import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

from dlcore import tasks
from dlcore.digits.ink import InkStep
from dlcore.engine import EngineUnavailable
from dlcore.errors import LabError
from tests.pages.conftest import rerun, words
from tests.pages.test_draw import number, reading
from ui.draw import camera, judged, saw, several
from ui.draw.several import PictureRow


def picture(shade: int = 200, size: tuple[int, int] = (30, 20)) -> bytes:
    buffer = io.BytesIO()
    Image.new("L", size, shade).save(buffer, "PNG")
    return buffer.getvalue()


def put(at, *files: tuple[str, bytes]) -> None:
    """As if these had been uploaded, and the page redrawn."""
    at.file_uploader(key="draw_upload").set_value([(n, data, "image/png") for n, data in files])
    rerun(at)


def table(at) -> Any:
    return at.dataframe[0].value


@pytest.fixture
def files(open_page, stand_in):
    """Opens the page where files are uploaded."""
    stand_in.answers[tasks.read_drawing] = reading(7)
    stand_in.answers[tasks.read_number] = number(reading(4), reading(2))

    def open_(*named: tuple[str, bytes], **query):
        at = open_page("draw", draw_source="upload", **query)
        put(at, *named)
        return at

    return open_


def test_one_file_has_no_table(files):
    at = files(("one.png", picture()))
    assert [h.value for h in at.header] == ["7"]
    assert not at.dataframe


def test_of_several_the_latest_is_shown_and_all_are_in_a_table(files):
    at = files(("=1+1.png", picture()), ("[x](http://a.b).png", picture()))
    assert [h.value for h in at.header] == ["7"]
    assert table(at).values.tolist() == [
        ["[x](http://a.b).png", "7", "91.0%", "sure"],
        ["=1+1.png", "7", "91.0%", "sure"],
    ]
    assert "`[x](http://a.b).png`" in words(at)


def test_what_cannot_be_read_is_a_row_with_its_sentence(files, stand_in):
    broken = (("no.png", b"no picture"), ("cut.png", picture()[:50]))
    at = files(*broken, ("one.png", picture()))
    rows = table(at).values.tolist()
    assert [row[1] for row in rows] == ["7", "", ""]
    assert "damaged" in rows[1][3]
    assert "This is not a picture that can be read" in rows[2][3]
    assert [h.value for h in at.header] == ["7"]
    stand_in.answers[tasks.read_drawing] = LabError("Too {what}.", what="much")
    put(at, ("one.png", picture()), ("two.png", picture()))
    assert [row[3] for row in table(at).values.tolist()] == ["Too much."] * 2


def test_pictures_without_an_answer_are_read_when_there_is_one(files, stand_in):
    stand_in.answers[tasks.read_drawing] = EngineUnavailable("gone")
    at = files(("1.png", picture(1)), ("2.png", picture(2)))
    assert [row[3] for row in table(at).values.tolist()] == ["No answer."] * 2
    assert "has just been restarted" in words(at)
    stand_in.answers[tasks.read_drawing] = reading(7)
    assert [row[1] for row in table(rerun(at)).values.tolist()] == ["7", "7"]


def test_each_verdict_has_a_word(files, stand_in, monkeypatch):
    answers = iter(
        [
            reading(blank=True),
            reading(score=0.0),
            reading(d4=0.55, d9=0.4),
            tasks.NumberReading(()),
            number(reading(3), reading(score=0.0)),
            tasks.NumberReading(number(reading(4), reading(7)).parts, (0, 1), (0.9, 0.8)),
        ]
    )
    monkeypatch.setattr(several.Reader, "answer", lambda *_asked, **_more: next(answers))
    monkeypatch.setattr(several.Reader, "threshold", 0.5)
    file = type("File", (), {"name": "a\n.png", "getvalue": staticmethod(picture)})
    by = several.Reader("cnn")
    rows = [several._row(file, what, by) for what in ["digit"] * 3 + ["number"] * 3]
    assert [(row.reading, row.verdict) for row in rows] == [
        ("", "No ink was found in the picture."),
        ("", "no digit"),
        ("4 or 9", "not sure"),
        ("", "No ink was found in the picture."),
        ("3?", "Not all of it is a digit."),
        ("4 / 7", "sure"),
    ]
    assert rows[-1].confidence == 0.8
    assert {row.name for row in rows} == {"a\ufffd.png"}


def test_a_sign_is_no_digit_whichever_network_reads():
    found = judged.of_number(number(reading(4), reading(score=0.0), reading(7)), None)
    assert judged.written(found.rows[0]) == "4?7"


def test_a_picture_is_read_once_and_again_by_another_network(files, stand_in):
    def asked() -> int:
        return sum(task is tasks.read_drawing for task, *_rest in stand_in.asked)

    at = files(("1.png", picture(1)), ("2.png", picture(2)))
    once = asked()
    assert once == 3  # two rows, and the one that is shown
    rerun(at)
    assert asked() == once
    at.selectbox("draw_model").select("rnn-gru").run()
    assert asked() == 2 * once


def test_a_file_that_has_gone_leaves_nothing_in_the_session(files):
    at = files(("1.png", picture(1)), ("2.png", picture(2)))
    put(at, ("3.png", picture(3)), ("4.png", picture(4)))
    kept = at.session_state["draw_several_rows"][1]
    assert sorted(row.name for row in kept.values()) == ["3.png", "4.png"]
    assert not any(isinstance(part, np.ndarray) for row in kept.values() for part in vars(row))


def test_numbers_too_and_in_chinese(files):
    at = files(("1.png", picture(1)), ("2.png", picture(2)), draw_what="number", lang="zh")
    assert list(table(at).columns) == ["图片", "结果", "把握", "结论"]
    assert [row[1] for row in table(at).values.tolist()] == ["42", "42"]


def test_the_picture_that_was_clicked_is_shown(files):
    at = files(("1.png", picture(1)), ("2.png", picture(2)))
    assert "2.png" in words(at)
    key = f"draw_several_table_{at.session_state['draw_several_turn']}"
    for row, name in ((1, "1.png"), (0, "2.png"), (7, "2.png")):
        at.session_state[key] = clicked(row)
        rerun(at)
        assert name in words(at)


def clicked(row: Any) -> dict[str, Any]:
    return {"selection": {"rows": [], "columns": [], "cells": [(row, "Picture")]}}


def test_what_no_table_sends_is_no_choice():
    assert several._clicked(clicked(3)) == 3
    for row in (-1, "1", 1.0, None, True):
        assert several._clicked(clicked(row)) == 0
    for cells in ([], 7, [(1,)], [1], "x"):
        assert several._clicked({"selection": {"cells": cells}}) == 0
    for nothing in (None, {}, {"selection": 1}, "x"):
        assert several._clicked(nothing) == 0


ROWS = [
    PictureRow("=HYPERLINK(1)", "42", 0.98765, "sure"),
    PictureRow("@sum,\"a\"", "", None, "-1"),
    PictureRow("图 1.png", "4 / 7", 1.0, "sure"),
]  # fmt: skip


def test_a_spreadsheet_computes_nothing_of_the_file_and_reads_its_letters():
    data = several.as_csv(ROWS)
    assert data.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    assert head == ["Picture", "Reading", "Sure", "Verdict"]
    assert rows == [
        ["'=HYPERLINK(1)", "42", "0.9877", "sure"],
        ['\'@sum,"a"', "", "", "'-1"],
        ["图 1.png", "4 / 7", "0.9999", "sure"],
    ]


def test_a_photo_is_read(open_page, stand_in, monkeypatch):
    stand_in.answers[tasks.read_drawing] = reading(7)
    at = open_page("draw", draw_source="camera")
    assert "Nothing is drawn yet." in words(at)
    assert len(at.get("camera_input")) == 1
    monkeypatch.setattr(camera, "_is_trusted", lambda address: False)
    at = open_page("draw", draw_source="camera")
    assert not at.get("camera_input")
    assert "Browsers give a camera only to pages with https." in words(at)


def test_a_picture_without_ink_says_so(files, stand_in):
    stand_in.answers[tasks.read_drawing] = reading(blank=True)
    stand_in.answers[tasks.read_number] = tasks.NumberReading(())
    for what in ("digit", "number"):
        said = words(files(("1.png", picture()), draw_what=what))
        assert "No ink was found in the picture." in said, what
        assert "Nothing is drawn yet." not in said, what


def test_browsers_trust_https_and_their_own_machine():
    trusted = ("https://a.b/draw", "http://localhost:8501/draw", "http://127.0.0.1/", "")
    assert all(map(camera._is_trusted, trusted))
    assert not any(map(camera._is_trusted, ("http://a.b/draw", "http://10.0.0.1:8501")))


def test_what_was_seen_is_shown_of_a_picture(files, stand_in, monkeypatch):
    step = np.zeros((20, 30), np.uint8)
    steps = tuple(InkStep(name, step) for name in saw.STEPS)
    parts = number(reading(4)).parts
    stand_in.answers[tasks.read_number] = tasks.NumberReading(parts, (0,), (), steps)
    at = files(("1.png", picture()), draw_what="number")
    said = words(at)
    assert [title for title, _said in saw.STEPS.values() if f"**{title}**" not in said] == []
    assert "**The digits**" in said
    stand_in.answers[tasks.read_drawing] = reading(7)
    assert "**The picture**" not in words(files(("1.png", picture())))


def test_boxes_are_where_the_digits_are_however_large_the_picture():
    image = np.full((100, 600, 4), 255, np.uint8)
    found = saw.boxed(image, [(40, 20, 200, 80), (300, 10, 300, 90), (-5, 0, 9_999, 1)])
    assert found.shape == (50, 300, 3)
    blue = (found == saw._BOX).all(axis=2)
    assert blue[10:40, 20].all()
    assert blue[10, 20:100].all()
    assert not blue[15:35, 25:95].any()
    assert blue[6:44, 150].all()
