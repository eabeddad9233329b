"""Where Pelican is met: readers, articles, pages, templates, what is written where."""
