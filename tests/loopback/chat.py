"""A language model behind an endpoint that speaks as OpenAI's does."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from loopback.server import Reply, Request, Server

PATH = "/v1/chat/completions"
KEY = "sk-loopback/7%3D"  # - opens nothing
MODEL = "words-32b"


def said(body: dict[str, Any]) -> str:
    """Say which of the two was asked for, and with how long a text."""
    system, user = (message["content"] for message in body["messages"])
    kind = "Translated" if "translate" in system else "Summarized"
    return f"{kind} {len(user)} characters."


@dataclass
class Chat:
    """The endpoint as a speaker: ``Chat().speak(server)`` returns where it begins."""

    says: Callable[[dict[str, Any]], Any] = said
    key: str = ""
    """What it wants to be told; nothing for one on a machine of one's own."""

    def speak(self, server: Server) -> str:
        """Answer on a server from now on, and return the address to ask."""
        server.speakers[PATH] = self
        return f"{server.url}/v1"

    def __call__(self, request: Request) -> Reply:
        if self.key and request.headers.get("authorization") != f"Bearer {self.key}":
            return error(401, "Incorrect API key provided", "invalid_api_key")
        body = json.loads(request.body)
        if body.get("model") != MODEL:
            name = body.get("model")
            return error(404, f"The model `{name}` does not exist", "model_not_found")
        return completion(self.says(body), body["max_tokens"])


def completion(content: Any, tokens: int = 0) -> Reply:
    """Return an answer with this text."""
    message = {"role": "assistant", "content": content, "refusal": None}
    return _json(
        {
            "id": "chatcmpl-loopback",
            "object": "chat.completion",
            "created": 1_795_000_000,
            "model": f"{MODEL}-2026-08",
            "choices": [
                {
                    "index": 0,
                    "message": message,
                    "logprobs": None,
                    "finish_reason": "stop",
                }
            ],
            "usage": {
                "prompt_tokens": 300,
                "completion_tokens": tokens,
                "total_tokens": 300 + tokens,
            },
            "system_fingerprint": None,
        }
    )


def error(status: int, message: str, code: str) -> Reply:
    """Return an error as such endpoints give it."""
    kind = "invalid_request_error"
    body = {"error": {"message": message, "type": kind, "param": None, "code": code}}
    return _json(body, status)


def _json(body: Any, status: int = 200) -> Reply:
    kind = {"Content-Type": "application/json"}
    return Reply(json.dumps(body).encode(), status, kind)
