"""An observation survives the wire, and nothing hostile gets through it."""

import io
import json

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from gencourse.exercises.run import WIRE_VERSION, Observation, WireError, read_observation, write_observation
from gencourse.exercises.run.wire import MAX_ARRAYS, MAX_BYTES, MAX_HEADER

recorded = st.sampled_from(["bool", "int64", "float32", "float64"]).flatmap(
    lambda dtype: arrays(dtype, array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4))
)


def through(observation):
    stream = io.BytesIO()
    write_observation(stream, observation)
    stream.seek(0)
    return read_observation(stream)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no failure
@given(st.dictionaries(st.text(max_size=20), recorded, max_size=4))
def test_arrays_arrive_as_they_left(sent):
    received = through(Observation("ok", arrays=sent)).arrays
    assert list(received) == list(sent)
    for name in sent:
        assert received[name].dtype == sent[name].dtype and received[name].shape == sent[name].shape
        assert received[name].tobytes() == np.ascontiguousarray(sent[name]).tobytes()


def test_text_is_cut_and_cannot_steer_a_terminal():
    received = through(Observation("crashed", "\x1b[2J" + "x" * 5000))
    assert received.text.startswith("\\x1b[2J") and len(received.text) <= 2010


def test_two_observations_follow_each_other():
    stream = io.BytesIO()
    for value in (1.0, 2.0):
        write_observation(stream, Observation("ok", arrays={"x": np.array(value)}))
    stream.seek(0)
    assert [float(read_observation(stream).arrays["x"]) for _ in range(2)] == [1.0, 2.0]


def header(**changes):
    return {"wire": WIRE_VERSION, "status": "ok", "text": "", "slug": None, "arrays": []} | changes


HOSTILE = {
    "nothing": b"",
    "no line end": b"{}",
    "no JSON": b"hello\n",
    "deep JSON": b"[" * 60_000 + b"\n",
    "a list": b"[]\n",
    "too long": b" " * (MAX_HEADER + 1) + b"\n",
    "a key missing": b'{"status": "ok"}\n',
    "a strange status": header(status="passed"),
    "text of another type": header(text=3),
    "a slug with markup": header(slug="<b>"),
    "an object array": header(arrays=[["x", "object", [1]]]),
    "a negative size": header(arrays=[["x", "float32", [-1]]]),
    "a boolean size": header(arrays=[["x", "float32", [True]]]),
    "a fractional size": header(arrays=[["x", "float32", [1.5]]]),
    "a huge array": header(arrays=[["x", "float64", [MAX_BYTES]]]),
    "huge together": header(arrays=[[str(i), "bool", [MAX_BYTES // 2 + 1]] for i in range(2)]),
    "a product that overflows": header(arrays=[["x", "bool", [2**25] * 8]]),
    "an array cut short": header(arrays=[["x", "float32", [4]]]),
    "too many arrays": header(arrays=[[str(i), "bool", [0]] for i in range(1000)]),
    "too many dimensions": header(arrays=[["x", "bool", [1] * 9]]),
}


def as_bytes(sent):
    return sent if isinstance(sent, bytes) else json.dumps(sent).encode() + b"\n"


@pytest.mark.parametrize("sent", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_observation_is_refused(sent):
    with pytest.raises(WireError):
        read_observation(Unread(as_bytes(sent)))


class Unread(io.BytesIO):
    "A stream that counts what is asked of it: a size must be checked before it is read."

    def read(self, size=-1):
        assert 0 <= size <= MAX_BYTES
        return super().read(size)


TOO_MUCH = {
    "two arrays that fit alone": (header(arrays=[[str(i), "bool", [MAX_BYTES // 2 + 1]] for i in range(2)]), "larger"),
    "eight that fit alone": (header(arrays=[[str(i), "float64", [MAX_BYTES // 64 + 1]] for i in range(8)]), "larger"),
    "an array of nine dimensions": (header(arrays=[["x", "bool", [1] * 9]]), "list of arrays"),
    "an array too many": (header(arrays=[[str(i), "bool", [1]] for i in range(MAX_ARRAYS + 1)]), "list of arrays"),
}


@pytest.mark.parametrize(("sent", "sentence"), TOO_MUCH.values(), ids=TOO_MUCH)
def test_too_much_is_refused_though_all_of_it_comes(sent, sentence):
    "Refused for its size, not because the bytes end early: a hostile side sends as many as are asked for"
    with pytest.raises(WireError, match=sentence):
        read_observation(Endless(as_bytes(sent)))


def test_as_much_as_is_allowed_arrives():
    sent = header(arrays=[[str(i), "bool", [MAX_BYTES // 2]] for i in range(2)] + [["x", "bool", [0] + [1] * 7]])
    arrays = read_observation(Endless(as_bytes(sent))).arrays
    assert [array.size for array in arrays.values()] == [MAX_BYTES // 2, MAX_BYTES // 2, 0]


class Endless(io.BytesIO):
    "A stream whose header is followed by zeros without an end."

    def read(self, size=-1):
        return bytes(size)


VERSIONS = {
    "the next": (WIRE_VERSION + 1, f"writes version {WIRE_VERSION + 1} of the wire, and this one reads {WIRE_VERSION}"),
    "one of many digits": (10**60, "writes another version of the wire"),
    "none": (None, "has no version"),
    "a boolean": (True, "has no version"),
    "a text": ("1", "has no version"),
}


@pytest.mark.parametrize(("version", "sentence"), VERSIONS.values(), ids=VERSIONS)
def test_another_version_is_refused_with_a_sentence(version, sentence):
    "Before anything else in the header is looked at: a later version may have other keys"
    sent = {"wire": version, "outcome": "of another time"}
    with pytest.raises(WireError, match=sentence):
        read_observation(io.BytesIO(as_bytes(sent)))


def test_what_is_written_has_left_though_the_stream_stays_open():
    "Who waits for the first of several observations would wait for ever"
    pipe = io.BytesIO()
    stream = io.BufferedWriter(pipe)  # pyright: ignore[reportArgumentType]
    write_observation(stream, Observation("ok", arrays={"x": np.array(3.0)}))
    assert float(read_observation(io.BytesIO(pipe.getvalue())).arrays["x"]) == 3.0
