"""A build as a web server: SPARQL endpoint, query editor, pages of things and articles, all from this machine."""

import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.errors import KgError
from kg.serve import graphs, pages, protocol
from kg.serve.engine import Busy, Engine, Options
from kg.serve.workers import Broken, Lost, TooLong

__all__ = ["Options", "application", "bind", "run"]

LOOPBACK = ("127.0.0.1", "localhost", "::1")
BACKLOG = 2048  # connections that may wait while all are busy
_READ = ["GET", "HEAD"]


def application(options: Options) -> Starlette:
    """The application that serves a build; its workers run from startup to shutdown."""

    @asynccontextmanager
    async def life(app: Starlette) -> AsyncIterator[None]:
        engine = app.state.engine = Engine(options)
        try:
            yield
        finally:
            engine.close()

    routes = [
        Route("/", pages.home),
        Route("/sparql", pages.endpoint, methods=[*_READ, "POST"]),
        Route("/query", pages.editor),
        Route("/questions/{name}", pages.question),
        Route("/ask", pages.ask),
        Route("/store", graphs.store, methods=[*_READ, "PUT", "POST", "DELETE"]),
        Route("/graph", pages.graph),
        Route("/health", pages.health),
        Route("/assets/{name}", pages.asset),
        Route("/resource", pages.resource),
        Route("/{path:path}", pages.resource),
    ]
    middleware = [Middleware(_Headers)]
    if options.host in LOOPBACK:  # a page elsewhere must not reach us by a name that it points at this machine
        middleware.append(Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost", "["]))
    if options.origins:
        methods = ["GET", "POST"] + (["PUT", "DELETE"] if options.token else [])
        names = ["Authorization", "Content-Type", "Accept"]
        middleware.append(
            Middleware(CORSMiddleware, allow_origins=list(options.origins), allow_methods=methods, allow_headers=names)
        )
    known = (protocol.Refused, KgError, TooLong, Lost, Broken, Busy)
    handlers = dict.fromkeys(known, _told) | {HTTPException: _http}
    return Starlette(routes=routes, middleware=middleware, exception_handlers=handlers, lifespan=life)


def run(options: Options, ready: Callable[[str], None]) -> None:
    """Serves until stopped; tells where once it listens. Raises KgError for an address that is taken."""
    listening = bind(options)
    config = uvicorn.Config(
        application(options),
        log_level="warning",
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=5,
    )
    host, port = listening.getsockname()[:2]
    ready(f"http://{f'[{host}]' if ':' in host else host}:{port}/")
    uvicorn.Server(config).run(sockets=[listening])


def bind(options: Options) -> socket.socket:
    """The socket to serve on. Raises KgError for an address that is taken, or not of this machine."""
    # The protocol is named because asyncio sends without delay only on a socket that says it is TCP.
    found = socket.socket(socket.AF_INET6 if ":" in options.host else socket.AF_INET, proto=socket.IPPROTO_TCP)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((options.host, options.port))
        found.listen(BACKLOG)
        return found
    except OSError as error:
        found.close()
        what = f"cannot listen here: {(error.strerror or str(error)).lower()}"
        raise KgError(what, f"{options.host}:{options.port}", "give another --port or --host") from error


async def _told(_: Request, error: Exception) -> Response:
    return protocol.told(error)


async def _http(request: Request, error: Exception) -> Response:
    """What Starlette itself refuses, in our words."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    words = {404: "there is nothing here", 405: f"{request.method} is not for this address"}
    return protocol.told(protocol.Refused(status, words.get(status, "the request cannot be answered"), headers))


class _Headers:
    """Headers that every response carries: types are as declared, addresses stay private."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    *message["headers"],
                    (b"x-content-type-options", b"nosniff"),
                    (b"referrer-policy", b"no-referrer"),
                ]
            await send(message)

        await self.app(scope, receive, sent)
