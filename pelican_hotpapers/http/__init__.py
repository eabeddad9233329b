"""The one way to the network: bounded, patient, polite, and silent about secrets.

This is the one room that imports requests. It is itself imported only when something
is fetched, since requests is slow to import.
"""

from pelican_hotpapers.http.answers import Answer, read_json, read_xml
from pelican_hotpapers.http.client import Client
from pelican_hotpapers.http.failures import rejection

__all__ = ["Answer", "Client", "read_json", "read_xml", "rejection"]
