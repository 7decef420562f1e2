"""Counts and durations of requests, by route rule and status, summed over every worker process.

Each process writes to files in one folder; another process reads them and serves /metrics to this machine only.
"""

from __future__ import annotations

import os
import time
from threading import Thread
from wsgiref.simple_server import WSGIServer

import structlog
from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, start_http_server, values
from prometheus_client.multiprocess import MultiProcessCollector

from concord.config import METRICS_FOLDER, Settings
from concord.web.logging import known_method

log = structlog.get_logger(__name__)
VARIABLE = "PROMETHEUS_MULTIPROC_DIR"


def share_metrics(settings: Settings) -> CollectorRegistry:
    """Where this process keeps its metrics, so that another can sum them. Call it before making any."""
    folder = settings.data / METRICS_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    os.environ[VARIABLE] = str(folder)
    # The library decides at import whether it shares; it may have been imported before we knew the folder.
    values.ValueClass = values.MultiProcessValue()  # type: ignore[no-untyped-call]  # the library's
    return CollectorRegistry()


def serve_metrics(settings: Settings) -> tuple[WSGIServer, Thread] | None:
    """Serve /metrics of all processes on 127.0.0.1; None when the internal port is 0."""
    if not settings.internal_port:
        return None
    registry = CollectorRegistry()
    folder = settings.data / METRICS_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    MultiProcessCollector(registry, path=str(folder))  # type: ignore[no-untyped-call]  # the library's
    return start_http_server(settings.internal_port, addr="127.0.0.1", registry=registry)


class RequestMetrics:
    """The two metrics of the web."""

    def __init__(self, registry: CollectorRegistry) -> None:
        labels = ("method", "rule", "status")
        self.count = Counter("concord_requests", "Requests answered", labels, registry=registry)
        self.seconds = Histogram(
            "concord_request_seconds", "Time to answer", ("rule",), registry=registry,
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
        )  # fmt: skip

    def report(self, response: Response) -> Response:
        """Count a request. A page does not fail because its count cannot be kept."""
        try:
            self._count(response)
        except OSError as error:
            log.warning("metrics cannot be kept", reason=error.strerror)
        return response

    def _count(self, response: Response) -> None:
        rule = str(request.url_rule or "unmatched")
        self.count.labels(known_method(), rule, response.status_code).inc()
        self.seconds.labels(rule).observe(time.perf_counter() - g.began)


def init_app(app: Flask) -> None:
    metrics = RequestMetrics(share_metrics(app.extensions["concord.settings"]))
    app.after_request(metrics.report)
