"""The archive for programs that ask, by the Model Context Protocol; nothing is written.

https://modelcontextprotocol.io; the server is that of the official SDK for Python.
"""
