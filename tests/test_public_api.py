"""What others rely on changes only when somebody means it."""

from pathlib import Path

from tests.public_api import public_api

KEPT = Path(__file__).with_name("public_api.txt")
HOW = (
    "The public interface changed. If that is meant: `python -m tests.public_api > tests/public_api.txt`, a line in "
    "CHANGELOG.md, and the version that CONTRIBUTING.md, 'What semver promises', asks for: what is added is a minor "
    "version, what is gone or renamed (a name, an exercise, a slug) a major one, as is another version of the wire."
)


def test_the_public_interface_is_the_one_that_was_promised():
    now, promised = set(public_api().splitlines()), set(KEPT.read_text("utf-8").splitlines())
    changes = [f"- {line}" for line in sorted(promised - now)] + [f"+ {line}" for line in sorted(now - promised)]
    assert not changes, "\n".join([HOW, *changes])
