"""Topics are found by name, loaded when asked for, and can come from a folder outside the course."""

import subprocess
import sys
from pathlib import Path

import pytest

from gencourse._validate import CourseError
from gencourse.exercises import check, get_exercise, list_exercises
from gencourse.exercises.core import registry
from gencourse.exercises.run import add_topic, judge, observe

SLOPE = '''"""slopes.slope: one number from two points."""

from gencourse.exercises import Exercise, Mistake, record


def slope(x, y):
    return (y[1] - y[0]) / (x[1] - x[0])


def probe(attempt, seed):
    return {"slope": record(attempt((0.0, 2.0), (1.0, 4.0 + seed)), "number")}


def judge(observed, seed):
    if abs(float(observed["slope"]) - (3.0 + seed) / 2) > 1e-6:
        raise Mistake("wrong-slope", "the slope should be the rise over the run.")


EXERCISE = Exercise("slopes.slope", 1, "slopes", slope, probe, judge)
'''


@pytest.fixture(autouse=True)
def _nothing_stays(monkeypatch):
    monkeypatch.setattr(registry, "_added", {})
    yield
    for name in [name for name in sys.modules if name.startswith("gencourse_topic_")]:
        del sys.modules[name]


def write_topic(parent, name="slopes", init="from .slope import EXERCISE\n\nEXERCISES = [EXERCISE]\n", slope=SLOPE):
    folder = parent / name
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text(init)
    (folder / "slope.py").write_text(slope)
    return folder


def test_the_topics_come_in_the_order_of_the_lessons():
    names = [exercise.name for exercise in list_exercises()]
    assert names[0] == "start.fit_gaussian"
    assert list(dict.fromkeys(name.partition(".")[0] for name in names)) == list(registry.TOPICS)


def test_every_folder_of_exercises_is_a_topic_of_the_registry():
    "Otherwise a new folder's exercises would be missed in silence"
    package = sys.modules["gencourse.exercises"].__path__[0]
    found = {path.parent.name for path in Path(package).glob("*/__init__.py")}
    assert found - {"core", "run"} == set(registry.TOPICS)


@pytest.mark.parametrize("topic", registry.TOPICS)
def test_a_topic_lists_exactly_the_exercises_of_its_files(topic):
    folder = Path(sys.modules["gencourse.exercises"].__path__[0]) / topic
    defined = {path.stem for path in folder.glob("*.py") if "\nEXERCISE = " in path.read_text("utf-8")}
    exercises = [exercise.name for exercise in list_exercises() if exercise.name.startswith(f"{topic}.")]
    assert sorted(exercises) == sorted(f"{topic}.{name}" for name in defined)


def test_one_topic_is_loaded_without_the_others():
    code = (
        "import sys\nfrom gencourse.exercises import get_exercise\nget_exercise('games.pure_nash')\n"
        "print(*[name for name in sys.modules if name.startswith('gencourse.exercises.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.split(".")[2] for name in done.stdout.split()}
    assert loaded == {"core", "run", "games"}


def test_a_folder_from_outside_is_a_topic_like_the_others(tmp_path, capsys):
    (exercise,) = add_topic(write_topic(tmp_path))
    assert get_exercise("slopes.slope") is exercise and list_exercises()[-1] is exercise
    assert judge(exercise, observe(exercise, lambda x, y: 0.0, 3), 3).slug == "wrong-slope"

    def by_hand(x, y):
        return (y[1] - y[0]) / 2

    assert check("slopes.slope", by_hand) is by_hand
    assert capsys.readouterr().out == "Passed: slopes.slope (1 point).\n"


def test_to_add_it_twice_changes_nothing(tmp_path):
    folder = write_topic(tmp_path)
    first, second = add_topic(folder), add_topic(str(folder))
    assert first is second
    assert [exercise.name for exercise in list_exercises()].count("slopes.slope") == 1


def test_the_nearest_name_of_an_added_topic_is_named(tmp_path):
    add_topic(write_topic(tmp_path))
    with pytest.raises(CourseError, match=r"no exercise named 'slopes.slop'. Did you mean slopes.slope"):
        get_exercise("slopes.slop")


REFUSED = {
    "no EXERCISES": ({"init": ""}, "should have a list EXERCISES of Exercise, and there is none"),
    "an empty list": ({"init": "EXERCISES = []"}, "and it is empty"),
    "a tuple": ({"init": "EXERCISES = ()"}, "and it is a tuple"),
    "no exercise in it": ({"init": "EXERCISES = ['slopes.slope']"}, "should hold Exercise objects, got a str"),
    "a topic of the course": ({"name": "games"}, "The topic 'games' of .* is one of the course already"),
    "no Python name": ({"name": "my-slopes"}, "named like a Python module, in small letters, got 'my-slopes'"),
    "capital letters": ({"name": "Slopes"}, "named like a Python module, in small letters, got 'Slopes'"),
    "an exercise of the course": (
        {"slope": SLOPE.replace('"slopes.slope"', '"start.fit_gaussian"')},
        "defines start.fit_gaussian, which is an exercise of the course",
    ),
    "another topic's name": (
        {"slope": SLOPE.replace('"slopes.slope"', '"slope.slopes"')},
        "defines slope.slopes: names in this folder begin with 'slopes' and a dot",
    ),
    "a name twice": (
        {"init": "from .slope import EXERCISE\nEXERCISES = [EXERCISE, EXERCISE]"},
        "defines slopes.slope twice",
    ),
    "no Python": ({"init": "EXERCISES = ["}, "cannot be loaded: SyntaxError"),
    "a file that is missing": ({"init": "from .gone import EXERCISE"}, "cannot be loaded: ModuleNotFoundError"),
}


@pytest.mark.parametrize(("written", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_topic_is_refused_and_leaves_nothing(written, sentence, tmp_path):
    before = [exercise.name for exercise in list_exercises()]
    with pytest.raises(CourseError, match=sentence):
        add_topic(write_topic(tmp_path, **written))
    assert [exercise.name for exercise in list_exercises()] == before
    assert not [name for name in sys.modules if name.startswith("gencourse_topic_")]


def test_a_folder_that_was_mended_can_be_added(tmp_path):
    folder = write_topic(tmp_path, init="from .slope import EXERCISE\n")
    with pytest.raises(CourseError, match="there is none"):
        add_topic(folder)
    (folder / "__init__.py").write_text("from .slope import EXERCISE\n\nEXERCISES = [EXERCISE]  # mended\n")
    assert [exercise.name for exercise in add_topic(folder)] == ["slopes.slope"]


@pytest.mark.parametrize("what", ["nothing", "a file", "a folder without __init__.py"])
def test_what_is_no_folder_of_python_is_refused(what, tmp_path):
    path = tmp_path / "slopes"
    path.write_text("EXERCISES = []") if what == "a file" else None
    path.mkdir() if what.startswith("a folder") else None
    with pytest.raises(CourseError, match=r"should be a folder with an __init__.py that holds EXERCISES, and is none"):
        add_topic(path)


def test_two_folders_of_one_name_cannot_both_be_added(tmp_path):
    first = write_topic(tmp_path / "one")
    add_topic(first)
    with pytest.raises(CourseError, match=r"The topic 'slopes' of .*two.* is added from .*one"):
        add_topic(write_topic(tmp_path / "two"))
