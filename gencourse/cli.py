"""The `gencourse` command: parses arguments, hands over, and says in one line what went wrong."""

from __future__ import annotations

import argparse
import difflib
import io
import os
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NoReturn

from gencourse import __version__


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Return 0 when done, 1 after a failure said in one line, 2 for a wrong call, 130 after Ctrl-C."""
    # Nothing above this line, here and in gencourse/__init__.py, needs more than Python 3.7: older ones are told so.
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        version = ".".join(map(str, sys.version_info[:3]))
        return _fail(f"this course needs Python 3.11, 3.12 or 3.13, and {sys.executable} is Python {version}.")

    from gencourse._validate import CourseError

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a name that the terminal cannot show is no reason for a traceback
            stream.reconfigure(errors="backslashreplace")
    try:
        options = _parse(sys.argv[1:] if arguments is None else arguments)
        if options.command is None:
            options.parser.print_help()
            return 2
        _refuse_to_stand_nowhere()
        code = options.command(options)
        sys.stdout.flush()  # here, where a closed pipe is caught
        return code
    except CourseError as error:
        return _fail(str(error))
    except ModuleNotFoundError as error:
        return _fail(_how_to_install(error))
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130
    except BrokenPipeError:  # gencourse doctor | head -1
        # Else Python flushes into the closed pipe once more as it ends, and complains
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        if not error.strerror:  # not from the system: a bug, with its traceback
            raise
        return _fail(": ".join(str(part) for part in (error.strerror, error.filename) if part))


def _refuse_to_stand_nowhere() -> None:
    from gencourse._validate import CourseError

    try:
        os.getcwd()
    except OSError:
        raise CourseError("The folder you are in is gone. Go to another one with cd.") from None


class _Parser(argparse.ArgumentParser):
    """argparse that says in a sentence of ours what is wrong with a call."""

    def __init__(self, **settings: Any) -> None:
        # No abbreviations: one that works today is ambiguous with the next option
        super().__init__(allow_abbrev=False, **settings)

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"gencourse: {_sentence(message)}\n")


def _parse(arguments: list[str]) -> argparse.Namespace:
    """Return the options of a call; a wrong one ends with what is wrong, before anything is done or loaded for it."""
    parser, commands = _parser()
    command = next((word for word in arguments if not word.startswith("-")), None)
    if command is not None and command not in commands:
        parser.error(f"There is no command {command!r}.{_near(command, commands)} Commands: {', '.join(commands)}.")
    jupyter = []
    if command == "lab" and "--" in arguments:
        at = arguments.index("--")
        arguments, jupyter = arguments[:at], arguments[at + 1 :]
    options, unknown = parser.parse_known_args(arguments)
    if unknown:
        options.parser.error(_what_is_unknown(unknown[0], options.parser, command))
    options.jupyter = jupyter
    return options


def _what_is_unknown(word: str, parser: argparse.ArgumentParser, command: str | None) -> str:
    "A sentence on what no option or command takes."
    name = word.partition("=")[0]
    if not word.startswith("-"):
        hint = " It opens all lessons; one anew: --fresh NN." if command == "lab" else ""
        return f"{command} takes no {word!r}.{hint}"
    if command == "lab" and "." in name:
        return f"There is no option {name}. What JupyterLab should get goes after --: gencourse lab -- {word}"
    return f"There is no option {name}.{_near(name, parser._option_string_actions)}"


def _near(word: str, names: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(names), n=1, cutoff=0.5)
    return f" Did you mean {near[0]}?" if near and len(word) > 2 else ""  # -p is near to any -h


def _sentence(message: str) -> str:
    "What argparse says, in words for somebody who does not know it."
    found = re.match(r"argument ([^\s:/,]+)[^:]*: (.*)", message, re.DOTALL)
    if found and found[2] == "expected one argument":
        return f"{found[1]} needs a value after it."
    if found and found[2].startswith("ignored explicit argument"):
        return f"{found[1]} takes no value."
    if found:
        return f"{found[1]} {found[2]}"  # of our own types, below
    missing = re.match("the following arguments are required: (.*)", message)
    return f"{missing[1]} is missing." if missing else message


def _folder(text: str) -> Path:
    if not text.strip():  # as from a variable that is not set; Path("") would be the current folder
        raise argparse.ArgumentTypeError(f"should name a folder, got {text!r}.")
    return Path(text)


def _file(text: str) -> Path:
    if not text.strip():
        raise argparse.ArgumentTypeError(f"should name a file, got {text!r}.")
    return Path(text)


def _port(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"should be a number between 1 and 65535, got {text!r}.") from None


def _parser() -> tuple[_Parser, list[str]]:
    "The parser, and the names of its commands."
    parser = _Parser(
        prog="gencourse",
        description="A course on generative models, in notebooks.",
        usage="gencourse [--help] [--version] COMMAND [OPTIONS]",
    )
    parser.add_argument("--version", action="version", version=f"gencourse {__version__}")
    parser.set_defaults(command=None, parser=parser)
    commands = parser.add_subparsers(title="commands", metavar="", prog="gencourse")

    lab = _add(commands, "lab", _lab, "open JupyterLab on your copies of the lessons")
    lab.add_argument("--dir", type=_folder, help="the folder of your copies (default: my_lessons)")
    lab.add_argument("--fresh", metavar="NN", help="give lesson NN anew; a backup of yours is kept")
    lab.add_argument("--port", type=_port, help="the port to serve on (default: the first free one from 8888)")
    lab.add_argument("--no-browser", action="store_true", help="print the address and open no browser")
    lab.epilog = "What stands after -- goes to JupyterLab: gencourse lab -- --ServerApp.base_url=/user/me/"

    _add(commands, "doctor", _doctor, "check this installation and say how to mend it")

    export = _add(commands, "export", _export, "write the lessons, run, as pages for a browser")
    export.add_argument("lessons", nargs="*", metavar="LESSON", help="its number or name (default: all)")
    export.add_argument("--out", type=_folder, metavar="DIR", help="the folder of the pages (needed)")
    export.add_argument("--unsolved", action="store_true", help="the lessons as handed out, not the solutions")
    export.add_argument("--no-solutions", action="store_true", help="as handed out, and without the folded solutions")

    build = _add(commands, "build", _build, "write the notebooks from solutions/*.py")
    build.add_argument("sources", nargs="*", type=_file, metavar="SOURCE", help="default: all in solutions/")
    build.add_argument("--check", action="store_true", help="write nothing; exit 1 if a notebook is out of date")
    build.add_argument(
        "--class", dest="class_dir", type=_folder, metavar="DIR", help="write hand-outs without solutions"
    )

    new = _add(commands, "new-exercise", _new_exercise, "write the stubs of an exercise's five places")
    new.add_argument("name", metavar="TOPIC.NAME", help="for instance start.fit_gaussian")
    new.add_argument("--lesson", help="the lesson, without its number, where a topic has several")
    return parser, list(commands.choices)


def _add(commands: Any, name: str, run: Callable[[argparse.Namespace], int], help: str) -> _Parser:
    parser = commands.add_parser(name, help=help)
    parser.set_defaults(command=run, parser=parser)
    return parser


# Each command imports what it needs: doctor has to run where torch does not load
def _lab(options: argparse.Namespace) -> int:
    from gencourse import lab

    return lab.run(options.dir, options.port, not options.no_browser, options.fresh, options.jupyter)


def _doctor(options: argparse.Namespace) -> int:
    from gencourse import doctor

    return doctor.run()


def _export(options: argparse.Namespace) -> int:
    from gencourse.export import command

    unsolved = options.unsolved or options.no_solutions
    notebooks = command.choose(options.lessons, unsolved)  # first: whose lesson is wrong hears of that
    if options.out is None:
        return options.parser.error("--out DIR is missing: the folder that the pages go into.")
    return command.run(notebooks, options.out, not options.no_solutions)


def _build(options: argparse.Namespace) -> int:
    from gencourse.authoring import build

    return build.run(options.sources, options.check, options.class_dir)


def _new_exercise(options: argparse.Namespace) -> int:
    from gencourse.authoring import new_exercise

    return new_exercise.run(options.name, options.lesson)


def _how_to_install(error: ModuleNotFoundError) -> str:
    package = (error.name or "").split(".")[0]
    if package in ("", "gencourse"):  # a module of ours is missing: no pip mends that
        raise error
    requirement = '"gencourse[author]"' if package == "jupytext" else package
    return f"{package} is not installed. Run: python -m pip install {requirement}"


def _fail(text: str) -> int:
    print(f"gencourse: {text}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
