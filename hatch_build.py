"""Build hook: put the lessons into the wheel, so that `gencourse lab` works without a checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class LessonsHook(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version != "standard":  # an editable install reads lessons/ itself; a copy of it would go stale
            return
        lessons = sorted(Path(self.root, "lessons").glob("[0-9][0-9]_*.ipynb"))
        if not lessons:
            raise FileNotFoundError(f"There are no lessons in {self.root}/lessons. Write them with: gencourse build")
        build_data["force_include"] |= {str(lesson): f"gencourse/lessons/{lesson.name}" for lesson in lessons}
