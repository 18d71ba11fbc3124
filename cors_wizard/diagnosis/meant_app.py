"""Which of several apps of a project the page asks. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from cors_wizard.facts import Facts
from cors_wizard.fetch_standard.trust import is_loopback
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.flask_code.routing.rule_fits import rule_fits

if TYPE_CHECKING:
    from cors_wizard.project import ProjectScan

_MOST_APPS = 12


def about_the_meant_app(scan: ProjectScan, find_url: Callable[[], str]) -> ProjectScan:
    """The scan with the app in view that has the path of the page's URL, or else its port.

    Unchanged where no app fits better than the likeliest one. The path comes first: a page that asks the
    wrong port still means the app that has the route.
    """
    # Reading code loads it, too.
    from cors_wizard.flask_code.configuration.file_names import is_test_path

    apps = [app for app in scan.code.apps if app.is_chosen or not is_test_path(app.file)]
    target = parse_url(find_url()) if len(apps) > 1 else None
    if target is None:
        return scan

    def fit(one: ProjectScan) -> tuple[bool, bool, bool]:
        fitting = [
            each for each in one.code.routes if rule_fits(each.rule, target.path, ignore_last_slash=True)
        ]
        port = Facts.of(one.facts).number("run_port") if is_loopback(target.host) else None
        # Of two apps in one file each has its own routes.
        names = {(app.file, app.variable) for app in one.code.apps if app.is_chosen}
        is_own = any((each.file, each.owner) in names for each in fitting)
        return bool(fitting), port is not None and port == target.port, is_own

    # Of equals `max` takes the first.
    likeliest_first = sorted(apps, key=lambda app: not app.is_chosen)[:_MOST_APPS]
    return max(map(scan.about, likeliest_first), key=fit, default=scan)
