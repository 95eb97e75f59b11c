"""The seam between the tests and Deno: what travels arrives as it was, and what fails says why."""

import math

import numpy as np
import pytest
import torch

from tests.javascript.deno import SECONDS, UNDEFINED, Deno, JavaScriptError


@pytest.fixture
def there_and_back(javascript):
    "What JavaScript has received, sent back."
    return lambda value: javascript().evaluate("(value) => value", value)


@pytest.mark.parametrize(
    "value", [None, True, 0, -3, 1 / 3, 1e300, 5e-324, "é\n\u2028𝒩", [], [[1], {}], {"a": {"b": [None]}}]
)
def test_plain_values_travel(there_and_back, value):
    "To the last bit"
    back = there_and_back(value)
    assert back == value
    assert isinstance(back, bool) == isinstance(value, bool)


def test_a_dict_may_have_the_sign_that_marks_special_values(there_and_back):
    assert there_and_back({"$": "undefined", "value": {"$": 3}}) == {"$": "undefined", "value": {"$": 3}}


def test_numbers_that_json_lacks_travel(javascript, there_and_back):
    "NaN, both infinities and the sign of zero, alone and inside"
    nan, high, low = there_and_back([math.nan, math.inf, {"low": -math.inf}])
    assert math.isnan(nan) and (high, low) == (math.inf, {"low": -math.inf})
    assert math.copysign(1, there_and_back(-0.0)) == -1
    assert javascript().evaluate("(zero) => [1 / zero, -0, Number.isNaN(NaN)]", -0.0) == [-math.inf, 0, True]
    assert math.copysign(1, javascript().evaluate("-0")) == -1


def test_undefined_is_not_null(javascript, there_and_back):
    "As an argument it takes the default; as an answer it is told from None"
    default = "(value = 'default') => value"
    assert [javascript().evaluate(default, value) for value in (UNDEFINED, None)] == ["default", None]
    assert there_and_back([UNDEFINED, {"a": UNDEFINED}]) == [UNDEFINED, {"a": UNDEFINED}]
    assert javascript().evaluate("[undefined, null]") == [UNDEFINED, None]
    assert javascript().evaluate("() => {}") is UNDEFINED


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int8, np.int16, np.int32, np.uint8, np.uint16, np.uint32])
def test_arrays_travel_as_typed_arrays(javascript, there_and_back, dtype):
    "Flat, each in its own type, views and strides too, with NaN where they can hold it"
    given = np.arange(12).reshape(3, 4).astype(dtype)
    if dtype().dtype.kind == "f":
        given[0, 0], given[1, 1] = np.nan, -np.inf
    for array in (given, given.T, given[:, 1:3]):
        back = there_and_back(array)
        assert back.dtype == torch.from_numpy(given).dtype
        np.testing.assert_array_equal(back.numpy(), array.flatten())
    names = javascript().evaluate("(a) => [a.constructor.name, a.subarray(2, 4)]", given)
    assert names[0].lower().removesuffix("array") == np.dtype(dtype).name
    np.testing.assert_array_equal(names[1].numpy(), given.flatten()[2:4])


def test_tensors_and_bytes_travel(javascript, there_and_back):
    "A tensor as numpy's array would, bytes as the DataView that a comm delivers"
    weights = torch.randn(2, 3, requires_grad=True)
    assert there_and_back(weights).equal(weights.detach().flatten())
    assert there_and_back(b"\x00\xff") == b"\x00\xff"
    assert javascript().evaluate("(view) => [view instanceof DataView, view.getUint8(1)]", b"\x00\x07") == [True, 7]


def test_what_cannot_travel_is_refused_on_both_sides(javascript):
    "With its kind, before anything is lost"
    with pytest.raises(TypeError, match="got set"):
        javascript().evaluate("(value) => value", {1})
    for expression, kind in (("new Map()", "Map"), ("[() => {}]", "function"), ("({ big: 1n })", "bigint")):
        with pytest.raises(JavaScriptError, match=f"got a {kind}"):
            javascript().evaluate(expression)


def test_a_file_is_imported_with_its_neighbours_and_called_by_name(javascript):
    "No joiner: the browser's own way"
    assert javascript("kit/js/format.js", "kit/js/random.js").evaluate("typeof library.makeRandom") == "function"
    assert javascript("bound/js/numbers.js")("logProb", {"bend": 0, "noise": 1}, 0.0) == pytest.approx(
        -0.5 * math.log(4 * math.pi), abs=1e-6
    )


def test_names_that_clash_are_named(javascript):
    "Two files for one library, each with a function of the same name"
    with pytest.raises(JavaScriptError, match="two of the files export makeRunner: ask for them one by one"):
        javascript("gan/js/runner.js", "digit_pad/js/runner.js").evaluate("1")


def test_an_error_says_what_and_where_and_the_next_call_is_answered(javascript):
    "Message and stack, with the file and the line"
    with pytest.raises(JavaScriptError, match=r"(?s)TypeError: .*bound/js/numbers\.js:\d+:\d+"):
        javascript("bound/js/numbers.js")("logProb")
    with pytest.raises(JavaScriptError, match="thrown: 3"):
        javascript().evaluate("() => { throw 3; }")
    with pytest.raises(JavaScriptError, match="SyntaxError"):
        javascript().evaluate("1 +")
    with pytest.raises(JavaScriptError, match=r"(?s)Module not found.*nowhere\.js"):
        javascript("nowhere.js").evaluate("1")
    assert javascript().evaluate("1 + 1") == 2


def test_promises_are_awaited_and_printing_disturbs_nothing(javascript):
    "What a module prints is no answer"
    assert javascript().evaluate("async () => { console.log('{}'); return await Promise.resolve(4); }") == 4


@pytest.mark.parametrize("endless", ["() => { while (true); }", "() => new Promise(() => {})"])
def test_a_call_that_never_ends_is_ended_and_the_next_one_is_answered(endless):
    "A loop, or a promise that nobody keeps; a limit of a second cannot fail here, since both last for ever"
    deno = Deno(seconds=1)
    with pytest.raises(RuntimeError, match=r"Deno did not answer within 1 s\. It said: nothing"):
        deno.library().evaluate(endless)
    deno.seconds = SECONDS
    assert deno.library().evaluate("2 + 2") == 4
    deno.close()


def test_a_process_that_ends_is_named_with_its_last_words():
    "And another takes its place"
    deno = Deno()
    with pytest.raises(RuntimeError, match=r"Deno ended\. It said: farewell"):
        deno.library().evaluate("() => { console.log('farewell'); Deno.exit(1); }")
    assert deno.library().evaluate("2 + 2") == 4
    deno.close()


def test_where_deno_is_missing_a_sentence_says_what_to_do(monkeypatch, tmp_path):
    "An error and no skip: it comes with the other test tools"
    monkeypatch.setattr("sysconfig.get_path", lambda name: str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RuntimeError, match=r"There is no deno.*pip install -e '\.\[test\]'"):
        Deno().library().evaluate("1")


@pytest.mark.parametrize(
    ("forbidden", "said"),
    [
        ("Deno.readTextFile('/etc/hosts')", "NotCapable: Requires read access"),
        ("fetch('http://127.0.0.1:8080')", "NotCapable: Requires net access"),
        ("Deno.env.get('HOME')", "NotCapable: Requires env access"),
        ("new Deno.Command('ls').output()", "NotCapable: Requires run access"),
        ("import('https://example.org/x.js')", "Requires import access"),
    ],
)
def test_it_may_read_the_widgets_and_do_nothing_else(javascript, forbidden, said):
    "No other file, no network, no environment, no program"
    with pytest.raises(JavaScriptError, match=said):
        javascript().evaluate(f"() => {forbidden}")
