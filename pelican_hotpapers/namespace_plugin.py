"""The plugin as Pelican finds it by itself: installed as ``pelican.plugins.hotpapers``.

Pelican imports whatever is installed under that name in every build, also on sites that
do not want it. So there is nothing in it that costs time or can fail: all else comes
with the call that connects the plugin.
"""


def register() -> None:
    """Connect the plugin to Pelican, which calls this."""
    import pelican_hotpapers  # noqa: PLC0415 - not where it is only found

    pelican_hotpapers.register()
