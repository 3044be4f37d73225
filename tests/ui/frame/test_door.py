"""Nonsense of each kind, sent to each kind of widget: as if it had not come."""

from __future__ import annotations

import json
from collections.abc import Iterator

from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.testing.v1 import AppTest

SCALARS = {
    "double_value": (float("nan"), float("inf"), 1e308, -1.0, 0.5),
    "int_value": (-1, 2**62),
    "string_value": ("", "a", "ab", "9" * 6000, "![x](http://example.org/x)"),
    "bool_value": (True,),
    "bytes_value": (b"x",),
    "json_value": ("", "{", "null", "5", '"a"', "[]", '{"a": 1}', "9" * 6000, "[" * 100_000),
    "json_trigger_value": ("", "{", "5", "[]", '[{"event": 5}]', "9" * 6000, "[" * 100_000),
}
ARRAYS = {
    "double_array_value": ([], [float("nan")], [1e308], [5.5], [3.0, 1.0], [1.0] * 1000),
    "string_array_value": ([], ["zz"], ["a", "a"], ["a", "b", "c"], ["zz"] * 1000),
    "int_array_value": ([], [10**9]),
}


def nonsense() -> Iterator[WidgetState]:
    for kind, values in SCALARS.items():
        yield from (WidgetState(**{kind: value}) for value in values)
    for kind, many in ARRAYS.items():
        for values in many:
            state = WidgetState()
            getattr(state, kind).SetInParent()
            getattr(state, kind).data.extend(values)
            yield state
    file = WidgetState()
    file.file_uploader_state_value.uploaded_file_info.add(file_id="none", name="a.exe", size=5)
    yield file
    word = WidgetState()
    word.string_trigger_value.data = "x"
    yield word


def page() -> None:
    """Runs as a script of its own: each kind of widget, and what it says."""
    import streamlit as st

    from dlcore.figures.layout import figure
    from ui.frame.setting import Choice, Number, Several, Span, Switch, Text, Whole
    from ui.frame.settings import Settings
    from ui.shared import chart

    whole = Whole("whole", 7, "Whole", low=1, high=50)
    number = Number("number", 0.5, "Number")
    typed = Number("typed", 0.25, "Typed")
    word = Choice("word", "a", "Word", options=("a", "b", "c"))
    size = Choice("size", 3, "Size", options={3: "three", 5: "five"})
    button = Choice("button", "b", "Button", options=("a", "b", "c"))
    several = Several("several", ["a"], "Several", options=("a", "b", "c"), at_most=2)
    pills = Several("pills", ["a"], "Pills", options=("a", "b", "c"), at_most=2)
    switch = Switch("switch", False, "Switch")
    text = Text("text", "as it was", "Text", at_most=30)
    span = Span("span", (3, 7), "Span", low=1, high=10)
    settings = Settings(
        "page", whole, number, typed, word, size, button, several, pills, switch, text, span
    )

    def look_up() -> None:
        {"a": 1, "b": 2, "c": 3}[word.value]

    settings.seed()
    whole.number_input()
    number.slider()
    typed.number_input()
    word.selectbox(on_change=look_up)
    size.select_slider()
    button.segmented()
    several.multiselect()
    pills.pills()
    switch.toggle()
    text.text_input()
    span.slider()
    st.button("Press", key="press")
    st.file_uploader("File", type=["png"], key="file")
    chart.show(
        figure([{"type": "scatter", "x": [1], "y": [1]}], 300),
        key="picture",
        alt="A point",
        on_click=lambda x, y: None,
    )
    settings.publish()
    st.json({key: st.session_state[key] for key in settings.settings})


def send(at: AppTest, *states: WidgetState) -> dict:
    """Sends widgets of a page these values; what its settings say then."""
    sent = WidgetStates()
    sent.widgets.extend(states)
    at._run(sent)
    assert not at.exception, (states, at.exception)
    return json.loads(at.json[0].value)


def ids(at: AppTest) -> dict[str, str]:
    """The names that a browser knows the page's widgets by, by key."""
    kinds = (
        *("number_input", "slider", "selectbox", "select_slider", "button_group", "multiselect"),
        *("toggle", "checkbox", "text_input", "button", "file_uploader", "bidi_component"),
    )
    found = {str(one.proto.id) for kind in kinds for one in at.get(kind)}
    events = {f"$$STREAMLIT_INTERNAL_KEY_{id}__events" for id in found if id.endswith("-picture")}
    return {id.split("-", 2)[-1]: id for id in found | events}


POSSIBLE = {  # what is nonsense to others
    ("typed", "double_value"),
    ("switch", "bool_value"),
    ("text", "string_value"),
    ("several", "string_array_value"),
    ("pills", "string_array_value"),
}


def addressed(state: WidgetState, to: str) -> WidgetState:
    copy = WidgetState()
    copy.CopyFrom(state)
    copy.id = to
    return copy


def test_nothing_breaks_a_page_and_every_control_keeps_what_it_said():
    at = AppTest.from_function(page, default_timeout=30).run()
    assert not at.exception
    usual = json.loads(at.json[0].value)
    known = ids(at)
    assert usual.keys() | {"press", "file", "picture", "picture__events"} == known.keys()
    before = usual
    for state in nonsense():
        said = send(at, *(addressed(state, id) for id in known.values()))
        changed = {key for key in usual if said[key] != before[key]}
        assert {(key, state.WhichOneof("value")) for key in changed} <= POSSIBLE, state
        before = said


def test_numbers_that_are_refused_are_named_once():
    at = AppTest.from_function(page, default_timeout=30).run()
    known, usual = ids(at), json.loads(at.json[0].value)
    said = send(
        at,
        WidgetState(id=known["whole"], double_value=51.0),
        WidgetState(id=known["span"], json_value="![x](http://example.org/x)"),
        WidgetState(id=known["word"], string_value="an option in another language"),
        WidgetState(id=known["picture"], json_value="{"),  # no setting
    )
    assert said == usual
    assert sorted(warning.value for warning in at.warning) == [
        "span = `![x](http://example.org/x)` was sent here, which is not possible "
        "(expected: 1-10). The value it had is kept.",
        "whole = `51.0` was sent here, which is not possible (expected: 1 – 50). "
        "The value it had is kept.",
    ]
    assert send(at, WidgetState(id=known["whole"], int_value=50))["whole"] == 50
    assert not at.warning


def test_the_first_message_of_a_session_may_be_nonsense():
    """The names of widgets can be known beforehand."""
    known = ids(AppTest.from_function(page, default_timeout=30).run())
    for state in (WidgetState(json_value="{"), WidgetState(string_value="zz")):
        at = AppTest.from_function(page, default_timeout=30)
        usual = send(at, *(addressed(state, id) for id in known.values() if "text" not in id))
        assert usual["whole"] == 7
        assert usual["word"] == "a"


def table() -> None:
    """Runs as a script of its own: a table whose rows can be ticked."""
    import streamlit as st

    from ui.frame import door  # noqa: F401 (it stands before all widgets)

    ticked = st.dataframe({"x": [1, 2, 3]}, key="table", on_select="rerun")
    st.json({"rows": ticked["selection"]["rows"]})


def test_a_table_takes_what_a_browser_ticks_and_nothing_else():
    at = AppTest.from_function(table, default_timeout=30).run()
    id = at.dataframe[0].proto.id
    sent = '{"selection":{"rows":[0,2],"columns":[],"cells":[]}}'  # without blanks, as it does
    assert send(at, WidgetState(id=id, string_value=sent)) == {"rows": [0, 2]}
    for nonsense in ("", "{", "null", "[]", "3", '{"selection":3}', '{"selection":{"cells":[1]}}'):
        said = send(at, WidgetState(id=id, string_value=nonsense))
        assert said in ({"rows": []}, {"rows": [0, 2]}), nonsense
    for state in nonsense_of_other_kinds():
        assert send(at, addressed(state, id)) in ({"rows": []}, {"rows": [0, 2]})


def nonsense_of_other_kinds() -> list[WidgetState]:
    return [state for state in nonsense() if state.WhichOneof("value") != "string_value"]
