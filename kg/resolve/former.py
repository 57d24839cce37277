"""Former names: 国家工商总局 is 国家市场监督管理总局 since 2018."""

from dataclasses import replace

from kg.lexicon import Lexicon, Renaming
from kg.model import Kind
from kg.resolve._thing import Named


def current(named: Named, kind: Kind, lexicon: Lexicon, table: dict[tuple[str, Kind], Renaming]) -> Named:
    """A name under which a thing goes now; a name that several things share today is not followed."""
    seen = {named.name}
    while (step := table.get((named.name, kind))) is not None and step.current not in seen and not named.apart:
        if len([e for e in lexicon.get(step.current, kind) if e.name == step.current]) > 1:
            return named
        entry = lexicon.names.get((step.current, kind)) or next(iter(lexicon.get(step.current, kind)), None)
        since = f" since {step.date}" if step.date else ""
        named = replace(
            named,
            name=entry.name if entry else step.current,
            reason="former name",
            score=min(named.score, 0.95),
            detail=f"{step.former} is {step.current}{since}",
            code=None,
        )
        seen.add(step.current)
    return named


def renamings(lexicon: Lexicon) -> dict[tuple[str, Kind], Renaming]:
    """Renamings by former name, without mergers; of several the first, which is the user's where they have one."""
    table: dict[tuple[str, Kind], Renaming] = {}
    for item in lexicon.renamings:
        if item.merged:
            continue
        table.setdefault((item.former, item.kind), item)
    return table
