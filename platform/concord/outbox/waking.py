"""The connection to Valkey (or Redis), which wakes the workers. It holds no data: all of it may be lost at any time."""

from __future__ import annotations

from redis import Redis

from concord.config import Settings


def valkey(settings: Settings) -> Redis:
    """A connection that is made when first used."""
    return Redis.from_url(settings.redis_url, socket_connect_timeout=2, socket_timeout=5, health_check_interval=30)
