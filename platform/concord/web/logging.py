"""Log lines are JSON and hold no personal data: routes by their rule, failures by type and place.

The message of an exception may quote what a person wrote: it is logged only at level debug, where all people are
invented.
"""

from __future__ import annotations

import logging
import sys
import time
import traceback
from typing import Any
from uuid import uuid4

import structlog
from flask import Flask, Response, g, request
from structlog.types import EventDict, Processor, WrappedLogger

from concord.config import Settings

OURS = ("concord", "tenants", "admin", "workers")
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
log = structlog.get_logger("concord.request")


class FailurePlace:
    """Turns ``exc_info`` into the failure's type and the lines it went through, without its message."""

    def __init__(self, *, messages: bool) -> None:
        self.messages = messages

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        failure = _failure(event.pop("exc_info", None))
        event.pop("exception", None)
        if failure is not None:
            event["failure"] = type(failure).__name__
            event["place"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(failure.__traceback__)
            ]
            if self.messages:
                event["message"] = str(failure)
        return event


class ToStandardError(logging.Handler):
    """Looks up standard error at each line, so that whoever redirects it gets the lines."""

    def emit(self, record: logging.LogRecord) -> None:
        sys.stderr.write(self.format(record) + "\n")


def _failure(given: Any) -> BaseException | None:
    if isinstance(given, BaseException):
        return given
    if isinstance(given, tuple):
        failure: BaseException | None = given[1]
        return failure
    return sys.exc_info()[1] if given else None


def configure(settings: Settings) -> None:
    """Send every log line of this process to standard error as JSON: for the web, the workers and the command line."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        FailurePlace(messages=settings.demo and settings.log_level == "debug"),
    ]
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = ToStandardError()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [*(other for other in root.handlers if not isinstance(other, ToStandardError)), handler]
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(settings.log_level.upper())


def without_path(record: logging.LogRecord) -> bool:
    """Flask would log a failed request with its path; `concord.web.errors` logs it with its rule instead."""
    return not record.getMessage().startswith("Exception on /")


def known_method() -> str:
    """The request's method; one that we do not know is never repeated."""
    return request.method if request.method in METHODS else "OTHER"


def _begin() -> None:
    g.began, g.request_id = time.perf_counter(), uuid4().hex
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _report(response: Response) -> Response:
    response.headers["X-Request-Id"] = g.request_id
    log.info(
        "request",
        method=known_method(),
        rule=str(request.url_rule or "unmatched"),
        status=response.status_code,
        duration_ms=round((time.perf_counter() - g.began) * 1000, 1),
    )
    return response


def init_app(app: Flask) -> None:
    configure(app.extensions["concord.settings"])
    app.logger.addFilter(without_path)
    app.before_request(_begin)
    app.after_request(_report)
