"""`gencourse doctor` tells everything that is wrong, whatever is broken."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

import gencourse
from gencourse import doctor, workbook

LINES = ["python", "packages", "widgets", "folder", "modules", "home", "lessons", "kernel", "server"]
LINES += ["torch", "device", "threads", "data"]


@pytest.fixture
def report(capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Run the doctor, all of it in this process; return the exit code and the verdict and detail of each line."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(doctor, "_start_torch", lambda: None)
    here = doctor.TORCH_CHECKS
    monkeypatch.setattr(doctor, "_relay", lambda _: [doctor._report(name, check) for name, check in here.items()])

    def run() -> tuple[int, dict[str, tuple[str, str]]]:
        code = doctor.run()
        out, err = capsys.readouterr()
        assert err == "" and "Traceback" not in out
        lines = {
            name: (verdict, detail) for verdict, name, detail in (line.split(None, 2) for line in out.splitlines())
        }
        assert list(lines) == LINES, "one line for each thing"
        return code, lines

    return run


def test_what_works_is_ok(report):
    _, lines = report()
    verdicts = {name: verdict for name, (verdict, _) in lines.items() if name != "server"}  # packaging tests see to it
    assert set(verdicts.values()) == {"OK"}, lines
    assert lines["data"][1] == "5,000 digits, without a network"


def test_exit_code_tells_whether_something_needs_mending(monkeypatch: pytest.MonkeyPatch, capsys):
    monkeypatch.setattr(doctor, "CHECKS", {"one": lambda: "fine", "two": lambda: "fine"})
    monkeypatch.setattr(doctor, "_start_torch", lambda: None)
    monkeypatch.setattr(doctor, "_relay", lambda _: [])
    assert doctor.run() == 0
    monkeypatch.setitem(doctor.CHECKS, "one", lambda: 1 / 0)
    assert doctor.run() == 1
    assert capsys.readouterr().out.endswith("MEND  one      ZeroDivisionError: division by zero\nOK    two      fine\n")


def test_without_torch_the_report_goes_on(report, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    code, lines = report()
    assert code == 1
    for name in ("torch", "device", "threads", "data"):
        assert lines[name] == ("MEND", "torch is not installed. Run: python -m pip install torch")
    assert lines["widgets"][0] == lines["lessons"][0] == "OK"


def test_a_torch_that_does_not_load_is_said(report, monkeypatch: pytest.MonkeyPatch):
    def load(module: str):
        if module == "torch":
            raise OSError("libtorch_cpu.so: cannot open\nshared object file")
        return load_as_before(module)

    load_as_before = doctor.import_module
    monkeypatch.setattr(doctor, "import_module", load)
    _, lines = report()
    assert lines["torch"][0] == "MEND"
    assert "does not load (libtorch_cpu.so: cannot open shared object file)" in lines["torch"][1]


def test_missing_packages_are_all_named(report, monkeypatch: pytest.MonkeyPatch):
    version = metadata.version

    def installed(package: str) -> str:
        if package == "pooch":
            raise metadata.PackageNotFoundError
        return "4.0" if package == "jupyterlab" else version(package)

    monkeypatch.setattr(metadata, "version", installed)
    _, lines = report()
    verdict, detail = lines["packages"]
    assert verdict == "MEND" and '"jupyterlab' in detail and '"pooch' in detail and "torch" not in detail


@pytest.mark.parametrize("device", ["gpu", "CUDA:1", "nothing" if sys.platform == "darwin" else "mps"])
def test_a_device_that_is_not_there_is_said(report, device: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GENCOURSE_DEVICE", device)
    _, lines = report()
    assert lines["device"][0] == "MEND" and "GENCOURSE_DEVICE" in lines["device"][1]


@pytest.mark.skipif(sys.platform != "linux", reason="libgomp is Linux's")
@pytest.mark.parametrize(
    ("spins", "verdict"),
    [(None, "OK"), ("1000", "OK"), ("0", "MEND"), ("30000", "MEND"), ("INFINITE", "MEND"), ("", "MEND")],
)
def test_threads_that_spin_too_long_or_not_at_all_are_said(
    report, spins: str | None, verdict: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("GOMP_SPINCOUNT", raising=False)
    if spins is not None:
        monkeypatch.setenv("GOMP_SPINCOUNT", spins)
    assert report()[1]["threads"][0] == verdict


def test_a_missing_half_of_the_widgets_is_said(report, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    from jupyter_core import paths

    monkeypatch.setattr(paths, "jupyter_path", lambda *_: [str(tmp_path)])
    verdict, detail = report()[1]["widgets"]
    assert verdict == "MEND" and "JupyterLab does not find its part of ipywidgets" in detail


def test_digits_that_are_cut_are_said(report, monkeypatch: pytest.MonkeyPatch):
    import gencourse.data

    short = gencourse.data.digits("test")
    monkeypatch.setattr(gencourse.data, "digits", lambda split="train": short)
    verdict, detail = report()[1]["data"]
    assert verdict == "MEND" and "1500" in detail and "--no-deps gencourse" in detail


def test_a_damaged_file_of_digits_is_said(report, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    from gencourse.data import images

    cut = tmp_path / "digits.npz"
    cut.write_bytes(images.DIGITS.read_bytes()[:400_000])
    monkeypatch.setattr(images, "DIGITS", cut)
    verdict, detail = report()[1]["data"]
    assert verdict == "MEND" and "git checkout gencourse/data" in detail


def test_a_folder_that_cannot_be_written_is_said(report, monkeypatch: pytest.MonkeyPatch):
    def refuse(**_: object):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(doctor.tempfile, "TemporaryFile", refuse)
    assert "cannot write in" in report()[1]["folder"][1]


def test_missing_lessons_are_said(report, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(gencourse, "__file__", str(tmp_path / "gencourse" / "__init__.py"))
    assert report()[1]["lessons"][0] == "MEND"
    assert workbook.PRISTINE not in {path.name for path in tmp_path.iterdir()}, "the doctor changes nothing"


def test_a_kernel_of_another_python_is_said(report, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    kernel = tmp_path / "kernels" / "python3"
    kernel.mkdir(parents=True)
    (kernel / "kernel.json").write_text(
        '{"argv": ["/opt/other/bin/python"], "display_name": "x", "language": "python"}'
    )
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    verdict, detail = report()[1]["kernel"]
    assert verdict == "MEND" and "/opt/other/bin/python" in detail


@pytest.mark.parametrize(("enabled", "verdict"), [("true", "OK"), ("false", "MEND")])
def test_the_server_extension_is_looked_up(
    report, enabled: str, verdict: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    from jupyter_core import paths

    folder = tmp_path / "jupyter_server_config.d"
    folder.mkdir()
    text = f'{{"ServerApp": {{"jpserver_extensions": {{"gencourse.server": {enabled}}}}}}}'
    (folder / "gencourse.json").write_text(text)
    monkeypatch.setattr(paths, "jupyter_config_path", lambda: [str(tmp_path)])
    assert report()[1]["server"][0] == verdict


def test_a_torch_that_computes_wrong_numbers_is_said(report, monkeypatch: pytest.MonkeyPatch):
    "As a broken library of linear algebra does"
    import torch

    monkeypatch.setattr(torch, "ones", torch.zeros)
    assert report()[1]["torch"] == (
        "MEND",
        "it computes wrong numbers. Run: python -m pip install --force-reinstall torch",
    )


def test_a_check_that_ends_python_ends_its_own_line_only(monkeypatch: pytest.MonkeyPatch, capsys):
    "Some packages call sys.exit when they are broken"
    monkeypatch.setattr(doctor, "CHECKS", {"one": lambda: sys.exit("gone"), "two": lambda: "fine"})
    monkeypatch.setattr(doctor, "_start_torch", lambda: None)
    monkeypatch.setattr(doctor, "_relay", lambda _: [])
    assert doctor.run() == 1
    assert capsys.readouterr().out == "MEND  one      SystemExit: gone\nOK    two      fine\n"


def test_only_what_this_system_needs_is_asked_for_and_a_pre_release_will_do(report, monkeypatch: pytest.MonkeyPatch):
    "A need with a condition that holds counts; extras and other systems' needs do not"
    versions = {"torch": "3.0.0rc1", "numpy": "2.0", "gencourse": "1.0"}
    conditions = ['numpy>=1; python_version >= "3"', 'nothing>=1; sys_platform == "mars"', 'ruff>=1; extra == "test"']
    monkeypatch.setattr(metadata, "requires", lambda package: ["torch>=2", *conditions])
    monkeypatch.setattr(metadata, "version", lambda package: versions.get(package, "0"))
    assert report()[1]["packages"] == ("OK", "all 2 that gencourse 1.0 needs")


def test_a_package_of_any_version_that_is_missing_is_said(report, monkeypatch: pytest.MonkeyPatch):
    "Where nothing is asked of its version, none that is made up will do"
    version = metadata.version
    monkeypatch.setattr(metadata, "requires", lambda package: ["torch", "no-such-package"])
    monkeypatch.setattr(metadata, "version", version)
    verdict, detail = report()[1]["packages"]
    assert verdict == "MEND" and '"no-such-package"' in detail and "torch" not in detail


# torch is looked at by a process of its own


def ask_doctor(tmp_path: Path, code: str, **environment: str) -> list[str]:
    "Run this code in a process of its own, in tmp_path, and return the lines it prints."
    command = [sys.executable, "-P", "-c", code]
    done = subprocess.run(command, cwd=tmp_path, env=os.environ | environment, capture_output=True, text=True)
    assert done.stderr == ""
    return done.stdout.splitlines()


def test_the_doctor_itself_never_waits_for_torch(tmp_path: Path):
    "torch takes most of the time: it loads elsewhere, from the first moment on, and its lines come last"
    code = """
import sys
from gencourse import doctor
start, report, order = doctor._start_torch, doctor._report, []
doctor._start_torch = lambda: order.append("torch") or start()
doctor._report = lambda name, check: order.append(name) or report(name, check)
doctor.run()
print(order[0], sorted({"torch", "matplotlib", "jupyterlab", "nbconvert"} & set(sys.modules)))
"""
    *lines, last = ask_doctor(tmp_path, code)
    assert last == "torch []"
    assert [line.split()[1] for line in lines] == LINES
    assert {line.split()[0] for line in lines if line.split()[1] != "server"} == {"OK"}, lines


@pytest.mark.parametrize("said", ["", "OK    torch    9.9\n"], ids=["at once", "after a line"])
def test_a_torch_that_ends_python_is_said(said: str, capsys: pytest.CaptureFixture):
    "As on a processor that lacks an instruction: each line that it did not live to say is there"
    code = f"import os; os.write(1, {said.encode()!r}); os.abort()"
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert doctor._relay(process) == ([True] if said else [False]) + [False] * 3
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[1] for line in lines] == ["torch", "device", "threads", "data"]
    assert "MEND  data     Python ended while it loaded torch" in lines[-1]


def test_files_that_hide_modules_are_said(report, tmp_path: Path):
    "Here and in my_lessons; a learner's own names, and those that Python has before it looks, are no trouble"
    for name in ("utils.py", "os.py", "sys.py", "test.py", "notes.ipynb", "torch.txt"):
        (tmp_path / name).touch()
    (tmp_path / "numpy").mkdir()  # no package: the real one comes first
    assert report()[1]["modules"][0] == "OK"
    (tmp_path / "torch.py").touch()
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "__init__.py").touch()
    (tmp_path / "my_lessons").mkdir()
    (tmp_path / "my_lessons" / "random.py").touch()
    verdict, detail = report()[1]["modules"]
    assert verdict == "MEND"
    files = f"{tmp_path / 'code'}, {tmp_path / 'torch.py'}, {tmp_path / 'my_lessons' / 'random.py'}"
    assert detail.startswith(f"{files} hide Python's own code, torch, random from notebooks in that folder. Rename")


def test_a_torch_beside_the_lessons_is_not_the_one_that_is_looked_at(tmp_path: Path):
    (tmp_path / "torch.py").write_text("raise SystemExit('a file of the learner')")
    verdicts = {
        line.split()[1]: line.split()[0] for line in ask_doctor(tmp_path, "from gencourse import doctor; doctor.run()")
    }
    assert (verdicts["torch"], verdicts["modules"]) == ("OK", "MEND")


@pytest.mark.parametrize("home", ["a file", "below a file"])
def test_a_home_that_cannot_be_written_is_said(report, home: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    file = tmp_path / "file"
    file.touch()
    for variable in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.setenv(variable, str(file if home == "a file" else file / "home"))
    verdict, detail = report()[1]["home"]
    assert verdict == "MEND"
    assert (
        detail.startswith(f"Jupyter cannot write its own files into {file}")
        and "set HOME or JUPYTER_CONFIG_DIR" in detail
    )


def test_the_doctor_makes_no_folder_for_jupyter(report, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "new" / "config"))
    assert report()[1]["home"][0] == "OK"
    assert list(tmp_path.iterdir()) == []
