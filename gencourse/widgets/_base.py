"""What all widgets share: a picture where no widget can run, and a repr that says what it shows."""

from __future__ import annotations

import base64
import html
from typing import Any

import anywidget


class CourseWidget(anywidget.AnyWidget):
    """A widget with a static picture. Subclasses give `picture()`, `describe()` and `__repr__`."""

    def picture(self) -> bytes:
        """Return the present state as PNG bytes, drawn without a browser."""
        raise NotImplementedError

    def describe(self) -> str:
        """Return one sentence that says what the picture shows, for those who cannot see it."""
        raise NotImplementedError

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict, dict] | None:
        "The live view, and beside it the picture for an exported page, or a notebook that is opened and not run."
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is None:  # closed
            return None
        data, metadata = bundle
        png = base64.b64encode(self.picture()).decode("ascii")
        alt = self.describe()
        data["image/png"] = png
        # JupyterLab gives a bare PNG no text alternative; it and nbconvert take this one first
        data["text/html"] = f'<img alt="{html.escape(alt)}" src="data:image/png;base64,{png}">'
        return data, {**metadata, "image/png": {"alt": alt}}
