"""Daily digests of hot arXiv papers for the Pelican static site generator."""
