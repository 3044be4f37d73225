"""Characters of other scripts."""

import unicodedata
from itertools import islice

import numpy as np

from dlcore.pretrain.handwriting import scripts
from dlcore.pretrain.handwriting.scripts import OTHER_SCRIPTS, SCRIPTS, Script


def test_no_script_is_both_learnt_and_measured_with():
    assert not set(SCRIPTS) & set(OTHER_SCRIPTS)
    learnt = {c for script in SCRIPTS.values() for c in script.digits + script.letters}
    assert not learnt & {c for s in OTHER_SCRIPTS.values() for c in s.digits + s.letters}


def test_digits_are_digits_of_their_script_and_never_its_zero():
    for name, script in (SCRIPTS | OTHER_SCRIPTS).items():
        if name != "signs":
            assert all(unicodedata.digit(character) > 0 for character in script.digits)
            assert all(unicodedata.category(c)[0] == "L" for c in script.letters)


def test_nobody_is_asked_for_one_of_our_own_digits():
    for script in (SCRIPTS | OTHER_SCRIPTS).values():
        assert not set("0123456789oOlISZBbgqQD") & set(script.digits + script.letters)


def test_only_scripts_with_a_font_are_written(fonts):
    asked = {
        "greek": Script(("DejaVuSans",), "", "ΞΦ"),
        "absent": Script(("NoSuchFont",), "12", "ab"),
    }
    there = scripts.script_fonts(fonts, asked)
    assert "DejaVuSans-Bold" in there
    assert not [name for name in there if name.endswith("Oblique")]
    drawn = list(islice(scripts.written(asked, there, np.random.default_rng(0)), 40))
    assert {len(strokes) for strokes in drawn} >= {3}  # the bars of a Xi
