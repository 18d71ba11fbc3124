"""Every model of the knowledge with its place, however deep it is nested."""

from __future__ import annotations

from collections.abc import Iterator

from cors_wizard.knowledge_base.checks.complain import Place
from cors_wizard.knowledge_base.knowledge import Knowledge
from cors_wizard.knowledge_base.models import Model


def every_model(knowledge: Knowledge) -> Iterator[tuple[Place, Model]]:
    """Each model of each file, the outer before the inner."""
    for kind in ("nodes", "causes", "stops", "fixes", "cautions"):
        for name, model in getattr(knowledge, kind).items():
            yield from _inside((kind, name), model)
    for _, message in knowledge.messages:
        yield ("messages", message.id), message
    for index, file in enumerate(knowledge.versions):
        yield from _inside(("versions", index), file)
    for index, hosts in enumerate(knowledge.hosts):
        yield from _inside(("hosts", index), hosts)


def _inside(place: Place, model: Model) -> Iterator[tuple[Place, Model]]:
    yield place, model
    for name in type(model).__dataclass_fields__:
        value = getattr(model, name)
        if isinstance(value, Model):
            yield from _inside((*place, name), value)
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, Model):
                    yield from _inside((*place, name, index), item)
