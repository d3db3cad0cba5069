"""Whether the service lives, whether it is ready, and its figures."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from api.answers import Health
from api.meters import MEDIA_TYPE
from api.service import Service

router = APIRouter(tags=["health"])


@router.get("/livez", summary="Whether the service answers")
async def livez() -> Health:
    """Answers as long as the service lives, however busy it is."""
    return Health(status="ok")


@router.get("/readyz", summary="Whether the service can take work", responses={503: {"model": Health}})
async def readyz(request: Request) -> Response:
    """200 once a process of each kind is loaded; 503 while it starts, or shuts down."""
    service: Service = request.app.state.service
    kinds = {"plan": service.planners, "read": service.readers}
    late = [kind for kind, workers in kinds.items() if not workers.ready]
    health = Health(status="starting", detail=f"no process to {late[0]} yet") if late else Health(status="ok")
    return JSONResponse(health.model_dump(), 503 if late else 200)


@router.get("/metrics", summary="Figures for Prometheus", response_class=Response)
async def metrics(request: Request) -> Response:
    """Requests, their seconds, calls at work and waiting, processes that died."""
    service: Service = request.app.state.service
    return Response(service.meters.written(), media_type=MEDIA_TYPE)
