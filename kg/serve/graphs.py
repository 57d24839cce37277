"""SPARQL 1.1 Graph Store Protocol: a named graph, or the default one, as a whole."""

from starlette.requests import Request
from starlette.responses import Response

from kg.serve.engine import Engine
from kg.serve.formats import GRAPHS
from kg.serve.jobs import missing
from kg.serve.protocol import LARGEST, Refused, allowed, body, out, parameters, wanted


async def store(request: Request) -> Response:
    """GET and HEAD for everybody; PUT, POST and DELETE for who has the token, on named graphs only."""
    engine: Engine = request.app.state.engine
    name = _named(request)
    if request.method in ("GET", "HEAD"):
        reply = await engine.read("graph", name=name, accept=wanted(request), limit=engine.options.limit)
        return out(reply)
    allowed(request)
    if name is None:
        raise Refused(403, "the default graph is the union of the named ones; change one of those")
    if request.method == "DELETE":
        found = await engine.write("delete", name=name)
        return Response(status_code=204) if found else out(missing(name))
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media not in GRAPHS:
        raise Refused(415, f"send one of {', '.join(GRAPHS)}")
    data = await body(request, LARGEST)
    new = await engine.write("put", name=name, data=data, media=media, merge=request.method == "POST")
    return Response(status_code=201 if new else 204)


def _named(request: Request) -> str | None:
    """The graph that a request names, None for the default one."""
    given = parameters(request.url.query)
    names = given.get("graph", [])
    if len(names) + ("default" in given) != 1 or names == [""]:
        raise Refused(400, "name one graph: ?graph=IRI, or ?default")
    return names[0] if names else None
