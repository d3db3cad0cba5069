"""The installed script `dispatcher`: the core's commands, and `serve`."""

from __future__ import annotations

import signal
import socket
from ipaddress import ip_address
from typing import TYPE_CHECKING, Annotated

import typer

from dispatcher.cli import app

if TYPE_CHECKING:
    from api.settings import ServiceSettings

__all__ = ["app"]

LOOPBACK = "127.0.0.1"

LONGEST_GOODBYE = 10
"""Seconds in which answers must be out after a request to end."""


@app.command(epilog="Example: [bold]dispatcher serve --port 8080[/], then open http://127.0.0.1:8080/docs")
def serve(
    host: Annotated[
        str, typer.Option(help="Address to listen on. There are no accounts: keep it on this machine.")
    ] = LOOPBACK,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 = any free one.")] = 8000,
    solves: Annotated[
        int | None, typer.Option(min=1, max=256, help="Plans made side by side. [dim]Usually one per core.[/]")
    ] = None,
    waiting: Annotated[int | None, typer.Option(min=0, help="Callers that may wait for a plan. [dim]8[/]")] = None,
    longest_plan: Annotated[float | None, typer.Option(min=0.1, max=86_400, help="Seconds. [dim]300[/]")] = None,
    largest_body: Annotated[int | None, typer.Option(min=1, help="Bytes of a request. [dim]32 MiB[/]")] = None,
    most_jobs: Annotated[int | None, typer.Option(min=1, help="Jobs in one problem. [dim]5000[/]")] = None,
    most_technicians: Annotated[int | None, typer.Option(min=1, help="Technicians in one. [dim]500[/]")] = None,
    memory_limit: Annotated[
        int | None, typer.Option(min=200, help="Megabytes that a working process may take. [dim]4000[/]")
    ] = None,
) -> None:
    """Answer over HTTP: validate, plan and check, for ticket systems and other programs.

    [bold]Ctrl-C[/] ends it: plans in the making are answered with the best so far.
    """
    from api.settings import ServiceSettings

    given = {
        "solves": solves,
        "waiting": waiting,
        "longest_plan": longest_plan,
        "largest_body": largest_body,
        "most_jobs": most_jobs,
        "most_technicians": most_technicians,
        "memory_limit": memory_limit,
    }
    settings = ServiceSettings.model_validate({name: value for name, value in given.items() if value is not None})
    if not _is_loopback(host):
        typer.echo(f"Warning: whoever reaches {host}:{port} can use this service; it has no accounts.", err=True)
    _run(settings, host, port)


def _run(settings: ServiceSettings, host: str, port: int) -> None:
    import uvicorn

    from api.app import create_app
    from api.service import Service

    service = Service(settings)

    class Server(uvicorn.Server):
        """Lets plans in the making end as soon as it is asked to end itself, which is no failure: exit code 0."""

        def handle_exit(self, sig: int, _: object) -> None:
            service.stop()
            self.force_exit = self.should_exit and sig == signal.SIGINT
            self.should_exit = True

    config = uvicorn.Config(
        create_app(service=service),
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=LONGEST_GOODBYE,
    )
    try:
        listener = listening(host, port)
    except OSError as error:
        typer.echo(f"Cannot listen on {host}:{port}: {error.strerror or error}. Choose another --port.", err=True)
        raise typer.Exit(2) from None
    name, number = listener.getsockname()[:2]
    address = f"http://{f'[{name}]' if ':' in name else name}:{number}"
    typer.echo(f"Listening on {address}; its description is at {address}/docs. Ctrl-C ends it.", err=True)
    Server(config).run(sockets=[listener])


def listening(host: str, port: int) -> socket.socket:
    """A socket that callers can reach at once, although nobody answers before the service has started.

    It says that it is TCP: only then does asyncio send without waiting, here 40 ms for each answer.
    """
    wanted = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    family, kind, protocol, _, address = wanted[0]
    listener = socket.socket(family, kind, protocol)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(address)
    listener.listen()
    return listener


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
