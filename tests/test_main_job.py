"""The main job on the embedded servers."""

from __future__ import annotations

from main_job import do_main_job

from harness import Service, World


def test_a_visitors_words_become_figures_that_the_national_office_compares(
    world: World, service: Service, national: Service
) -> None:
    do_main_job(world, service, national)
