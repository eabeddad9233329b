"""Signals: what people said about papers, and where."""
