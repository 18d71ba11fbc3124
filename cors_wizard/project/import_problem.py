"""Whether flask-cors can be imported as the code imports it, as far as the folder tells."""

from __future__ import annotations

from cors_wizard.facts import Fact
from cors_wizard.facts.found import Found, TextFile, scanned
from cors_wizard.flask_code.evaluation.imports import CorsImport
from cors_wizard.flask_code.read_code import Code
from cors_wizard.project.versions import Versions


def import_problem(code: Code, versions: Versions, files: tuple[TextFile, ...]) -> Found:
    """The facts `import_problem` and `import_guarded`, where the folder settles them."""
    if not code.imports:
        says = "the app's files do not import flask_cors"
        known = code.app_where and code.is_whole
        return Found((_fact("none", code.app_where, says),) if known else ())
    right = [(path, one) for path, one in code.imports if not one.is_wrong]
    for path, one in code.imports:
        if one.is_wrong and not (one.is_guarded and right):
            where = f"{path}:{one.line}"
            return Found((_fact("wrong-import", where, one.says), _guarded(where, one)))
    path, first = right[0]
    where = f"{path}:{first.line}"
    return Found((_guarded(where, first),)) + _installed(where, versions, files)


def _guarded(where: str, one: CorsImport) -> Fact:
    # An app that answers has got past an import that nothing catches.
    return scanned("import_guarded", "yes" if one.is_guarded else "no", where, one.says)


def _installed(where: str, versions: Versions, files: tuple[TextFile, ...]) -> Found:
    own = _shadowing(where, files)
    if own:
        return Found(
            notes=(f"{own}: is imported instead of the package flask-cors, because it has the same name.",)
        )
    environments = versions.environments
    for environment in environments:
        if "flask-cors" in environment.installed:
            says = f"imports flask_cors, which is installed in {environment.path}"
            return Found((_fact("none", where, says),))
    if any(environment.sees_system_packages for environment in environments):
        return Found()
    lacking = ", ".join(environment.path for environment in environments)
    if lacking:
        says = f"imports flask_cors, which is not installed in {lacking}"
        return Found((_fact("flask-cors-missing", where, says),))
    if versions.requirement_files and not versions.flask_cors_named:
        says = f"imports flask_cors, which is not named in {', '.join(versions.requirement_files)}"
        return Found((_fact("flask-cors-missing", where, says),))
    return Found()


def _shadowing(where: str, files: tuple[TextFile, ...]) -> str | None:
    """A file of the project that Python finds before the package: in the same folder, or at the top."""
    folder = where.rpartition("/")[0]
    names = {f"{top}flask_cors{end}" for top in ("", f"{folder}/") for end in (".py", "/__init__.py")}
    return next((file.path for file in files if file.path in names), None)


def _fact(value: str, where: str, says: str) -> Fact:
    return scanned("import_problem", value, where, says)
