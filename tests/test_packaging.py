"""What is in the wheel, and that a wheel is all a learner needs; the lists of dependencies agree."""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from gencourse import workbook
from tests.jupyter_process import serve

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    "A folder with our source distribution and the wheel built from it, which thereby holds all that a wheel needs"
    folder = tmp_path_factory.mktemp("built")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def sdist(built: Path) -> Path:
    return next(built.glob("*.tar.gz"))


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    return next(built.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    "The Python of a fresh environment with our wheel; everything else comes from the environment of this test"
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, wheel], check=True)
    site_packages = subprocess.check_output(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], text=True
    )
    Path(site_packages.strip(), "others.pth").write_text(sysconfig.get_path("purelib"))
    return python


def test_the_wheel_holds_the_package_the_lessons_and_the_extensions(wheel: Path):
    names = set(zipfile.ZipFile(wheel).namelist())
    package = {str(p.relative_to(ROOT)) for p in (ROOT / "gencourse").rglob("*") if p.is_file() and p.suffix != ".pyc"}
    lessons = {f"gencourse/lessons/{lesson.name}" for lesson in workbook.find_lessons()}
    (config,) = (name for name in names if name.endswith("/data/etc/jupyter/jupyter_server_config.d/gencourse.json"))
    lab = [name for name in names if "/data/share/jupyter/labextensions/gencourse/" in name]
    assert {name.rpartition("/gencourse/")[2] for name in lab} == {"package.json", "install.json", "static/pictures.js"}
    rest = {name for name in names if ".dist-info/" not in name} - {config, *lab}
    assert rest == package | lessons
    assert any(name.endswith("mplstyle") for name in names)


def test_the_sdist_holds_sources_tests_and_no_work_of_a_learner(sdist: Path):
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"lessons/00_start_here.ipynb", "solutions/00_start_here.py", "tests/test_packaging.py", "Makefile"} <= names
    assert not [name for name in names if re.search(r"my_lessons|\.venv|__pycache__|\.ipynb_checkpoints", name)]


def test_a_wheel_is_all_a_learner_needs(installed: Path, tmp_path: Path):
    "gencourse lab, from an empty folder and without a checkout"
    desk, home = tmp_path / "desk", tmp_path / "home"
    desk.mkdir()
    home.mkdir()
    shared = Path(sysconfig.get_path("data"), "share/jupyter")
    program = str(installed.with_name("gencourse"))
    environment = {"JUPYTER_PATH": str(shared), "JUPYTERLAB_DIR": str(shared / "lab"), "PYTHONPATH": None}
    with serve([program, "lab", "--no-browser"], desk, home, **environment) as server:
        listed = [entry["name"] for entry in server.get_json("/api/contents")["content"]]
        assert b"jupyter-config-data" in server.get("/lab")
    assert sorted(listed) == [lesson.name for lesson in workbook.find_lessons()]
    for lesson in workbook.find_lessons():
        assert (desk / "my_lessons" / lesson.name).read_bytes() == lesson.read_bytes()


def test_doctor_finds_nothing_to_mend_there(installed: Path, tmp_path: Path):
    shared = Path(sysconfig.get_path("data"), "share/jupyter")
    done = subprocess.run(
        [installed.with_name("gencourse"), "doctor"],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "JUPYTER_PATH": str(shared), "JUPYTER_CONFIG_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert str(installed.parent.parent) in next(line for line in done.stdout.splitlines() if " lessons " in line)
    assert "extension gencourse.server is on" in done.stdout


def test_conda_asks_for_what_pip_asks_for():
    "Names and ranges of environment.yml are those of pyproject.toml"
    python, pip, *packages, by_pip = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    assert (pip, by_pip) == ("pip", {"pip": ["-e ."]})
    assert SpecifierSet(PROJECT["requires-python"]).contains(python.removeprefix("python="))
    names_in_conda = {"torch": "pytorch", "matplotlib": "matplotlib-base"}
    ours = [re.sub(r"^[\w-]+", lambda m: names_in_conda.get(m[0], m[0]), line) for line in PROJECT["dependencies"]]
    assert sorted(packages) == sorted(ours)


EXTRAS = PROJECT["optional-dependencies"]
ASKED = [line for lines in (PROJECT["dependencies"], *EXTRAS.values()) for line in lines if "gencourse" not in line]
PINS = dict(
    line.split("==") for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if line[0] != "#"
)


def test_constraints_pin_what_this_project_asks_for_and_nothing_else():
    asked = {name for system in SYSTEMS for name in closure(ASKED, system)}
    pinned = {canonicalize_name(name) for name in PINS}
    assert pinned - asked == set(), "nothing asks for these"
    missing = {name for name in asked - pinned if not name.startswith(NOT_EVERYWHERE)}
    assert missing == set(), "these have no pin"


def test_pins_meet_the_ranges_and_hold_for_every_python_of_ours():
    pins: dict[str, str] = {canonicalize_name(name): version for name, version in PINS.items()}
    for need in map(Requirement, ASKED):
        assert need.specifier.contains(pins[need.name]), need
    for name, version in pins.items():
        if metadata.version(name) == version:
            wanted = SpecifierSet(metadata.metadata(name).get("Requires-Python", ""))
            assert all(python in wanted for python in OLDEST), f"{name} {version} wants Python {wanted}"


OLDEST = ["3.11.2", "3.12.0", "3.13.0"]  # 3.11.2 is Debian 12's
SYSTEMS = [("linux", "Linux", "posix"), ("darwin", "Darwin", "posix"), ("win32", "Windows", "nt")]
NOT_EVERYWHERE = ("gencourse", "pip", "appnope", "colorama", "pywinpty", "nvidia-", "cuda-", "triton")


def closure(requirements: list[str], system: tuple[str, str, str]) -> set[str]:
    """Return the names of all packages that these ask for on this system, as far as they are installed here."""
    names = dict(zip(("sys_platform", "platform_system", "os_name"), system, strict=True))
    environments = [names | {"python_version": version[:4], "python_full_version": version} for version in OLDEST]
    seen: set[tuple[str, str]] = set()
    waiting = [Requirement(line) for line in requirements]
    while waiting:
        need = waiting.pop()
        for extra in {"", *need.extras} - {extra for name, extra in seen if name == need.name}:
            seen.add((need.name, extra))
            for line in requires(need.name):
                further = Requirement(line)
                marker = further.marker
                if marker is None or any(marker.evaluate({**each, "extra": extra}) for each in environments):
                    waiting.append(further)
    return {canonicalize_name(name) for name, _ in seen}


def requires(name: str) -> list[str]:
    try:
        return metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return []
