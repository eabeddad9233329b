"""Which answers are read, and what a refusal says."""

from __future__ import annotations

from typing import Any

import pytest
from http_clients import WHOLE, client, refused
from loopback import faults
from loopback.server import Fault, Server, send

from pelican_hotpapers.errors import BadResponse, SourceError
from pelican_hotpapers.http import Response, read_json, rejection
from pelican_hotpapers.http.client import (
    MAX_OUTAGES,
    MAX_REFUSALS,
    REFUSED_BACKOFF,
)


def test_a_bad_answer_is_asked_for_again(server: Server) -> None:
    server.faults["/"] = [faults.rate_exceeded_ok, faults.truncated]
    assert client().get(server.url, read_json) == WHOLE
    assert len(server.requests) == 3


def test_a_bad_answer_is_let_through_in_the_end(server: Server) -> None:
    server.faults["/"] = faults.rate_exceeded_ok
    error = refused(lambda: client(tries=3).get(server.url, read_json))
    assert isinstance(error, BadResponse)
    assert error.said == "Rate exceeded."
    assert error.reason.endswith(" answered with text instead of JSON 3 times")
    assert len(server.requests) == 3


def test_another_error_of_the_reader_is_final(server: Server) -> None:
    def read(_response: Response) -> None:
        raise SourceError("the day is not open yet", "Ask tomorrow")

    error = refused(lambda: client().get(server.url, read))
    assert str(error) == "the day is not open yet. Ask tomorrow"
    assert len(server.requests) == 1


def test_a_fault_of_the_reader_is_not_hidden(server: Server) -> None:
    with pytest.raises(ZeroDivisionError):
        client().get(server.url, lambda _: 1 // 0)


def test_an_accepted_status_is_handed_to_the_reader(server: Server) -> None:
    server.faults["/"] = faults.unavailable(404)
    status = client().get(
        server.url, lambda response: response.status, accept=(200, 404)
    )
    assert status == 404


def test_a_reader_may_leave_a_status_to_the_client(server: Server) -> None:
    def read(response: Response) -> Any:
        if response.status == 429:
            raise rejection(response)
        return read_json(response)

    server.faults["/"] = [faults.too_many_requests()]
    assert client().get(server.url, read, accept=(200, 429)) == WHOLE
    assert len(server.requests) == 2


@pytest.mark.parametrize("status", [406, 429, 500, 502, 503, 504])
def test_a_passing_status_is_asked_again(server: Server, status: int) -> None:
    server.faults["/"] = [faults.unavailable(status)]
    assert client().get(server.url, read_json) == WHOLE
    assert len(server.requests) == 2


@pytest.mark.parametrize("status", [204, 304, 400, 401, 403, 404, 410, 418, 501])
def test_another_status_is_final(server: Server, status: int) -> None:
    server.faults["/"] = faults.unavailable(status)
    error = refused(lambda: client().get(server.url, read_json))
    assert f"status {status}" in error.reason
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [401, 403])
def test_a_refusal_says_to_check_the_credentials(server: Server, status: int) -> None:
    server.faults["/"] = faults.unavailable(status)
    assert "credentials" in refused(lambda: client().get(server.url, read_json)).hint


def test_an_error_names_the_host_what_it_said_and_how_often(server: Server) -> None:
    server.faults["/"] = faults.too_many_requests(body=b" Rate\r\n\x1b[31mexceeded. ")
    error = refused(lambda: client(tries=2).get(f"{server.url}/x?y", read_json))
    host = server.url.removeprefix("http://")
    assert error.reason == f"{host} answered with status 429 2 times"
    assert error.in_full == (f"{error.reason} (“Rate [31mexceeded.”). Try again later")


def test_an_error_quotes_little(server: Server) -> None:
    server.faults["/"] = faults.too_many_requests(body=b"No. " * 100_000)
    error = refused(lambda: client(tries=1).get(server.url, read_json))
    assert error.said.startswith("No. No.")
    assert len(error.in_full) < 300


def test_tries_that_fail_differently_are_not_said_to_be_alike(server: Server) -> None:
    server.faults["/"] = [faults.unavailable(503), faults.unavailable(500)]
    error = refused(lambda: client(tries=2).get(server.url, read_json))
    assert "status 500" in error.reason
    assert "2 times" not in error.reason


@pytest.mark.parametrize("status", [406, 429, 502, 503, 504])
def test_a_service_that_keeps_refusing_is_left_alone_whatever_it_is_asked(
    server: Server, status: int
) -> None:
    one = client(tries=3)
    server.faults["/api"] = faults.unavailable(status)

    def ask(day: int) -> SourceError:
        url = f"{server.url}/api/days/{day}"
        return refused(lambda: one.get(url, read_json, service=f"{server.url}/api"))

    assert ask(1).reason.endswith(f"status {status} 3 times")
    verdict = ask(2)
    host = server.url.removeprefix("http://")
    assert verdict.reason == (
        f"{host} answered with status {status} {MAX_REFUSALS} times, "
        "and was left alone then"
    )
    assert [str(ask(day)) for day in range(3, 9)] == [str(verdict)] * 6
    assert len(server.requests) == MAX_REFUSALS
    assert one.get(f"{server.url}/other", read_json) == WHOLE


def test_a_service_that_refuses_now_and_then_is_asked_on(server: Server) -> None:
    refusing = faults.unavailable(406)
    server.faults["/"] = [refusing, refusing, send] * 5
    one = client(tries=3)
    assert [one.get(server.url, read_json) for _ in range(5)] == [WHOLE] * 5


@pytest.mark.parametrize("fault", [faults.unavailable(500), faults.reset])
def test_a_service_that_fails_for_long_is_left_alone_a_little_later(
    server: Server, fault: Fault
) -> None:
    server.faults["/"] = fault
    one = client(tries=3)
    reasons = [refused(lambda: one.get(server.url, read_json)).reason for _ in range(9)]
    assert len(server.requests) == MAX_OUTAGES
    assert [reason for reason in reasons if "left alone" in reason] == reasons[2:]
    server.faults.clear()
    assert client().get(server.url, read_json) == WHOLE, "the next run"


def test_after_a_refusal_we_wait_longer(server: Server) -> None:
    server.faults["/"] = [faults.unavailable(406)]
    client(backoff=0.01).get(server.url, read_json)
    first, second = server.requests
    assert second.at - first.at >= 0.01 * REFUSED_BACKOFF / 2
