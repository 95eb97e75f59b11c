"""Whatever a learner hands in, a sentence comes out and nothing stays changed."""

import functools
import random
import sys
import threading
import time
import warnings

import numpy as np
import pytest
import torch

from gencourse import probability
from gencourse.exercises import Exercise, get_exercise
from gencourse.exercises.core.record import MAX_VALUES, call, record
from gencourse.exercises.run import judge, observe
from gencourse.exercises.run.observe import MAX_TEXT
from gencourse.exercises.run.watchdog import TooSlow, Watchdog
from tests.quick_exercises import QUICK

EXERCISE = get_exercise("start.fit_gaussian")


def endless_generator():
    while True:
        yield 1


class Callable:
    def __call__(self, x):
        return probability.fit_gaussian(x)


class Broken(Exception):
    def __str__(self):
        raise RuntimeError("no text")


def raises(error):
    def attempt(x):
        raise error

    return attempt


def recurses(x):
    return recurses(x)


def takes_two(x, y):
    return x, y


def keyword_only(*, x):
    return x


def generates(x):
    yield x


async def awaits(x):
    return x


class Veiled:
    "Looks like nothing at all: each attribute raises."

    def __getattribute__(self, name):
        raise RuntimeError(f"no {name}")


class Unreadable:
    def __repr__(self):
        raise RuntimeError("no repr")


def has_an_unreadable_default(x, y, z=Unreadable()):  # noqa: B008
    return x, y


def has_a_long_default(x, y, z="z" * 10_000):
    return x, y


def quantized():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch means to move it elsewhere
        return torch.quantize_per_tensor(torch.zeros(2), 1.0, 0, torch.qint8)


class Growing(torch.nn.Module):
    "Gets a weight when it is called."

    def forward(self, x):
        self.late = torch.nn.Parameter(torch.zeros(1))
        raise ValueError("grown")


class Untold(torch.nn.Module):
    def state_dict(self, *args, **kwargs):
        raise RuntimeError("no weights")

    def forward(self, x):
        raise ValueError("untold")


class Exits(Exception):
    def __str__(self):
        raise SystemExit


def closes_its_output(x):
    sys.stdout.close()
    raise ValueError("closed")


def returns(value):
    return lambda x: (value, torch.cov(x.T))


HOSTILE = {
    "None": (None, "mistake", "expected the function fit_gaussian, got None"),
    "a class": (Callable, "mistake", "got the class Callable"),
    "a string": ("fit_gaussian", "mistake", "write its name without quotes"),
    "a number": (3, "mistake", "without parentheses"),
    "what a call returned": (torch.zeros(2), "mistake", "you may have called it"),
    "too many arguments": (takes_two, "mistake", "is called as fit_gaussian(x), but yours is fit_gaussian(x, y)"),
    "no argument": (lambda: 0, "mistake", "but yours is fit_gaussian()"),
    "keyword-only": (keyword_only, "mistake", "Remove the *"),
    "a very long default": (has_a_long_default, "mistake", "but yours is fit_gaussian(x, y, z='zzz"),
    "a generator function": (generates, "mistake", "no yield"),
    "a coroutine": (awaits, "mistake", "no async"),
    "a list": (lambda x: (x.mean(0).tolist(), 0), "mistake", "torch.stack makes a tensor"),
    "a list of numbers": (returns([1.0, 2.0]), "mistake", "torch.tensor one of a list of numbers"),
    "a tuple": (returns((1.0, 2.0)), "mistake", "a tuple of 2. Values with a comma between them are a tuple"),
    "a comparison that is no tensor": (returns(False), "mistake", "== gives that where one side is no tensor"),
    "one value for two": (lambda x: x, "mistake", "should return mean, cov"),
    "three values": (lambda x: (1, 2, 3), "mistake", "2 values, got 3"),
    "None returned": (returns(None), "mistake", "end with a return"),
    "numpy": (returns(np.zeros(2)), "mistake", "Compute with torch"),
    "a float": (returns(1.0), "mistake", "Keep it a tensor"),
    "a class returned": (returns(torch.Tensor), "mistake", "call it"),
    "an endless generator": (returns(endless_generator()), "mistake", "not yield"),
    "a huge tensor": (returns(torch.zeros(1).expand(MAX_VALUES + 1)), "mistake", "too many"),
    "the meta device": (returns(torch.zeros(2, device="meta")), "mistake", "tensor with values"),
    "complex numbers": (returns(torch.zeros(2, dtype=torch.complex64)), "mistake", "real numbers"),
    "a sparse tensor": (returns(torch.eye(2).to_sparse()), "mistake", "dense"),
    "a quantized tensor": (returns(quantized()), "mistake", "dense"),
    "an exception": (raises(ValueError("mine")), "crashed", "ValueError: mine"),
    "an exit": (raises(SystemExit(1)), "crashed", "SystemExit: 1"),
    "an unreadable exception": (raises(Broken()), "crashed", "Broken: (its message cannot be read)"),
    "a very long exception": (raises(ValueError("x" * 10_000)), "crashed", "ValueError: xxx"),
    "an exception whose text ends Python": (raises(Exits()), "crashed", "Exits: (its message cannot be read)"),
    "nothing readable": (Veiled(), "crashed", "RuntimeError: no __class__"),
    "an unreadable default": (has_an_unreadable_default, "crashed", "RuntimeError: no repr"),
    "a module that grows": (Growing(), "crashed", "ValueError: grown"),
    "a module without weights to tell": (Untold(), "crashed", "ValueError: untold"),
    "a module without weights yet": (torch.nn.LazyLinear(2), "mistake", "should return mean, cov"),
    "a closed output": (closes_its_output, "crashed", "ValueError: closed"),
    "deep recursion": (recurses, "crashed", "A function calls itself without an end"),
}


@pytest.mark.parametrize(("attempt", "status", "sentence"), HOSTILE.values(), ids=HOSTILE)
def test_every_answer_gets_a_sentence(attempt, status, sentence):
    observation = observe(EXERCISE, attempt, seed=0)
    assert (observation.status, observation.arrays) == (status, {})
    assert sentence in observation.text
    assert len(observation.text) <= MAX_TEXT


def descends(depth):
    "Through frames of other names and lines, so that each can be told from the others."

    def first(x):
        return second(x)

    def second(x):
        return third(x)

    def third(x):
        return fourth(x)

    def fourth(x):
        return fifth(x)

    def fifth(x):
        return 1 / 0

    return [first, second, third, fourth, fifth][5 - depth]


@pytest.mark.parametrize(("depth", "shown"), [(5, ["third", "fourth", "fifth"]), (2, ["fourth", "fifth"])])
def test_a_crash_shows_the_last_three_frames(depth, shown):
    "The last ones are where it happened; the first ones are only how it got there"
    text = observe(EXERCISE, descends(depth), seed=0).text
    lines = text.splitlines()
    assert lines[0] == "ZeroDivisionError: division by zero"
    assert lines[1] == "Something was divided by 0: which size, count or sum can be 0 here?"
    assert [line.split(" in ")[1].split(":")[0] for line in lines[2:]] == shown
    assert lines[-1].endswith("in fifth: return 1 / 0")


@pytest.mark.parametrize(
    "attempt", [Callable(), functools.partial(probability.fit_gaussian), lambda x, y=0: EXERCISE.reference(x)]
)
def test_anything_that_can_be_called_so_is_welcome(attempt):
    assert observe(EXERCISE, attempt, seed=0).status == "ok"


def test_a_change_of_the_input_is_named():
    def attempt(points):
        points -= points.mean(0)
        return points.mean(0), torch.cov(points.T)

    observation = observe(EXERCISE, attempt, seed=0)
    assert observation.slug == "changed-its-input"
    assert "changes points in place" in observation.text


def test_nan_wrong_dtype_and_wrong_shape_are_named_by_the_judge():
    def slug(mean):
        return judge(EXERCISE, observe(EXERCISE, returns(mean), 0), 0).slug

    assert slug(torch.tensor([1.0, torch.nan, 1.0])) == "not-finite"
    assert slug(torch.ones(3, dtype=torch.int32)) == "wrong-dtype"
    assert slug(torch.ones(4)) == "wrong-shape"


# ---- time ----


def loops(x):
    while True:
        pass


def swallows_two(x):
    swallowed = 0
    while True:
        try:
            time.sleep(0.001)
        except:  # noqa: E722
            swallowed += 1
            if swallowed > 2:
                raise


def sleeps(x):
    while True:
        time.sleep(0.01)


def test_waiting_for_a_turn_is_no_fault():
    "On a busy machine the clock runs on while an answer waits; one that only waits is stopped in the end"

    def waits(x):
        time.sleep(1.2)
        return probability.fit_gaussian(x)

    assert observe(EXERCISE, waits, seed=0, seconds=1).status == "ok"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("attempt", [loops, swallows_two, sleeps])
def test_a_loop_without_end_is_stopped(attempt):
    "Even one that swallows the first shots with a bare except"
    start = time.process_time()  # a busy machine takes longer, but computes no more
    observation = observe(EXERCISE, attempt, seed=0, seconds=0.2)
    assert observation.slug == "too-slow"
    assert time.process_time() - start < 5


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # a shot may land in a gc callback
def test_the_watchdog_never_fires_after_its_block():
    "Armed and disarmed at the same moment: a late shot would land in the line behind the block and fail this test"
    shots = rounds = 0
    while rounds < 150 or (shots <= 20 and rounds < 1000):
        rounds += 1
        end = time.process_time() + 0.012  # on a busy machine a wall clock's 12 ms may go by without any computing
        watchdog = Watchdog(0.005)
        try:
            with watchdog:
                while time.process_time() < end:
                    pass
        except TooSlow:
            shots += 1
        finally:
            watchdog.stop()
        sum(range(1000))
    time.sleep(0.3)
    assert shots > 20, "else this test has tried nothing"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_watchdog_does_not_fire_before_its_block(monkeypatch):
    "On a busy machine its thread may be up long before the block: a shot there would never be the last"
    start, where = threading.Thread.start, "before"

    def start_slowly(thread):
        start(thread)
        end = time.process_time() + 0.1
        while time.process_time() < end:
            pass

    monkeypatch.setattr(threading.Thread, "start", start_slowly)
    with pytest.raises(TooSlow), Watchdog(0.01):
        where = "inside"
        loops(None)
    assert where == "inside"


def test_no_watchdog_thread_stays():
    before = threading.active_count()
    for _ in range(20):
        observe(EXERCISE, EXERCISE.reference, seed=0)
    end = time.monotonic() + 60
    while threading.active_count() > before + 1 and time.monotonic() < end:
        time.sleep(0.01)  # each ends as soon as it has its turn
    assert threading.active_count() <= before + 1


def test_the_learners_own_stop_button_works():
    with pytest.raises(KeyboardInterrupt):
        observe(EXERCISE, raises(KeyboardInterrupt()), seed=0)


# ---- what is put back ----


def test_random_states_and_switches_are_put_back():
    def attempt(x):
        random.seed(1)
        np.random.seed(1)
        torch.manual_seed(1)
        torch.set_default_dtype(torch.float64)
        torch.set_grad_enabled(False)
        torch.set_num_threads(torch.get_num_threads() + 1)
        np.seterr(all="raise")
        return probability.fit_gaussian(x)

    def draw():
        numbers = random.random(), np.random.rand(), torch.rand(1).item()
        switches = torch.get_default_dtype(), torch.is_grad_enabled(), torch.get_num_threads(), np.geterr()
        return numbers, switches

    random.seed(0), np.random.seed(0), torch.manual_seed(0)
    expected = draw()
    random.seed(0), np.random.seed(0), torch.manual_seed(0)
    assert observe(EXERCISE, attempt, seed=0).status == "ok"
    assert draw() == expected


SWITCHES = {
    "numbers": (lambda: torch.set_default_dtype(torch.float64), lambda: torch.set_default_dtype(torch.float32)),
    "gradients": (lambda: torch.set_grad_enabled(False), lambda: torch.set_grad_enabled(True)),
    "device": (lambda: torch.set_default_device("meta"), lambda: torch.set_default_device(None)),
    "numpy": (lambda: np.seterr(all="raise"), lambda: np.seterr(all="warn", under="ignore")),
}


@pytest.mark.parametrize(("switch", "undo"), SWITCHES.values(), ids=SWITCHES)
def test_what_a_notebook_has_switched_changes_no_verdict(switch, undo):
    "torch.set_grad_enabled(False) at the top of a notebook makes no right answer wrong, and is on again afterwards"

    def state():
        return torch.get_default_dtype(), torch.is_grad_enabled(), torch.get_default_device(), np.geterr()

    verdicts = {}
    switch()
    try:
        before = state()
        for exercise in QUICK:
            verdicts[exercise.name] = judge(exercise, observe(exercise, exercise.reference, 0), 0).outcome
        assert state() == before
    finally:
        undo()
    assert set(verdicts.values()) == {"passed"}, verdicts


def test_a_default_device_of_the_learners_code_ends_with_it():
    def attempt(x):
        torch.set_default_device("meta")
        return probability.fit_gaussian(x)

    try:
        observe(EXERCISE, attempt, seed=0)
        assert torch.zeros(1).device.type == "cpu"
    finally:
        torch.set_default_device(None)


def test_a_module_is_put_back():
    "A learner's model keeps its weights, its batch statistics and its mode, and no gradient of the check"

    class Model(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.norm = torch.nn.BatchNorm1d(2)

        def forward(self, x):
            self.norm.train()
            with torch.no_grad():
                self.norm.weight.zero_()
            y = self.norm(x)
            y.sum().backward(retain_graph=True)
            return y

    model = Model().eval()
    exercise = Exercise(
        "t.t", 1, "t", lambda x: x, lambda attempt, seed: {"y": record(attempt(torch.randn(8, 2)))}, print
    )
    assert observe(exercise, model, seed=0).status == "ok"
    assert torch.equal(model.norm.weight, torch.ones(2)) and torch.equal(model.norm.running_mean, torch.zeros(2))
    assert not model.norm.training
    assert [parameter.grad for parameter in model.parameters()] == [None, None]


def test_streams_are_put_back():
    streams = sys.stdout, sys.stderr
    observe(EXERCISE, raises(ValueError()), seed=0)
    assert (sys.stdout, sys.stderr) == streams


def test_a_learner_gets_the_same_random_numbers_for_a_seed():
    exercise = get_exercise("start.sample_gaussian")
    first, second, other = (observe(exercise, exercise.reference, seed).arrays["many"] for seed in (0, 0, 1))
    assert np.array_equal(first, second) and not np.array_equal(first, other)


def test_what_is_recorded_stays_as_it_was_when_the_learners_code_goes_on():
    "A training step changes weights in place, and a probe records them before it and after it"
    weight = torch.ones(3)
    before = record(weight)
    weight.zero_()
    assert before.tolist() == [1, 1, 1]


def test_nan_in_an_argument_is_no_change_of_it():
    "NaN differs from itself"
    x = torch.tensor([1.0, torch.nan])
    assert call(lambda x: x.nansum(), x) == 1
