"""Canned queries: questions that Datasette answers as table, JSON and CSV, and that show how to ask others."""

from __future__ import annotations

from typing import Any


def _question(title: str, sql: str, description: str = "") -> dict[str, str]:
    return {"title": title, "description": description, "sql": sql.strip()}


QUESTIONS: dict[str, dict[str, Any]] = {
    "agencies": _question(
        "Filings by agency",
        """
select agency, count(*) as filings, count(distinct story) as stories, count(distinct place) as places,
  min(day) as first, max(day) as last
from filings where agency is not null group by agency order by filings desc
""",
    ),
    "wire": _question(
        "Filings by month, agency and place",
        """
select substr(day, 1, 7) as month, agency, place, country, count(*) as filings, count(distinct story) as stories
from filings where agency is not null and place is not null
group by 1, 2, 3, 4 order by month desc, filings desc
""",
    ),
    "countries": _question(
        "Datelines by country",
        """
select country, count(*) as filings, count(distinct place) as places, min(day) as first, max(day) as last
from filings where country is not null group by country order by filings desc
""",
    ),
    "authors": _question(
        "Authors",
        """
select author, kind, count(*) as articles, min(date) as first, max(date) as last
from authors join filings using (number) group by author order by articles desc
""",
    ),
    "lags": _question(
        "Days from dateline to publication",
        """
select agency, lag as days, count(*) as filings from filings
where lag is not null group by agency, lag order by agency, lag
""",
        "Where a page states a day of publication apart from its dateline.",
    ),
    "repeats": _question(
        "Stories that were filed again",
        """
select filings.story, count(*) as filings, count(distinct filings.host) as hosts, min(day) as first, max(day) as last,
  articles.title, articles.url
from filings join articles on articles.id = filings.story
group by filings.story having count(*) > 1 order by filings desc, last desc
""",
    ),
    "revised": _question(
        "Articles in several versions",
        """
select articles.id, articles.title, count(*) as versions, sum(versions.revised_by = 'site') as by_site,
  max(versions.fetched_at) as last
from versions join articles using (id) group by versions.id having count(*) > 1 order by last desc
""",
    ),
    "coverage": _question(
        "How many articles of each site have a field",
        """
select site, count(*) as articles, round(avg(byline is not null), 3) as byline,
  round(avg(dateline_text is not null), 3) as dateline, round(avg(dateline_country is not null), 3) as country,
  round(avg(date is not null), 3) as day, round(avg(section is not null), 3) as section,
  round(avg(summary is not null), 3) as summary, round(avg(length(body) > 0), 3) as body,
  round(avg(extractor_confidence), 3) as confidence
from articles group by site order by articles desc
""",
        "Shares from 0 to 1. Takes longer than a second over some 100,000 articles and then stops.",
    ),
    "origins": _question(
        "Where fields came from",
        """
select field, origin, count(*) as articles from provenance group by field, origin order by field, articles desc
""",
    ),
    "doubtful": _question(
        "Articles read with least confidence",
        """
select filings.id, articles.title, filings.site, filings.parser, filings.confidence
from filings join articles using (number) order by filings.confidence limit 100
""",
    ),
}
"""By name, as an address has them: /browse/agencies."""
