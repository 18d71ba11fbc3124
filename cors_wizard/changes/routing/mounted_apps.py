"""Several apps behind one address: Werkzeug's dispatcher serves each below a path of its own."""

from __future__ import annotations

from cors_wizard.changes.routing.views import View, find_views, view_at
from cors_wizard.changes.workspace import Workspace
from cors_wizard.flask_code.routing.owners import Owner, find_owners

_DISPATCHER = "DispatcherMiddleware"


class MountedApps:
    """Which of the apps serves a path, as the files are now."""

    def __init__(self, workspace: Workspace) -> None:
        """Read nothing yet."""
        self._workspace = workspace
        self._views: tuple[int, tuple[View, ...]] | None = None

    def serving(self, path: str, method: str) -> Owner | None:
        """The app that has the path; None without a dispatcher, or where no app is known to have it."""
        view = view_at(self._read(), path, method)
        return view.owners[-1] if view is not None and view.owners else None

    def factories(self, path: str, method: str, file: str) -> set[str]:
        """The functions of a file that put what has the path into the app that they make."""
        modules = self._workspace.every_module()
        owners = find_owners(modules)
        view = view_at(find_views(modules, owners), path, method)
        return {
            each.function
            for owner in (view.owners if view is not None else ())
            for each in owners.registered.get(owner, ())
            if each.parent[0] == file
        }

    def _read(self) -> tuple[View, ...]:
        if self._views is None or self._views[0] != self._workspace.edits:
            files = self._workspace.now.items()
            is_served = any(_DISPATCHER in file.text for path, file in files if path.endswith(".py"))
            views = find_views(self._workspace.every_module()) if is_served else ()
            self._views = self._workspace.edits, views
        return self._views[1]
