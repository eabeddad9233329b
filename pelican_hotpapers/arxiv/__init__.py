"""What everyone knows of arXiv: identifiers, categories, the days of announcements."""
