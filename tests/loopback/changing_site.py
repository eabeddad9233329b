"""A server of a built site that may change, be down, or let its answers be kept."""

import threading
import time
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from reader_pages import FOLDER, POLICY


class Server(ThreadingHTTPServer):
    """A server under a strict policy, whose site may change, and which may be down."""

    def __init__(self, folder):
        super().__init__(("127.0.0.1", 0), Handler)
        self.folder = folder
        self.is_down = False
        self.hour_ago = time.time() - 3600
        self.lasting = ""
        """The beginning of the paths of which an answer may be used for a day."""
        self.asked = []

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/{FOLDER}/"


class Handler(SimpleHTTPRequestHandler):
    def __init__(self, *given):
        super().__init__(*given, directory=str(given[-1].folder))

    def log_message(self, *_):
        """Print nothing."""

    def handle_one_request(self):
        if not self.server.is_down:
            super().handle_one_request()
        self.close_connection = True

    def send_head(self):
        self.server.asked.append(f"{self.command} {self.path}")
        del self.headers["If-Modified-Since"]  # two builds may be of one second
        return super().send_head()

    def end_headers(self):
        self.send_header("Content-Security-Policy", POLICY)
        lasting = self.server.lasting and self.path.startswith(self.server.lasting)
        # A site is a few seconds old.
        self.send_header("Cache-Control", "max-age=86400" if lasting else "no-cache")
        super().end_headers()

    def date_time_string(self, timestamp=None):
        """Return the time of an answer: an hour ago."""
        return super().date_time_string(timestamp or self.server.hour_ago)


@contextmanager
def serving(site):
    with Server(site.folder) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,)).start()
        yield server
        server.shutdown()
