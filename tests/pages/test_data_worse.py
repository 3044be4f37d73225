"""Sets that are made worse on the page: said, counted, in the address, kept as one's own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dlcore import tasks
from dlcore.data import look as library
from dlcore.data.edits import NOTHING
from dlcore.data.formats import from_npz
from dlcore.data.recipes import Alteration, altered
from dlcore.data.symbols import symbols
from tests.pages.conftest import asked, assert_refused, rerun, words
from tests.pages.test_data import click, database, drawn  # noqa: F401 (a fixture)
from ui.data import worse
from ui.data.draw import Draft
from ui.shared.sets import kept


@pytest.fixture(scope="module", autouse=True)
def symbols_are_there():
    symbols()


def shown(at) -> str:
    """Whose fingerprint is said."""
    return next(line for line in words(at).split("\n") if "Fingerprint" in line)


def own(at):
    """The sets that the session keeps."""
    return [from_npz(content) for _record, content in at.session_state["data_sets"].values()]


def test_an_address_makes_a_set_worse_in_the_same_way(open_page):
    query = {"data_noise": "10", "data_thin": "2", "data_thin_to": "7", "data_moved": "3"}
    at = open_page("data", data_view="about", data_inverted="true", data_worse_seed="5", **query)
    found = altered(symbols(), Alteration(0.1, 2, 7, 3, True, 5))
    assert found.fingerprint in shown(at)
    assert not at.error
    address = {k: v if isinstance(v, str) else v[0] for k, v in at.query_params.items()}
    at = open_page("data", **address)
    assert found.fingerprint in shown(at)
    (said,) = at.warning
    count = len(found.y_train)
    assert f"{round(count / 10)} of {count:,} images to learn from have a wrong label" in said.value
    left = int((symbols().y_train == 2).sum())
    assert f"7 of {left} images are left to learn from" in said.value
    assert "moved by up to 3 px" in said.value
    assert "Ink is black" in said.value


def test_what_is_as_it_came_is_the_set_itself(open_page):
    at = open_page("data", data_view="about", data_worse_seed="9", data_thin_to="3")
    assert symbols().fingerprint in shown(at)
    assert not at.warning
    assert "data_keep_worse" not in {one.key for one in at.button}


def test_it_is_learnt_from_as_it_is_shown(open_page, stand_in):
    at = open_page("data", data_view="few", data_noise="20")
    click(at, "data_few_start")
    (run,) = stand_in.runs.values()
    learnt = from_npz(run.supply)
    assert learnt.fingerprint == altered(symbols(), Alteration(label_noise=0.2)).fingerprint
    assert learnt.name == "Symbols: 20% wrong"


def test_it_is_kept_as_a_set_of_ones_own(open_page, database):  # noqa: F811
    at = open_page("data", {"data_draft": Draft(drawn(), 6)}, data_from="draw")
    click(at, "data_keep")
    first = at.session_state["data_set"]
    at = open_page("data", data_set=first, data_view="about", data_thin="1", data_thin_to="2")
    assert "data_delete" not in {one.key for one in at.button}  # that would be the set it is of
    click(at, "data_keep_worse")
    second = at.session_state["data_set"]
    assert second != first
    assert not at.warning
    assert "data_thin" not in at.query_params
    names = at.selectbox(key="data_set").options
    assert [name for name in names if name.startswith("mine: 2 of β · 3 classes")]
    assert [name for name in names if name.startswith("mine · 3 classes, 18 images")]


def test_what_is_put_right_before_and_after_goes_along(open_page):
    few = symbols()
    before = NOTHING.throw(0)
    base = replace(
        few, x_train=few.x_train[1:], y_train=few.y_train[1:], writers_train=few.writers_train[1:]
    )
    noisy = altered(base, Alteration(label_noise=0.01))
    wrong = int(np.flatnonzero(noisy.y_train != base.y_train)[0])
    after = NOTHING.move(wrong, int(base.y_train[wrong]))
    history = {few.fingerprint: (NOTHING, before), noisy.fingerprint: (NOTHING, after)}
    at = open_page("data", {"data_edits": history}, data_view="look", data_noise="1")
    assert "data_keep_changes" not in {one.key for one in at.button}  # one button keeps it all
    click(at, "data_keep_worse")
    (found,) = own(at)
    assert len(found.x_train) == len(few.x_train) - 1
    assert (found.y_train != base.y_train).sum() == round(0.01 * len(base.y_train)) - 1


def test_suspects_are_held_against_what_is_known(open_page, stand_in):
    at = open_page("data", data_look="suspects", data_noise="5")
    noisy = altered(symbols(), Alteration(label_noise=0.05))
    found = library.suspects(noisy)
    wrong = set(np.flatnonzero(noisy.y_train != symbols().y_train).tolist())
    hits = sum(one.number in wrong for one in found.found)
    (said,) = at.info
    assert f"{len(wrong)} labels were made wrong" in said.value
    assert f"{hits} of them are among the {len(found.found)} suspects" in said.value
    assert hits > 0.4 * len(wrong)
    assert len(asked(stand_in, library.suspects)) == 1


def test_a_class_that_another_set_does_not_have_is_let_go(open_page, stand_in):
    stand_in.answers[tasks.some_digits] = tasks.some_digits()
    at = open_page("data", data_view="about", data_set="digits", data_thin="15")
    assert at.session_state["data_thin"] == -1
    assert not at.warning


def test_nonsense_is_refused_in_a_sentence_each(open_page):
    nonsense = {
        "data_noise": "101",
        "data_thin": "100",
        "data_thin_to": "0",
        "data_moved": "15",
        "data_inverted": "maybe",
        "data_worse_seed": "-1",
    }
    at = open_page("data", **nonsense)
    assert_refused(at, nonsense, open_page("data"))


def test_no_room_is_said_and_it_stays_as_it_is(open_page, monkeypatch):
    monkeypatch.setattr(kept, "MOST_IN_SESSION", 1000)
    at = open_page("data", data_view="about", data_noise="5")
    click(at, "data_keep_worse")
    assert "Delete one of them first" in words(at)
    assert at.session_state["data_noise"] == 5


def test_as_it_was_is_one_click(open_page):
    at = open_page("data", data_view="about", data_noise="5", data_inverted="true")
    click(at, "data_better")
    assert symbols().fingerprint in shown(at)
    assert not at.warning


def test_a_name_says_what_was_done_however_long_it_is():
    long = replace(symbols(), name="n" * 40, classes=tuple("ab" * 20 + str(n) for n in range(20)))
    name = worse._name(long, Alteration(0.25, 3, 500, 14, True))
    assert name == f"{'n' * 36}: 25% wrong, 500 of abababab, moved 14, inverted"[-80:]


def test_other_pages_are_a_link_away_once_it_is_kept(open_page):
    at = open_page("data", data_view="about")
    told = [one.proto.query_string for one in at.get("page_link")]
    assert [one for one in told if "train_data_set=symbols" in one]
    assert [one for one in told if "gan_data_set=symbols" in one]
    (to_train,) = [one for one in told if "train_data_set" in one]
    assert "train_architecture=" in to_train  # else /train would write a second address
    at = open_page("data", data_view="about", data_noise="5")
    assert not [one for one in at.get("page_link") if "data_set=" in one.proto.query_string]
    assert "Keep it first" in words(at)
    assert rerun(at)
