"""`gencourse doctor`: one line for each thing that can be wrong with an installation, and how to mend it."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable
from importlib import import_module, metadata
from pathlib import Path

from gencourse import surroundings
from gencourse._threads import SPINS, VARIABLE
from gencourse._validate import CourseError


def run() -> int:
    """Print the report; return 0 if everything is OK, 1 if anything needs mending."""
    warnings.simplefilter("ignore")  # of packages that load: what they mean is in a line of ours
    # torch takes longer to load than all the rest: elsewhere it does so meanwhile, and can take no line with it
    torch = _start_torch()
    # Lists: over a generator all() would stop at the first that needs mending
    here = [_report(name, check) for name, check in CHECKS.items()]
    return 0 if all([*here, *_relay(torch)]) else 1


def check_python() -> str:
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        raise CourseError(f"{platform.python_version()} is too old or too new: install Python 3.11, 3.12 or 3.13")
    return f"{platform.python_version()}  {sys.executable}"


def check_packages() -> str:
    """Compare what is installed with what this package's own metadata ask for."""
    parse = _load("packaging.requirements").Requirement
    try:
        needs = [parse(line) for line in metadata.requires("gencourse") or []]
    except metadata.PackageNotFoundError as error:
        raise CourseError("gencourse itself is not installed. Run: python -m pip install -e .") from error
    # Without what only an extra asks for
    needs = [need for need in needs if need.marker is None or need.marker.evaluate({"extra": ""})]
    versions = [_version(need.name) for need in needs]
    # A pre-release that is installed counts: else no specifier contains it
    wrong = [
        str(need)
        for need, version in zip(needs, versions, strict=True)
        if version is None or not need.specifier.contains(version, prereleases=True)
    ]
    if wrong:
        raise CourseError(
            "missing, or of another version. Run: python -m pip install " + " ".join(f'"{w}"' for w in wrong)
        )
    return f"all {len(needs)} that gencourse {_version('gencourse')} needs"


def check_torch() -> str:
    torch = _load("torch")
    if (torch.ones(2, 2) @ torch.ones(2)).tolist() != [2.0, 2.0]:
        raise CourseError("it computes wrong numbers. Run: python -m pip install --force-reinstall torch")
    return torch.__version__


def check_device() -> str:
    _load("torch")
    runtime = import_module("gencourse.runtime")
    return f"{runtime.get_device()}  GENCOURSE_DEVICE={os.environ.get('GENCOURSE_DEVICE', 'auto')}"


def check_threads() -> str:
    """Say how many threads torch takes: on Linux they collapse beside a busy process without GOMP_SPINCOUNT."""
    threads = f"torch uses {_load('torch').get_num_threads()} of {os.cpu_count()} processors"
    spins = os.environ.get(VARIABLE)
    if not sys.platform.startswith("linux"):
        return threads
    if spins is None:
        return f"{threads}; gencourse lab sets {VARIABLE}={SPINS}"
    # Far below, an idle machine is slower; far above, a busy one
    if not (spins.isdecimal() and 300 <= int(spins) <= 3000):
        raise CourseError(f"{VARIABLE}={spins} slows torch down. Run: unset {VARIABLE}")
    return f"{threads}; {VARIABLE}={spins}"


def check_widgets() -> str:
    """Check both halves of the widgets: the Python packages, and their parts in JupyterLab."""
    versions = []
    for package, part in {"ipywidgets": "@jupyter-widgets/jupyterlab-manager", "anywidget": "anywidget"}.items():
        _load(package)
        folders = _load("jupyter_core.paths").jupyter_path("labextensions")
        if not any((Path(folder) / part / "package.json").is_file() for folder in folders):
            raise CourseError(
                f"JupyterLab does not find its part of {package}. "
                f"Run: python -m pip install --force-reinstall --no-deps jupyterlab_widgets anywidget"
            )
        versions.append(f"{package} {metadata.version(package)}")
    return ", ".join(versions)


def check_data() -> str:
    _load("torch")
    data = import_module("gencourse.data")
    try:
        count = sum(len(data.digits(split).labels) for split in ("train", "valid", "test"))
    except Exception as error:  # a damaged file fails in many ways
        count = str(error)
    if count != 5000:
        mend = "python -m pip install --force-reinstall --no-deps gencourse; in a checkout: git checkout gencourse/data"
        raise CourseError(f"not 5,000 digits: {count}. Run: {mend}")
    return "5,000 digits, without a network"


def check_folder() -> str:
    here = Path.cwd()
    try:
        with tempfile.TemporaryFile(dir=here) as file:
            file.write(b"x")
    except OSError as error:
        raise CourseError(
            f"cannot write in {here} ({error.strerror}): start the lessons from another folder"
        ) from error
    return f"{here} can be written"


def check_modules() -> str:
    """Check that no file of the learner's hides a module from the notebooks here or in my_lessons."""
    folders = [Path.cwd(), Path.cwd() / "my_lessons"]
    shadows = [shadow for folder in folders for shadow in surroundings.find_shadows(folder)]
    if shadows:
        raise CourseError(surroundings.warn_of_shadows(shadows))
    return "no file here or in my_lessons hides one of Python's"


def check_lessons() -> str:
    lessons = import_module("gencourse.workbook").find_lessons()
    return f"{len(lessons)} in {lessons[0].parent}"


def check_kernel() -> str:
    """Check that notebooks run in this Python and not in that of another installation."""
    spec = _load("jupyter_client.kernelspec").KernelSpecManager().get_kernel_spec("python3")
    program = spec.argv[0]
    # Jupyter takes a bare name for its own Python. Not resolved: a venv's python is a link out of it
    if program not in ("python", "python3") and Path(program).parent != Path(sys.executable).parent:
        raise CourseError(
            f"the kernel python3 in {spec.resource_dir} runs {program}. "
            "Run: python -m ipykernel install --sys-prefix, or remove that folder"
        )
    return f"python3 runs {sys.executable}"


def check_server() -> str:
    """Check that Jupyter servers load our extension, without which widgets answer some 40 ms later."""
    paths = _load("jupyter_core.paths").jupyter_config_path()
    manager = _load("jupyter_server.extension.config").ExtensionConfigManager(read_config_path=paths)
    if not manager.get_jpserver_extensions().get("gencourse.server"):
        raise CourseError("is off. Run: jupyter server extension enable --sys-prefix gencourse.server")
    return "extension gencourse.server is on"


CHECKS = {
    "python": check_python,
    "packages": check_packages,
    "widgets": check_widgets,
    "folder": check_folder,
    "modules": check_modules,
    "home": surroundings.check_jupyters_folders,
    "lessons": check_lessons,
    "kernel": check_kernel,
    "server": check_server,
}
TORCH_CHECKS = {"torch": check_torch, "device": check_device, "threads": check_threads, "data": check_data}


def check_with_torch() -> None:
    """Print the lines of what needs torch."""
    for name, check in TORCH_CHECKS.items():
        _report(name, check)


def _start_torch() -> subprocess.Popen[str]:
    # -P: a torch.py in this folder is not the one that is looked at; that it is there, another line says
    command = [sys.executable, "-P", "-c", "from gencourse import doctor; doctor.check_with_torch()"]
    utf8 = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    return subprocess.Popen(
        command,
        env=utf8,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        errors="replace",
    )


def _relay(torch: subprocess.Popen[str]) -> list[bool]:
    "Print its lines as they come, and one for each check that it did not live to answer; return which are OK."
    assert torch.stdout is not None
    verdicts = {}
    try:
        for line in torch.stdout:
            print(line, end="", flush=True)
            verdict, name = line.split()[:2]
            verdicts[name] = verdict == "OK"
        code = torch.wait()
    finally:  # after Ctrl-C too
        torch.kill()
        torch.stdout.close()
        torch.wait()
    for name in TORCH_CHECKS:
        if name not in verdicts:
            verdicts[name] = _report(name, lambda: _fell(code))
    return list(verdicts.values())


def _fell(code: int) -> str:
    "A processor without an instruction that torch uses, or too little memory, ends Python with no word of its own."
    raise CourseError(
        f"Python ended while it loaded torch (exit code {code}). Run: python -m pip install --force-reinstall torch"
    )


def _report(name: str, check: Callable[[], str]) -> bool:
    """Print one line, whatever the check does: a broken installation is what this command is for."""
    try:
        verdict, detail = "OK", check()
    except (Exception, SystemExit) as error:
        verdict, detail = "MEND", str(error) if isinstance(error, CourseError) else f"{type(error).__name__}: {error}"
    print(f"{verdict:<5} {name:<8} {' '.join(detail.split())}", flush=True)  # one line, whatever the message
    return verdict == "OK"


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _load(module: str):
    """Import a module, or say how to install what is missing or broken."""
    package = module.split(".")[0]
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        missing = (error.name or package).split(".")[0]
        raise CourseError(f"{missing} is not installed. Run: python -m pip install {missing}") from error
    except Exception as error:  # a half installed package fails in many ways
        mend = f"Run: python -m pip install --force-reinstall {package}"
        raise CourseError(f"{package} does not load ({error}). {mend}") from error
