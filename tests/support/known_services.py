"""The services of the packs, live in a test's installation, and gone from its lists afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from concord.tenancy import scope
from concord.tenancy.models import Status
from harness import Service, World
from tenants.content.models import TextName
from tenants.content.service import publish, store_pack
from tenants.registry.packs import known_packs, load_known_pack
from tenants.registry.queries import current_profile, forget_profile, services
from tenants.registry.service import create_organisation, save_profile, set_status

NATIONAL = "national"


@contextmanager
def known_services(world: World, national: Service) -> Iterator[Mapping[str, Service]]:
    """By slug. The one national office of the installation speaks as its pack does for as long as this lasts."""
    pack = load_known_pack(NATIONAL)
    found = {slug: _live(world, slug) for slug in known_packs() if slug != NATIONAL}
    with world.inside(national):
        before = current_profile()
        save_profile(pack.profile, pack.logo)
        forget_profile()
        store_pack(pack)
    yield found | {NATIONAL: national}
    with world.inside(national):
        save_profile(before)
        forget_profile()
        for kind, key in pack.texts:
            publish(TextName(kind, key), None)
    for service in found.values():
        with world.inside(service):
            set_status(Status.CLOSED)


def _live(world: World, slug: str) -> Service:
    """Made once in an installation, and opened again for whoever asks next."""
    with world.app.app_context():
        with scope.no_service():
            known = {service.slug: service.id for service in services()}
        service_id = known.get(slug) or create_organisation(load_known_pack(slug), status=Status.LIVE)
    service = Service(service_id, slug, f"{slug}.localhost")
    with world.inside(service):
        set_status(Status.LIVE)
    return service
