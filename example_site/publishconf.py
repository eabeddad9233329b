"""The same site as it is published.

To build it, from anywhere: pelican -s example_site/publishconf.py
"""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
from pelicanconf import *  # noqa: F403

SITEURL = "https://hotpapers.example"  # yours, without a slash at the end
RELATIVE_URLS = False
DELETE_OUTPUT_DIRECTORY = True
