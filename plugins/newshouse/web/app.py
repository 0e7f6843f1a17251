"""The application: routes, the guard before them, and what becomes of errors."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from newshouse.errors import FatalError, OutageError, RejectError
from newshouse.settings import Settings
from newshouse.web.guard import Gate, Guard
from newshouse.web.house import Site
from newshouse.web.pages import ROUTERS
from newshouse.web.render import HERE, error_page

_STATUS = {"not_found": 404, "bad_request": 400}


def create_app(settings: Settings, gate: Gate) -> FastAPI:
    """The pages over the warehouse of ``settings``, behind ``gate``. Connects at the first question.

    Nothing describes the routes to strangers: no schema, no documentation pages.
    """
    app = FastAPI(
        title="newshouse",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        middleware=[Middleware(Guard, gate=gate)],
        exception_handlers={
            RejectError: _refused,
            OutageError: _away,
            FatalError: _fault,
            HTTPException: _http,
            RequestValidationError: _invalid,
        },
    )
    app.state.site = Site(settings)
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    return app


async def _refused(request: Request, error: RejectError) -> Response:
    return error_page(request, _STATUS.get(error.reason, 422), error.detail or error.reason)


async def _http(request: Request, error: HTTPException) -> Response:
    return error_page(request, error.status_code, str(error.detail))


async def _invalid(request: Request, error: RequestValidationError) -> Response:
    said = "; ".join(f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}" for one in error.errors())
    return error_page(request, 400, said)


async def _away(request: Request, error: OutageError) -> Response:
    return error_page(request, 503, str(error))


async def _fault(request: Request, error: FatalError) -> Response:
    return error_page(request, 500, str(error))
