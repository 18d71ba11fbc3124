"""Which files set variables of the environment, by their names."""

from __future__ import annotations


def is_dotenv(name: str) -> bool:
    """Whether a file of that name is one of python-dotenv's, or an example of one."""
    return name in (".env", ".flaskenv") or name.startswith(".env.") or name.endswith(".env")


def is_example(name: str) -> bool:
    """Whether it is only there to be copied."""
    return any(word in name for word in ("example", "sample", "template", "dist", "default"))


def is_compose(name: str) -> bool:
    """Whether a file of that name is one of Docker Compose's."""
    return name.startswith(("docker-compose", "compose")) and name.endswith((".yml", ".yaml"))


def is_dockerfile(name: str) -> bool:
    """Whether a file of that name says how an image is built."""
    return name.startswith(("Dockerfile", "Containerfile")) or name.lower().endswith(".dockerfile")


def is_gunicorn(name: str) -> bool:
    """Whether a file of that name configures gunicorn."""
    return name.startswith("gunicorn") and name.endswith(".py")


def is_test_path(path: str) -> bool:
    """Whether a file looks like a test by its name or folder."""
    *folders, name = path.split("/")
    in_tests = any(folder in ("tests", "test", "testing") for folder in folders)
    return in_tests or name.startswith("test_") or name.endswith("_test.py") or name == "conftest.py"
