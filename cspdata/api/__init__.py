"""Open data beside the pages: addresses that answer from the pages' own cached frames.

Everything is read only; what is not declared in `api.declared` is refused.
"""

from cspdata.api.answers import routes
from cspdata.api.protection import protection

__all__ = ["protection", "routes"]
