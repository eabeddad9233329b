"""What a library becomes outside of pages: citations, feeds, data, the search index."""
