"""What all widgets share: a picture where no widget can run, a page of its own, and a repr that says what it shows."""

from __future__ import annotations

import base64
import os
import threading
import warnings
import zlib
from pathlib import Path
from typing import Any, ClassVar

import anywidget

from gencourse._files import write_whole
from gencourse.widgets.kit.assets import KIT, join_modules, join_styles
from gencourse.widgets.kit.page import living_widget, make_page, sleeping_widget, still_widget

EXPORT_TYPE = "application/vnd.gencourse.widget+json"  # the widget for `gencourse export`, which sets EXPORT_VARIABLE
EXPORT_VARIABLE = "GENCOURSE_EXPORT"


class _OpenWhenMade(type(anywidget.AnyWidget)):
    """Its widgets tell the browser of themselves once they are made: ipywidgets would in the midst of `__init__`.

    What `__init__` set after that would come in a second message, and on a slow machine a view is drawn before it.
    """

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        widget = super().__call__(*args, **kwargs)
        widget._made = True
        widget.open()
        return widget


class CourseWidget(anywidget.AnyWidget, metaclass=_OpenWhenMade):
    """A widget with a static picture. Subclasses give `picture()`, `describe()` and `__repr__`.

    A widget lives in a folder of its own: js/index.js draws it, and a sheet named like the folder styles it, after the
    kit's widget.css and those that `_kit_styles` names. All that `__init__` sets travels in the first message.
    """

    _folder: ClassVar[Path]
    _kit_styles: ClassVar[tuple[str, ...]] = ()
    _made = False

    def __init__(self, **traits: Any) -> None:
        self._lock = threading.RLock()  # before the first message comes
        self._closed = False
        if not hasattr(self, "_folder"):
            raise TypeError(f"{type(self).__name__} should say where its files are: _folder = Path(__file__).parent.")
        # joined for each widget, not once for the class: whoever edits a file runs the cell again and sees the change
        self._esm = join_modules(self._folder / "js" / "index.js")
        kit_styles = (KIT / f"{name}.css" for name in ("widget", *self._kit_styles))
        self._css = join_styles(*kit_styles, self._folder / f"{self._folder.name}.css")
        super().__init__(**traits)

    def picture(self) -> bytes:
        """Return the present state as PNG bytes, drawn without a browser."""
        raise NotImplementedError(f"{type(self).__name__} should have a picture(), for pages where no widget can run.")

    def describe(self) -> str:
        """Return one sentence that says what the picture shows, for those who cannot see it."""
        raise NotImplementedError(f"{type(self).__name__} should have a describe(), the picture's text alternative.")

    def save_html(self, path: str | Path, *, title: str = "") -> Path:
        """Write one page that shows the widget as it is now, and works from a file: without kernel and network.

        Folders of the path that do not exist are made.
        """
        page = make_page(
            self._esm,
            self._css,
            self._page_state(),
            title=title or type(self).__name__,
            description=self.describe(),
            picture=base64.b64encode(self.picture()).decode("ascii"),
        )
        path = Path(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, page.encode())
        return path

    def open(self) -> None:
        """Tell the browser of the widget, unless it is still being made."""
        if self._made:
            super().open()

    def close(self) -> None:
        """Take the widget away from all notebooks that show it, for good."""
        super().close()
        self._closed = True

    def notify_change(self, change: Any) -> None:
        "A closed widget still holds what is set, and nobody sees it: say so."
        super().notify_change(change)
        if self._closed and change["name"] in self.keys:
            kind = type(self).__name__
            warnings.warn(
                f"This {kind} was closed: {change['name']} is set, but shown nowhere. Make a new {kind}.", stacklevel=5
            )

    def _handle_msg(self, msg: Any) -> None:
        "JupyterLab may have messages handled in another thread than the cell that trains and updates."
        with self._lock:
            super()._handle_msg(msg)

    def _page_state(self) -> dict[str, Any]:
        "What the page's model holds: the traits that this widget adds to any other's."
        shared = {*anywidget.AnyWidget.class_trait_names(), "_esm", "_css", "_anywidget_id"}
        return {name: value for name, value in self.get_state().items() if name not in shared}

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
        data["text/html"] = sleeping_widget(description=alt, picture=png)
        if os.environ.get(EXPORT_VARIABLE) == "1":
            data[EXPORT_TYPE] = self._for_export(description=alt, picture=png)
        return data, {**metadata, "image/png": {"alt": alt}}

    def _for_export(self, *, description: str, picture: str) -> dict[str, str]:
        "What a page needs to show the widget as it is now: its own HTML, and once for all of a kind module and style."
        try:
            state = self._page_state()
        except ValueError as error:  # it needs a kernel
            return {"html": still_widget(str(error), description=description, picture=picture)}
        kind = f"{type(self).__name__}-{zlib.crc32((self._esm + self._css).encode()):08x}"
        living = living_widget(kind, state, description=description, picture=picture)
        return {"html": living, "kind": kind, "module": self._esm, "style": self._css}
