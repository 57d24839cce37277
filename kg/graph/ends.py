"""Facts whose ends are of kinds that their relation joins: what does not fit was misread, or wrongly linked."""

from collections.abc import Iterable, Iterator

from kg.model import Entity, Fact, Kind
from kg.vocabulary import relations

# In the news of e-commerce a platform does what its company does: it holds, employs, publishes, founds.
_ALSO: dict[Kind, Kind] = {"Platform": "Organization"}


def fitting(facts: Iterable[Fact], entities: Iterable[Entity]) -> Iterator[Fact]:
    """The facts that the ontology allows, by all kinds of both ends. What has no end in the graph stays as it is."""
    kinds = {entity.id: _kinds(entity) for entity in entities}
    for fact in facts:
        subject, thing = kinds.get(fact.subject), kinds.get(fact.object)
        if subject is None or thing is None or _allowed(fact.predicate, subject, thing):
            yield fact


def _allowed(predicate: str, subject: frozenset[Kind], thing: frozenset[Kind]) -> bool:
    found = relations().get(predicate, ())
    return not found or any(subject & each.subjects and thing & each.objects for each in found)


def _kinds(entity: Entity) -> frozenset[Kind]:
    own = (entity.kind, *entity.kinds)
    return frozenset((*own, *(_ALSO[kind] for kind in own if kind in _ALSO)))
