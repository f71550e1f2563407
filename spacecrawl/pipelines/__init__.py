"""Item pipelines, one duty each: normalise, validate, find near-duplicates, store."""

from spacecrawl.pipelines.near_duplicates import NearDuplicatePipeline
from spacecrawl.pipelines.normalise import NormalisePipeline
from spacecrawl.pipelines.store import StorePipeline
from spacecrawl.pipelines.validate import ValidatePipeline

__all__ = ["NearDuplicatePipeline", "NormalisePipeline", "StorePipeline", "ValidatePipeline"]
