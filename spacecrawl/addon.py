"""The pipelines as a Scrapy add-on, for this project and for others."""

from __future__ import annotations

from typing import ClassVar

from scrapy.settings import BaseSettings


class Addon:
    """Adds spacecrawl's item pipelines: ``ADDONS = {"spacecrawl.Addon": 100}``.

    Items that are Articles are normalised, validated, checked for near-duplicates and stored in the folder that
    the setting ``SPACECRAWL_FOLDER`` names (default ``output``). Items of other kinds pass unchanged.
    """

    pipelines: ClassVar[dict[str, int]] = {
        "spacecrawl.pipelines.NormalisePipeline": 100,
        "spacecrawl.pipelines.ValidatePipeline": 200,
        "spacecrawl.pipelines.NearDuplicatePipeline": 300,
        "spacecrawl.pipelines.StorePipeline": 400,
    }

    def update_settings(self, settings: BaseSettings) -> None:
        """Add the pipelines where the project does not place them itself."""
        for path, order in self.pipelines.items():
            settings.setdefault_in_component_priority_dict("ITEM_PIPELINES", load_pipeline(path), order)


def load_pipeline(path: str) -> type:
    """Return a pipeline's class, so that a project may name it by path or by class."""
    from scrapy.utils.misc import load_object

    pipeline = load_object(path)
    assert isinstance(pipeline, type)
    return pipeline
