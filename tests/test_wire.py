"""An observation survives the wire, and nothing hostile gets through it."""

import io
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from gencourse.exercises.run.observe import Observation
from gencourse.exercises.run.wire import MAX_BYTES, MAX_HEADER, WireError, read_observation, write_observation

recorded = st.sampled_from(["bool", "int64", "float32", "float64"]).flatmap(
    lambda dtype: arrays(dtype, array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4))
)


def through(observation):
    stream = io.BytesIO()
    write_observation(stream, observation)
    stream.seek(0)
    return read_observation(stream)


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
    return {"status": "ok", "text": "", "slug": None, "arrays": []} | changes


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


@pytest.mark.parametrize("sent", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_observation_is_refused(sent):
    data = sent if isinstance(sent, bytes) else json.dumps(sent).encode() + b"\n"
    with pytest.raises(WireError):
        read_observation(Unread(data))


class Unread(io.BytesIO):
    "A stream that counts what is asked of it: a size must be checked before it is read."

    def read(self, size=-1):
        assert 0 <= size <= MAX_BYTES
        return super().read(size)
