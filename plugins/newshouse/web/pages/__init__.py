"""The pages, a module for each entry of the navigation."""

from newshouse.web.pages import actions, alerts, articles, batches, feeds, overview, rejects, sheets, stories

ROUTERS = tuple(
    module.router for module in (overview, feeds, batches, stories, articles, rejects, alerts, actions, sheets)
)
