"""What comparing figures came to, as the page shows it: a mark on each figure, and the contradictions as groups."""

from kg.model import Check, Figure, Finding, Graph, Verdict

# A figure that several findings speak of has the mark that asks most for a look.
WEIGHT: tuple[Verdict, ...] = ("conflict", "revision", "scope", "rounding", "agreement")


def marks(graph: Graph) -> dict[str, Verdict]:
    """By figure id, what its findings come to."""
    found: dict[str, Verdict] = {}
    for finding in sorted(graph.findings, key=lambda item: WEIGHT.index(item.verdict)):
        for figure in finding.figures:
            found.setdefault(figure, finding.verdict)
    return found


def contradictions(graph: Graph) -> list[tuple[Check, list[int]]]:
    """Figures that contradict each other, by position in `graph.figures`; those told in three ways are one group."""
    numbers = {figure.id: n for n, figure in enumerate(graph.figures)}
    groups: list[tuple[Check, set[int]]] = []
    for finding in graph.findings:
        if finding.verdict == "conflict" and all(figure in numbers for figure in finding.figures):
            _join(groups, finding, {numbers[figure] for figure in finding.figures})
    return sorted((check, _ordered(graph.figures, members)) for check, members in groups)


def _join(groups: list[tuple[Check, set[int]]], finding: Finding, members: set[int]) -> None:
    """Add a finding to the group it shares a figure with, or make it one. Only sources are told in several ways."""
    for check, others in groups:
        if check == finding.check == "sources" and others & members:
            others |= members
            return
    groups.append((finding.check, members))


def _ordered(figures: tuple[Figure, ...], members: set[int]) -> list[int]:
    return sorted(members, key=lambda n: (figures[n].period or "", -(figures[n].value or 0), n))
