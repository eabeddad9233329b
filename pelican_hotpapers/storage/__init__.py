"""Files: digests in single files, the archive of days, the cache."""
