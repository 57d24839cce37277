"""SPARQL 1.1 Protocol: queries by GET and POST, updates where the server may write, errors as sentences."""

import hmac
from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from kg.errors import KgError
from kg.serve.accept import best
from kg.serve.engine import Busy, Engine
from kg.serve.formats import GRAPHS, HTML, RESULTS, SHORT
from kg.serve.jobs import Reply
from kg.serve.workers import Lost, TooLong

LONGEST = 1 << 20  # bytes of a query
LARGEST = 256 << 20  # bytes of a graph that is put

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"

Parameters = Mapping[str, list[str]]


class Refused(Exception):  # noqa: N818 - an answer, not a fault
    """A request that is answered with an error: status, sentence, headers."""

    def __init__(self, status: int, sentence: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
        self.headers = headers or {}


async def sparql(request: Request) -> Response:
    """The endpoint: a query or an update, or, without either, the description of the service."""
    engine: Engine = request.app.state.engine
    given = await _given(request)
    queries, updates = given.get("query", []), given.get("update", [])
    if updates and request.method != "POST":
        raise Refused(400, "an update comes by POST")
    if len(queries) + len(updates) > 1:
        raise Refused(400, "send one query or one update, not several")
    if updates:
        allowed(request)
        if given.get("using-graph-uri") or given.get("using-named-graph-uri"):
            raise Refused(501, "name graphs in the update itself, with USING")
        await engine.write("update", text=updates[0])
        return Response(status_code=204)
    if not queries:
        if request.method == "POST" or given:
            raise Refused(400, "the parameter `query` is missing")
        return _described(request)
    reply = await engine.read(
        "query",
        text=queries[0],
        accept=wanted(request, given),
        limit=engine.options.limit,
        default=tuple(given.get("default-graph-uri", ())),
        named=tuple(given.get("named-graph-uri", ())),
    )
    return out(reply)


def out(reply: Reply) -> Response:
    """A worker's answer as an HTTP response."""
    headers = {"Vary": "Accept", **reply.headers}
    return Response(reply.body, reply.status, headers, reply.media)


def wanted(request: Request, given: Parameters | None = None) -> str | None:
    """What the client accepts: by `?format=`, else by its header."""
    short = (given or parameters(request.url.query)).get("format", [""])[0]
    if short:
        if short not in SHORT:
            raise Refused(400, f"no such format: {short} (use one of {', '.join(SHORT)})")
        return SHORT[short]
    return ", ".join(request.headers.getlist("accept")) or None


def html(request: Request) -> bool:
    """Whether a client would rather see a page than data."""
    return best(wanted(request), [*GRAPHS, HTML]) == HTML


def parameters(text: str) -> dict[str, list[str]]:
    """Parameters of a query string or a form. Raises Refused for one that is no UTF-8."""
    found: dict[str, list[str]] = {}
    try:
        for name, value in parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000):
            found.setdefault(name, []).append(value)
    except ValueError as error:  # of which UnicodeDecodeError is one
        raise Refused(400, f"the parameters cannot be read: {error}") from error
    return found


def allowed(request: Request) -> None:
    """Lets through who may write. Raises Refused for anybody else."""
    token = request.app.state.engine.options.token
    if not token:
        raise Refused(403, "this server only reads; start it with kg serve --writable to change what it holds")
    scheme, _, sent = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(sent.strip().encode(), token.encode()):
        raise Refused(401, "send the token: Authorization: Bearer …", {"WWW-Authenticate": "Bearer"})


async def body(request: Request, most: int) -> bytes:
    """The body of a request. Raises Refused for one beyond a size."""
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > most:
            raise Refused(413, f"the request is longer than {most >> 20} MiB")
    return bytes(data)


def told(error: Exception) -> Response:
    """An error as a response: one sentence, in plain text."""
    match error:
        case Refused():
            return _plain(error.status, error.sentence, error.headers)
        case KgError():
            return _plain(400 if error.usage else 500, str(error))
        case TooLong():
            return _plain(503, "the query took too long and was cut off; ask for less, or raise kg serve --timeout")
        case Lost():
            return _plain(500, "the query needs more memory than it may have; ask for less")
        case Busy():
            return _plain(503, "too many requests wait; try again soon", {"Retry-After": "5"})
    return _plain(500, "the server failed; its log says more")


def _plain(status: int, sentence: str, headers: Mapping[str, str] | None = None) -> Response:
    return Response(f"{sentence}\n", status, headers, "text/plain; charset=utf-8")


async def _given(request: Request) -> dict[str, list[str]]:
    """Parameters of the request, wherever the protocol has them stand."""
    query = parameters(request.url.query)
    if request.method != "POST":
        return query
    media, charset = _content_type(request)
    if media == FORM:
        data = await body(request, LONGEST)
        return parameters(_text(data, charset))
    if media in (QUERY, UPDATE):
        name = "query" if media == QUERY else "update"
        if "query" in query or "update" in query:
            raise Refused(400, "the query stands in the body; do not send another in the address")
        return {**query, name: [_text(await body(request, LONGEST), charset)]}
    raise Refused(415, f"send {FORM}, {QUERY} or {UPDATE}", {"Accept-Post": f"{FORM}, {QUERY}, {UPDATE}"})


def _content_type(request: Request) -> tuple[str, str]:
    """Media type and character set of a request's body."""
    media, *rest = (part.strip() for part in request.headers.get("content-type", "").split(";"))
    known = dict(part.lower().partition("=")[::2] for part in rest)
    return media.lower(), known.get("charset", "utf-8").strip('" ')


def _text(data: bytes, charset: str) -> str:
    """The text of a body: UTF-8, as the protocol has it."""
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise Refused(415, f"send UTF-8, not {charset}")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(400, "the query is no UTF-8") from error


# Service description --------------------------------------------------------------------------------

_SERVICE = """@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix formats: <http://www.w3.org/ns/formats/> .
<{here}> a sd:Service ;
    sd:endpoint <{here}> ;
    sd:supportedLanguage {languages} ;
    sd:resultFormat formats:SPARQL_Results_JSON , formats:SPARQL_Results_XML , formats:SPARQL_Results_CSV ,
        formats:SPARQL_Results_TSV , formats:Turtle , formats:N-Triples , formats:RDF_XML , formats:JSON-LD ;
    sd:defaultDataset <{here}#dataset> .
<{here}#dataset> a sd:Dataset ; sd:defaultGraph <{here}#default> .
<{here}#default> a sd:Graph .
"""


def _described(request: Request) -> Response:
    """What the endpoint can do, in the SPARQL 1.1 Service Description vocabulary."""
    import pyoxigraph as ox

    here = f"{request.url.scheme}://{request.url.netloc}{request.url.path}"
    media = best(wanted(request), list(GRAPHS))
    if media is None:
        raise Refused(406, f"accept one of {', '.join(GRAPHS)}, or send a query and accept one of {', '.join(RESULTS)}")
    writes = bool(request.app.state.engine.options.token)
    languages = "sd:SPARQL11Query , sd:SPARQL11Update" if writes else "sd:SPARQL11Query"
    text = _SERVICE.format(here=here.translate(_SAFE), languages=languages).encode()
    triples = [quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)]
    data = text if GRAPHS[media] == ox.RdfFormat.TURTLE else ox.serialize(triples, format=GRAPHS[media])
    return Response(data, 200, {"Vary": "Accept"}, media)


_SAFE = dict.fromkeys(map(ord, '<>"{}|^`\\ \r\n\t'), "_")
