"""The plan and the collector that a site's settings describe."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from pelican_hotpapers.collect.collector import Collector
from pelican_hotpapers.collect.plan import CollectionPlan, now
from pelican_hotpapers.config import Config
from pelican_hotpapers.config.types import POST_TEXTS
from pelican_hotpapers.ranking import Rules
from pelican_hotpapers.sources import Context
from pelican_hotpapers.sources.entry_points import open_source, source_name
from pelican_hotpapers.storage.archive import Archive

MODEL_TIMEOUT = 120.0
"""Seconds that a language model may take for an answer, at least."""


def collection_plan(config: Config, archive: Archive, only: str = "") -> CollectionPlan:
    """Return the plan that a site's settings describe.

    Args:
        config: The settings.
        archive: Where digests are stored.
        only: The name of the sources to ask; empty for all. One that the settings do
            not name is taken with its own defaults.
    """
    named = tuple(spec for spec in config.sources if source_name(spec) == only)
    return CollectionPlan(
        archive=archive,
        specs=(named or (only,)) if only else config.sources,
        refresh_days=config.refresh_days,
        fresh_for=dt.timedelta(minutes=config.collect_every),
        now=now,
    )


def open_collector(
    config: Config,
    plan: CollectionPlan,
    *,
    contact: str,
    environ: Mapping[str, str],
    seconds: float | None = None,
) -> Collector:
    """Return the collector that a site's settings describe.

    Args:
        config: The settings.
        plan: Which sources are asked, for which days of which archive.
        contact: Told to the services that are asked, where the settings tell none.
        environ: Where secrets are.
        seconds: The most that all requests may take together; None for no bound.

    Raises:
        SourceError: A source cannot be made of what the settings say.
    """
    from pelican_hotpapers.http import Client  # noqa: PLC0415 - requests is slow
    from pelican_hotpapers.sources.catalogue import Catalogue  # noqa: PLC0415
    from pelican_hotpapers.sources.oembed import Embedder  # noqa: PLC0415
    from pelican_hotpapers.sources.signal_pool import SignalPool  # noqa: PLC0415
    from pelican_hotpapers.sources.summarizer import (  # noqa: PLC0415
        Endpoint,
        Summarizer,
    )

    client = partial(
        Client,
        contact=config.contact or contact,
        tries=config.tries,
        seconds=seconds,
    )
    http = client(timeout=config.timeout)
    catalogue = Catalogue(
        http,
        base_url=config.arxiv_url,
        oai_url=config.oai_url,
        pace=config.arxiv_pace,
    )
    rules = Rules(
        paper_score=config.paper_score,
        post_score=config.post_score,
        max_papers=config.max_papers,
        max_posts=config.max_posts,
        weights=config.weights,
    )
    context = Context(
        http=http,
        catalogue=catalogue,
        rules=rules,
        environ=environ,
        now=plan.now,
        archived=plan.archived,
        textless=frozenset(POST_TEXTS.keys() - config.post_texts.keys()),
    )
    context = replace(context, signals=SignalPool(config.signals, context))
    patient = client(timeout=max(config.timeout, MODEL_TIMEOUT))
    endpoint = Endpoint(
        url=config.model_url,
        model=config.model,
        language=config.model_language,
        papers=config.model_papers,
        tokens=config.model_tokens,
    )
    return Collector(
        plan,
        [open_source(spec, context) for spec in plan.specs],
        context,
        Embedder(http, config.post_texts),
        Summarizer(patient, endpoint, environ, plan.now),
    )


def is_offline(config: Config, environ: Mapping[str, str]) -> bool:
    """Tell whether the network is forbidden, by setting or environment."""
    said = environ.get("HOTPAPERS_OFFLINE", "").strip().lower()
    return config.offline or said not in {"", "0", "false", "no"}
