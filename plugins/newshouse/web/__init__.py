"""Pages for operators: FastAPI, autoescaped templates, charts as SVG; no script builds them. Knows nothing of Airflow.

Who may see and change what is decided by a Gate that is handed in; queries are whole files of sql/web.
"""

from newshouse.web.app import create_app
from newshouse.web.guard import Gate, Visitor

__all__ = ["Gate", "Visitor", "create_app"]
