"""Certificates."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer

import pytest
from http_clients import WHOLE, client, give_whole, refused
from loopback import faults
from loopback.faults import UntrustedServer, patience
from loopback.server import Fault, Server

from pelican_hotpapers.http import read_json


def test_a_certificate_that_nobody_trusts_is_refused_once() -> None:
    with UntrustedServer() as server:
        error = refused(lambda: client().get(server.url, read_json))
        assert "certificate" in error.reason
        assert " times" not in error.reason
        assert "REQUESTS_CA_BUNDLE" in error.hint
        assert not server.requests


@pytest.fixture
def trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[UntrustedServer]:
    """A server over TLS that the environment trusts."""
    with UntrustedServer() as server:
        server.speakers["/"] = give_whole
        bundle = tmp_path / "authority.pem"
        server.authority.cert_pem.write_to_path(str(bundle))
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
        yield server


def test_the_certificates_of_the_environment_are_trusted(
    trusted: UntrustedServer,
) -> None:
    assert client().get(trusted.url, read_json) == WHOLE


@pytest.fixture
def tunnel() -> Iterator[str]:
    """A proxy that passes on what it is sent to where it is told to connect."""

    class Tunnel(StreamRequestHandler):
        def handle(self) -> None:
            line = self.rfile.readline().decode()
            while self.rfile.readline().strip():
                pass
            host, _, port = line.split()[1].rpartition(":")
            with socket.create_connection((host, int(port))) as there:
                self.wfile.write(b"HTTP/1.1 200 Connected\r\n\r\n")
                back = threading.Thread(
                    target=pass_on, args=(there, self.connection), daemon=True
                )
                back.start()
                pass_on(self.connection, there)
                back.join()

    def pass_on(here: socket.socket, there: socket.socket) -> None:
        with suppress(OSError):
            while data := here.recv(65_536):
                there.sendall(data)
            there.shutdown(socket.SHUT_WR)

    with ThreadingTCPServer(("127.0.0.1", 0), Tunnel) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_tls_goes_through_a_proxy_in_bounded_time(
    trusted: UntrustedServer, tunnel: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", tunnel)
    assert client().get(trusted.url, read_json) == WHOLE
    trusted.faults["/"] = faults.dribbling_headers
    error = refused(lambda: client(tries=1, timeout=1).get(trusted.url, read_json))
    assert "took longer than 1 s" in error.reason


def test_a_certificate_for_another_name_is_refused(trusted: UntrustedServer) -> None:
    url = trusted.url.replace("127.0.0.1", "localhost")
    assert "certificate" in refused(lambda: client().get(url, read_json)).reason


def test_a_redirect_from_https_to_http_is_refused(
    trusted: UntrustedServer, elsewhere: Server
) -> None:
    trusted.faults["/"] = faults.redirect_to(elsewhere.url)
    error = refused(lambda: client().get(trusted.url, read_json))
    assert "another site" in error.reason
    assert not elsewhere.requests


@pytest.mark.parametrize(
    "fault",
    [faults.dribbling_headers, faults.dribble, faults.silent],
    ids=lambda fault: fault.__name__,
)
def test_time_is_bounded_over_tls_too(trusted: UntrustedServer, fault: Fault) -> None:
    trusted.faults["/"] = [fault]
    assert client(timeout=patience(fault)).get(trusted.url, read_json) == WHOLE


def test_a_server_that_does_not_shake_hands_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"https://127.0.0.1:{mute.getsockname()[1]}/"
        one = client(tries=1, timeout=0.5)
        error = refused(lambda: one.get(url, read_json))
    assert "took longer than 0.5 s" in error.reason


def test_http_where_https_is_asked_is_told(server: Server) -> None:
    url = server.url.replace("http:", "https:")
    assert "TLS" in refused(lambda: client(tries=1).get(url, read_json)).reason


def test_a_bundle_of_certificates_that_is_not_there_is_told(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "none.pem"))
    url = server.url.replace("http:", "https:")
    error = refused(lambda: client().get(url, read_json))
    assert "REQUESTS_CA_BUNDLE" in error.hint
