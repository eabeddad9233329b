"""Requests to services: bounded, patient, polite, and silent about secrets.

Only this room imports requests, which is slow to import; so it is itself imported
where something is fetched, and not before.
"""

from pelican_hotpapers.http.client import Client
from pelican_hotpapers.http.failures import RefusalError, rejection
from pelican_hotpapers.http.response import Response, read_json, read_xml

__all__ = ["Client", "RefusalError", "Response", "read_json", "read_xml", "rejection"]
