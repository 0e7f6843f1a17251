"""newshouse in Airflow's web pages: one entry in the navigation, and the door of its pages.

Every Airflow process imports this file, but the api-server alone answers requests: the pages are imported at the first.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from airflow.plugins_manager import AirflowPlugin

if TYPE_CHECKING:
    from newshouse.web import Visitor
    from starlette.requests import Request

DAG = "ingest"
PREFIX = "/newshouse"


class Pages:
    """An ASGI application that is made when it is first asked."""

    _made: Callable[..., Awaitable[None]] | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if self._made is None:
            from newshouse import settings
            from newshouse.web import create_app

            self._made = create_app(settings.load(), visitor)
        await self._made(scope, receive, send)


async def visitor(request: Request) -> Visitor:
    """Airflow's user. Who may see web pages and the DAG may look; who may edit the DAG may change things.

    Raises HTTPException: 401 for nobody, 403 for who may not look.
    """
    from airflow.api_fastapi.auth.managers.models.resource_details import AccessView
    from airflow.api_fastapi.core_api.security import (
        bearer_scheme,
        get_user,
        requires_access_dag,
        requires_access_view,
    )
    from newshouse.web import Visitor
    from starlette.concurrency import run_in_threadpool
    from starlette.exceptions import HTTPException

    user = await get_user(request, None, await bearer_scheme(request))
    requires_access_view(AccessView.WEBSITE)(request, user)
    await run_in_threadpool(requires_access_dag("GET", param_dag_id=DAG), request, user)
    try:
        await run_in_threadpool(requires_access_dag("PUT", param_dag_id=DAG), request, user)
    except HTTPException:
        return Visitor(user.get_name(), may_change=False)
    return Visitor(user.get_name(), may_change=True)


class NewshousePlugin(AirflowPlugin):
    """The pages, and their entry in the navigation: shown within Airflow's own."""

    name = "newshouse"
    fastapi_apps = [{"app": Pages(), "url_prefix": PREFIX, "name": "newshouse"}]  # noqa: RUF012
    external_views = [  # noqa: RUF012
        {
            "name": "newshouse",
            "href": "newshouse/",
            "url_route": "newshouse",
            "destination": "nav",
            "nav_top_level": True,
        }
    ]
