"""Digests by mail: what is mailed, as HTML and as a message, and how it is sent."""
