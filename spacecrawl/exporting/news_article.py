"""A record in the words of schema.org: https://schema.org/NewsArticle."""

from __future__ import annotations

from typing import Any


def news_article(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record as a schema.org NewsArticle; what the record does not have is left out."""
    dateline = record.get("dateline")
    return _filled(
        {
            "@type": "NewsArticle",
            "@id": record["url"],
            "identifier": record["id"],
            "url": record["url"],
            "headline": record["title"],
            "articleSection": record["section"],
            "author": [_author(author) for author in record["authors"]],
            "dateline": dateline and dateline["text"],
            "locationCreated": dateline and _place(dateline),
            "sourceOrganization": dateline and _organization(dateline["agency_name"] or dateline["agency"]),
            "datePublished": record["date_published"],
            "dateModified": record["date_modified"],
            "description": record["summary"],
            "articleBody": record["body"],
            "image": [_image(image) for image in record["images"]],
            "citation": [_page(link) for link in record["links"] if link["kind"] == "reference"],
            "hasPart": [_sidebar(sidebar) for sidebar in record["sidebars"]],
            "keywords": record["tags"],
            "inLanguage": record["language"],
            "sameAs": record["also_at"],
            "version": record["version"],
        }
    )


def _author(author: dict[str, Any]) -> dict[str, Any]:
    kind = "Organization" if author["kind"] == "organization" else "Person"
    agency = _organization(author["agency"])
    relation = "parentOrganization" if kind == "Organization" else "affiliation"
    title = author["role"] if kind == "Person" else None
    return _filled({"@type": kind, "name": author["name"], "jobTitle": title, relation: agency})


def _organization(name: str | None) -> dict[str, Any] | None:
    return {"@type": "Organization", "name": name} if name else None


def _place(dateline: dict[str, Any]) -> dict[str, Any] | None:
    address = _filled(
        {
            "addressLocality": dateline["city"],
            "addressRegion": dateline["region"],
            "addressCountry": dateline["country"],
        }
    )
    if not address and not dateline["place"]:
        return None
    named = {"@type": "PostalAddress", **address} if address else None
    return _filled({"@type": "Place", "name": dateline["place"], "address": named})


def _image(image: dict[str, Any]) -> dict[str, Any]:
    named = {"url": image["url"], "caption": image["caption"], "creditText": image["credit"]}
    return _filled({"@type": "ImageObject", **named})


def _page(link: dict[str, Any]) -> dict[str, Any]:
    return _filled({"@type": "WebPage", "url": link["url"], "name": link["text"]})


def _sidebar(sidebar: dict[str, Any]) -> dict[str, Any]:
    dateline = sidebar["dateline"]
    return _filled(
        {
            "@type": "NewsArticle",
            "headline": sidebar["title"],
            "dateline": dateline and dateline["text"],
            "articleBody": sidebar["body"],
        }
    )


def _filled(entries: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entries.items() if value not in (None, "", [])}
