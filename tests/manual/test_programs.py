"""The archive's server of the manual, started as it says."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

import anyio
from manual_pages import PAGES, blocks
from mcp import Client
from mcp.client.stdio import StdioServerParameters

(SERVERS,) = blocks("programs.md", "json", "mcpServers")
EXAMPLES = (SERVERS,)


def test_a_program_starts_the_server_by_its_file(tmp_path):
    site = tmp_path / "site"
    shutil.copytree(PAGES.parent, site / "content")
    (site / "pelicanconf.py").write_text("PATH = 'content'\n")
    bin_ = Path(sys.executable).parent
    text = SERVERS.replace("/path/to/site/.venv/bin", str(bin_))
    servers = json.loads(text.replace("/path/to/site", str(site)))["mcpServers"]
    [server] = servers.values()

    async def ask():
        async with Client(StdioServerParameters(**server)) as client:
            names = {tool.name for tool in (await client.list_tools()).tools}
            return names, await client.call_tool("get_digest", {"day": "2021-04-06"})

    names, answer = anyio.run(ask)
    page = (PAGES / "programs.md").read_text("utf-8")
    assert set(re.findall(r"^\| `(\w+_\w+)`", page, re.MULTILINE)) == names
    assert answer.structured_content["total"] > 1
