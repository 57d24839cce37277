"""What the command line shows: tables and cards as text."""

from __future__ import annotations

import json
import sys
from itertools import groupby
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from kg.model import KINDS

if TYPE_CHECKING:  # what is shown was made elsewhere; only its types are needed here
    from collections.abc import Mapping, Sequence

    from kg.ask import Reply
    from kg.audit import Precision
    from kg.cards import Card
    from kg.evaluate import Score
    from kg.model import Evidence, Extraction, Figure, Graph, Observation
    from kg.pipeline import Built
    from kg.resolve.explain import Why

_NARROW = 12  # columns of the screen to which words may be wrapped

RELATIONS = {
    "organizer": "主办",
    "undertaker": "承办",
    "supporter": "支持",
    "participant": "参与",
    "location": "地点",
    "subEventOf": "上级活动",
    "hostedOn": "平台",
    "partOf": "属于",
    "operatedBy": "运营者",
    "memberOf": "成员",
    "worksFor": "任职",
    "cooperatesWith": "合作",
    "founder": "创办者",
    "origin": "产地",
    "producer": "出品",
    "soldOn": "上架",
    "issuer": "发布者",
    "awardedTo": "获得者",
    "awardedBy": "授予者",
    "startDate": "开始",
    "endDate": "结束",
    "foundingDate": "成立",
    "date": "日期",
}


def built(result: Built, folder: object, seconds: float, others: Mapping[str, int]) -> str:
    """The summary of a build; `others` are the files of its folders that are of no format we read."""
    data = result.report.data
    lines = [
        f"articles   {data['articles']} ({result.read} inputs read, {result.kept} unchanged, {len(data['set_aside'])} set aside)",
        "entities   " + _counts(data["entities"]),
        "relations  " + _counts(data["relations"]),
        f"also       {data['dates']} dates, {data['figures']} figures, {data['statements']} statements, {data['times']} times",
        "linked by  " + _counts(data["merges"]),
    ]
    lines += [f"no longer  your correction of {escape(item)} matches nothing" for item in data["corrections_unused"]]
    lines += [f"set aside  {escape(item['input'])}: {escape(item['reason'])}" for item in data["set_aside"][:8]]
    if len(data["set_aside"]) > 8:
        lines.append(f"           and {len(data['set_aside']) - 8} more, all in report.json")
    if others:
        lines.append(f"not read   {escape(_counts(others))}")
    done = "written   " if result.written else "unchanged "
    lines.append(f"{done} {folder}: {', '.join(result.files)} in {seconds:.1f} s")
    return "\n".join(lines)


def _counts(counts: Mapping[str, int]) -> str:
    return (
        f"{sum(counts.values())}: " + ", ".join(f"{name} {count}" for name, count in counts.items())
        if counts
        else "none"
    )


def questions(ready: Mapping[str, Any]) -> Table:
    """The ready questions with their options."""
    table = Table("name", "question", "options")
    for name, question in ready.items():
        table.add_row(name, f"{question.zh}\n{question.en}", " ".join(f"--{p.name}" for p in question.parameters))
    return table


def answer(console: Console, found: Any) -> None:
    """The rows of an answer: a table where it fits the screen, else a block for each row; no figure or date is broken."""
    table = Table()
    needed = 1
    for number, name in enumerate(found.columns):
        cells = [row[number] for row in found.rows]
        whole = all(cell.isascii() and " " not in cell for cell in cells)  # figures, dates, units
        widest = max(map(cell_len, (name, *cells)))
        needed += 3 + (widest if whole else min(widest, _NARROW))
        # What does not fit is wrapped, never left out.
        table.add_column(name, overflow="fold", no_wrap=whole)
    for row in found.rows:
        table.add_row(*(escape(cell) for cell in row))
    if needed <= console.width:
        console.print(table)
    else:
        _blocks(console, found)
    console.print(f"{len(found.rows)} rows")


def _blocks(console: Console, found: Any) -> None:
    wide = max(map(cell_len, found.columns))
    for row in found.rows:
        for name, cell in zip(found.columns, row, strict=True):
            if cell:
                console.print(f"[bold]{set_cell_size(name, wide)}[/bold]  {escape(cell)}")
        console.print()


def reply(console: Console, found: Reply) -> None:
    """The answer to a question: how it was understood, its SPARQL, the rows, each with its sentences."""
    if found.query:
        given = " ".join(f"{escape(wording)}" for _, wording in found.slots)
        console.print(f"[bold]{escape(found.title)}[/bold]  [dim]{found.query}[/dim]  {given}")
        console.print(f"[dim]{escape(found.sparql)}[/dim]\n")
    for row in found.rows:
        cells = (f"{name} {escape(cell)}" for name, cell in zip(found.columns, row.cells, strict=True) if cell)
        console.print("· " + "，".join(cells))
        for item in row.sentences:
            words = f"“{escape(item.text)}” " if item.text else ""
            console.print(f"      [dim]{words}{escape(item.headline)} {escape(item.outlet)} {item.published}[/dim]")
    if found.rows:
        console.print(f"共 {len(found.rows)} 条")
    if found.message:
        console.print(escape(found.message))
    if found.suggestions:
        console.print("可以这样问：" + "".join(f"\n  {text}" for text in found.suggestions))


def card(console: Console, of: Card) -> None:
    """A thing with its facts, each with its sentences."""
    entity = of.entity
    kind = "/".join(filter(None, (entity.kind, entity.subkind)))
    console.print(f"[bold]{escape(entity.name)}[/bold]  {kind}{f'  {entity.code}' if entity.code else ''}")
    if entity.aliases:
        console.print(f"又称 {escape('、'.join(entity.aliases))}")
    for said in of.facts:
        label = RELATIONS.get(said.relation, said.relation)
        detail = f"（{escape(said.detail)}）" if said.detail else ""
        arrow = "←" if said.inward else "→"
        console.print(f"  {label} {arrow} {escape(said.other)}{detail}")
        _sentences(console, said.evidence)
    for figure in of.figures:
        console.print(f"  {escape(figure.measure)} {escape(_figure(figure))}")
        _sentences(console, figure.evidence)
    for text, evidence in of.quotes:
        console.print(f"  说 “{escape(text[:80])}”")
        _sentences(console, (evidence,))
    copies = {copy.article: copy for copy in of.reprints}
    for article in of.articles:
        copy = copies.get(article.stem)
        again = f"  转载 {copy.of}{f'（{copy.outlet}）' if copy.outlet else ''}" if copy else ""
        console.print(f"  见 {escape(article.stem)}  {article.published or ''}  {escape(article.title)}{escape(again)}")


def _sentences(console: Console, evidence: tuple[Evidence, ...]) -> None:
    for item in evidence:
        console.print(
            f"      [dim]{escape(item.article)}: {escape(item.text.strip())}  ({item.rule}, {item.confidence:.2f})[/dim]"
        )


def _figure(figure: Figure | Observation) -> str:
    value = "" if figure.value is None else f"{figure.value:,.10g}"
    upper = f"–{figure.upper:,.10g}" if figure.upper is not None else ""
    hedge = {"over": "超", "under": "近", "about": "约", "exact": ""}[figure.qualifier]
    change = f" {figure.change.kind} {figure.change.value:+g}{figure.change.unit}" if figure.change else ""
    return f"{hedge}{value}{upper} {figure.unit or ''}{change}  {figure.period or ''}".strip()


def trial(console: Console, found: Extraction) -> None:
    """What was found in a text, and by which rule."""
    names = {entity.id: entity.name for entity in found.entities}
    for entity in found.entities:
        for rule, mentions in groupby(entity.mentions, key=lambda mention: mention.rule):
            places = ", ".join(f"{m.span.start}–{m.span.end}" for m in mentions)
            console.print(
                f"{entity.kind:<13} {escape(entity.name)}  [dim]{rule} at {places}, {entity.confidence:.2f}[/dim]"
            )
    for claim in found.claims:
        more = f" ({escape(claim.role)})" if claim.role else f" (第{claim.rank}名)" if claim.rank else ""
        console.print(
            f"relation      {escape(names[claim.subject])} —{claim.predicate}→ {escape(names[claim.object])}{more}"
            f"  [dim]{claim.rule}, {claim.confidence:.2f}[/dim]"
        )
    for dating in found.datings:
        console.print(
            f"date          {escape(names[dating.subject])} {dating.property} {dating.value}  [dim]{dating.rule}[/dim]"
        )
    for time in found.times:
        console.print(f"time          {escape(time.text)} = {time.value}  [dim]{time.rule}, {time.anchor}[/dim]")
    for seen in found.observations:
        console.print(
            f"figure        {escape(seen.about or '?')} | {escape(seen.measure)} | {escape(_figure(seen))}  [dim]{seen.rule}[/dim]"
        )
    for said in found.statements:
        console.print(f"statement     {escape(names[said.speaker])}：{escape(said.text)}  [dim]{said.rule}[/dim]")
    for item in found.refused:
        console.print(f"refused       {escape(item.text)}  [dim]{item.reason}[/dim]")
    if not (found.entities or found.times or found.observations or found.refused):
        console.print("nothing found: no name, time or figure")


def score(console: Console, result: Score, *, errors: bool, form: str) -> None:
    """Rows of precision, recall and F1, then every error."""
    if form == "json":
        sys.stdout.write(json.dumps(_scored(result), ensure_ascii=False, indent=1) + "\n")
        return
    table = Table("what", "P", "R", "F1", "right", "false", "missed")
    rows = [*result.summary().items(), *((g, result.counts[g]) for g in _groups(result))]
    for name, count in rows:
        figures = (f"{count.precision:.3f}", f"{count.recall:.3f}", f"{count.f1:.3f}")
        table.add_row(name, *figures, str(count.right), str(count.false), str(count.missed))
    console.print(table)
    for fault in result.faults if errors else ():
        console.print(f"{fault.article}  {fault.group}  {fault.kind}  {fault.item}", markup=False)


def precision(found: Sequence[Precision]) -> Table:
    """Precision by group of claims, with its 95 % interval."""
    table = Table("claims", "right", "judged", "precision", "95 % interval")
    for each in found:
        low, high = each.interval
        table.add_row(each.group, str(each.right), str(each.judged), f"{each.share:.3f}", f"{low:.3f}–{high:.3f}")
    return table


def _groups(result: Score) -> list[str]:
    order = {f"entity {kind}": n for n, kind in enumerate(KINDS)}
    return sorted(
        (g for g in result.counts if " " in g and not g.startswith("figures")), key=lambda g: (order.get(g, 99), g)
    )


def _scored(result: Score) -> dict[str, Any]:
    def row(count: Any) -> dict[str, Any]:
        return {
            "precision": round(count.precision, 4),
            "recall": round(count.recall, 4),
            "f1": round(count.f1, 4),
            "right": count.right,
            "false": count.false,
            "missed": count.missed,
        }

    return {
        "summary": {name: row(count) for name, count in result.summary().items()},
        "groups": {name: row(count) for name, count in sorted(result.counts.items())},
        "errors": [{"article": f.article, "group": f.group, "kind": f.kind, "item": f.item} for f in result.faults],
    }


def formats(known: Mapping[str, str]) -> Table:
    """Export formats and what they are."""
    table = Table("format", "what")
    for name, text in known.items():
        table.add_row(name, text)
    return table


def why(console: Console, steps: Why) -> None:
    """Why two names are one thing or two, step by step."""
    if steps.shared:
        console.print(f"{escape(steps.one)} and {escape(steps.other)} are one thing: {escape(', '.join(steps.shared))}")
    else:
        console.print(f"{escape(steps.one)} and {escape(steps.other)} are two things")
    table = Table("name", "thing", "article", "reason", "because", "score")
    told = dict.fromkeys((*steps.ones, *steps.others))
    for link in list(told)[:40]:
        table.add_row(
            *map(escape, (link.surface, link.entity, link.article, link.reason, link.detail)), f"{link.score:.2f}"
        )
    console.print(table)
    if len(told) > 40:
        console.print(f"and {len(told) - 40} more")


def findings(console: Console, graph: Graph, verdict: str | None = None, check: str | None = None) -> None:
    """What comparing figures came to, each with its sentences; of one verdict or check if it is given."""
    figures = {figure.id: figure for figure in graph.figures}
    shown = [item for item in graph.findings if verdict in (None, item.verdict) and check in (None, item.check)]
    for item in shown:
        console.print(f"[bold]{item.verdict}[/bold] ({item.check}): {escape(item.reason)}")
        for figure in (figures[each] for each in item.figures):
            about = (figure.entity or "").partition("/")[2] or figure.about or ""
            console.print(f"  {escape(about)} {escape(figure.measure)} {figure.period or ''}")
            for told in figure.evidence:
                console.print(f"    {escape(told.article)}: {escape(told.text)}")
        for told in item.evidence:
            console.print(f"  headline\n    {escape(told.article)}: {escape(told.text)}")
    console.print(f"{len(shown)} findings")
