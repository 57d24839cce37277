"""Pages for people, and the data behind them for programs, by content negotiation."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response

from kg.ask import examples
from kg.rdf.questions import named, questions
from kg.serve.article import Reading
from kg.serve.engine import Engine
from kg.serve.protocol import Refused, html, out, parameters, sparql, wanted
from kg.serve.thing import Thing, curie
from kg.vocabulary import HOUSE

ASSETS = Path(__file__).parent / "assets"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# The interactive page carries its own scripts and styles inside; it may fetch nothing.
OPEN = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:"
_SAFE = "/:@!$&'()*+,;=~-._"


async def home(request: Request) -> Response:
    """What there is, a field to ask in, and the ready questions."""
    engine: Engine = request.app.state.engine
    counts = await engine.read("overview")
    return _page("home.html", counts=counts, questions=questions(), examples=examples())


async def endpoint(request: Request) -> Response:
    """The endpoint; in a browser, the editor with the query in it."""
    if request.method in ("GET", "HEAD") and html(request):
        given = parameters(request.url.query)
        return _page("editor.html", query=given.get("query", [""])[0], questions=questions())
    return await sparql(request)


async def editor(request: Request) -> Response:
    """The query editor with the ready questions."""
    given = parameters(request.url.query)
    return _page("editor.html", query=given.get("query", [""])[0], questions=questions())


async def question(request: Request) -> Response:
    """A ready question: its answer, its SPARQL with parameters bound (`?format=sparql`), or the editor."""
    engine: Engine = request.app.state.engine
    name = request.path_params["name"]
    if named(name) is None:
        raise Refused(404, f"no such question: {name} (there are {', '.join(questions())})")
    given = {key: values[0] for key, values in parameters(request.url.query).items()}
    form = given.pop("format", "")
    chosen = {key: value for key, value in given.items() if value.strip()}
    text = await engine.read("prepared", name=name, parameters=chosen)
    if form == "sparql":
        return Response(text, media_type="application/sparql-query")
    if not form and html(request):
        return _page("editor.html", query=text, questions=questions())
    accept = wanted(request, {"format": [form]} if form else {"": []})
    return out(await engine.read("query", text=text, accept=accept, limit=engine.options.limit))


async def ask(request: Request) -> Response:
    """A question in Chinese, answered with its sentences; as JSON for programs."""
    engine: Engine = request.app.state.engine
    text = parameters(request.url.query).get("q", [""])[0].strip()
    if not text:
        return RedirectResponse("/", 303)
    reply = await engine.read("answer", text=text, day=engine.options.day)
    if not html(request):
        return JSONResponse(reply.record())
    status = 200 if reply.query else 404
    return _page("ask.html", status=status, base=await engine.base(), reply=reply, text=text)


async def resource(request: Request) -> Response:
    """Whatever the graph holds under the IRI of this path, or the one that `?iri=` names."""
    engine: Engine = request.app.state.engine
    given = parameters(request.url.query).get("iri", [])
    iris = tuple(given) or _iris(request, await engine.base())
    if not html(request):
        return out(await engine.read("describe", iris=iris, accept=wanted(request), limit=engine.options.limit))
    found = await engine.read("page", state=str(engine.state), iris=iris)
    if found is None:
        raise Refused(404, f"the graph holds nothing of this name: {iris[0]}")
    template = "article.html" if isinstance(found, Reading) else "thing.html"
    assert isinstance(found, Reading | Thing)
    return _page(template, base=await engine.base(), found=found)


async def graph(request: Request) -> Response:
    """The interactive page of the build."""
    path = request.app.state.engine.options.folder / "graph.html"
    if not path.is_file():
        raise Refused(404, "this build has no interactive page; run kg build again")
    return FileResponse(path, media_type="text/html", headers={"Content-Security-Policy": OPEN})


async def health(request: Request) -> Response:
    """Whether a query is answered, and how much there is."""
    engine: Engine = request.app.state.engine
    counts = await engine.read("overview", seconds=5.0)
    return JSONResponse({"status": "ok", "writable": bool(engine.options.token), **counts})


async def asset(request: Request) -> Response:
    """A style sheet or script of our own pages."""
    name = request.path_params["name"]
    types = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
    path = ASSETS / name
    if path.suffix not in types or path.parent != ASSETS or not path.is_file():
        raise Refused(404, f"no such file: {name}")
    return FileResponse(path, media_type=types[path.suffix])


# Links ------------------------------------------------------------------------------------------------


def _iris(request: Request, base: str) -> tuple[str, ...]:
    """IRIs that a path may stand for: with every escape resolved, and with those kept that the path shows."""
    raw = request.scope.get("raw_path") or request.scope["path"].encode()
    path = raw.decode("latin-1").partition("?")[0].lstrip("/")
    if path == "ns" or path.startswith("ns/"):
        return (HOUSE + unquote(path.removeprefix("ns")),)
    whole, once = unquote(path), unquote(path.replace("%25", "\0")).replace("\0", "%")
    kept = path.replace("%25", "%")
    return tuple(dict.fromkeys(base + each for each in (once, whole, kept)))


def link(iri: str, base: str) -> str:
    """Where the page of an IRI is: a path for what this server names, else a look at it from here."""
    head, mark, fragment = iri.partition("#")
    if head.startswith(base) and head != base and not head.startswith(HOUSE):
        return "/" + quote(head.removeprefix(base), safe=_SAFE) + mark + quote(fragment, safe=_SAFE)
    return "/resource?iri=" + quote(iri, safe="")


@cache
def _templates() -> Environment:
    found = Environment(
        loader=FileSystemLoader(ASSETS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals |= {"link": link, "curie": curie}
    return found


def _page(name: str, status: int = 200, **content: Any) -> Response:
    text = _templates().get_template(name).render(**content)
    headers: Mapping[str, str] = {"Vary": "Accept", "Content-Security-Policy": POLICY}
    return Response(text, status, headers, "text/html; charset=utf-8")
