"""The example site in English and in German, by the plugin i18n_subsites.

To build it: pip install pelican-i18n-subsites, and then, from anywhere,
pelican -s example_site/subsitesconf.py
"""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
from pelicanconf import *  # noqa: F403

PLUGINS = ["i18n_subsites", "pelican_hotpapers"]
RELATIVE_URLS = False  # each subsite has an address of its own

# Each subsite speaks its own language by itself: what else differs is said here.
I18N_SUBSITES = {
    "de": {
        "SITESUBTITLE": "Was man über arXiv sagt, Tag für Tag",
        "MENUITEMS": [
            ("Paper", "papers/index.html"),
            ("Archiv", "archives.html"),
            ("Tags", "tags.html"),
        ],
    },
}
