"""Outside text to safe HTML: TeX, broken encodings, embedded posts."""
