"""The `gencourse` command: parses arguments, hands over, and says in one line what went wrong."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from gencourse import __version__


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Return 0 when done, 1 after a failure said in one line, 2 for a wrong call, 130 after Ctrl-C."""
    # Nothing above this line, here and in gencourse/__init__.py, needs more than Python 3.7: older ones are told so.
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        version = ".".join(map(str, sys.version_info[:3]))
        return _fail(f"this course needs Python 3.11, 3.12 or 3.13, and {sys.executable} is Python {version}.")

    from gencourse._validate import CourseError

    parser = _parser()
    options = parser.parse_args(arguments)
    if options.command is None:
        parser.print_help()
        return 2
    try:
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


def _parser() -> argparse.ArgumentParser:
    # No abbreviations: one that works today is ambiguous with the next option
    parser = argparse.ArgumentParser(
        prog="gencourse", description="A course on generative models, in notebooks.", allow_abbrev=False
    )
    parser.add_argument("--version", action="version", version=f"gencourse {__version__}")
    parser.set_defaults(command=None)
    commands = parser.add_subparsers(title="commands", metavar="")

    lab = commands.add_parser("lab", help="open JupyterLab on your copies of the lessons", allow_abbrev=False)
    lab.set_defaults(command=_lab)
    lab.add_argument("--dir", type=Path, help="the folder of your copies (default: my_lessons)")
    lab.add_argument("--fresh", metavar="NN", help="give lesson NN anew; a backup of yours is kept")
    lab.add_argument("--port", type=int, help="the port to serve on (default: the first free one from 8888)")
    lab.add_argument("--no-browser", action="store_true", help="print the address and open no browser")

    doctor = commands.add_parser("doctor", help="check this installation and say how to mend it", allow_abbrev=False)
    doctor.set_defaults(command=_doctor)

    export = commands.add_parser("export", help="write the lessons, run, as pages for a browser", allow_abbrev=False)
    export.set_defaults(command=_export)
    export.add_argument("lessons", nargs="*", metavar="LESSON", help="its number or name (default: all)")
    export.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder of the pages")
    export.add_argument("--unsolved", action="store_true", help="the lessons as handed out, not the solutions")

    build = commands.add_parser("build", help="write the notebooks from solutions/*.py", allow_abbrev=False)
    build.set_defaults(command=_build)
    build.add_argument("sources", nargs="*", type=Path, metavar="SOURCE", help="default: all in solutions/")
    build.add_argument("--check", action="store_true", help="write nothing; exit 1 if a notebook is out of date")
    build.add_argument("--class", dest="class_dir", type=Path, metavar="DIR", help="write hand-outs without solutions")

    new = commands.add_parser("new-exercise", help="write the stubs of an exercise's five places", allow_abbrev=False)
    new.set_defaults(command=_new_exercise)
    new.add_argument("name", metavar="TOPIC.NAME", help="for instance start.fit_gaussian")
    new.add_argument("--lesson", help="the lesson, without its number, where a topic has several")
    return parser


# Each command imports what it needs: doctor has to run where torch does not load
def _lab(options: argparse.Namespace) -> int:
    from gencourse import lab

    return lab.run(options.dir, options.port, not options.no_browser, options.fresh)


def _doctor(options: argparse.Namespace) -> int:
    from gencourse import doctor

    return doctor.run()


def _export(options: argparse.Namespace) -> int:
    from gencourse.export import command

    return command.run(options.lessons, options.out, options.unsolved)


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
