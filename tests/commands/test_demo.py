from conftest import records

from spacecrawl.record.schema import record_schema
from spacecrawl.replica.story import stories

BOILERPLATE = (
    "Related Links",
    "Subscribe Free",
    "Tweet",
    "read more",
    "Newsletters ::",
    "XML Feeds",
    "Copyright 1995",
    "Share This",
)


def test_demo_equals_the_truth_and_repeats_itself(spacecrawl, tmp_path):
    first = spacecrawl("demo")
    assert first.status == 0, first.err
    found = records(tmp_path / "output/demo")
    truth = {story.path: story for story in stories()}
    assert len(found) == len(truth) >= 80
    for record in found:
        story = truth["/" + record["url"].split("/", 3)[3]]
        assert {key: record[key] for key in story.truth()} == story.truth(), record["url"]
        assert len(record["also_at"]) == len(story.hosts) - 1
        assert not any(line.startswith(BOILERPLATE) for line in record["body"].splitlines() if len(line) < 60)
    second = spacecrawl("demo", "--quiet")
    assert (second.status, second.out, second.err) == (0, "", "")
    assert [record["id"] for record in records(tmp_path / "output/demo")] == [record["id"] for record in found]


def test_demo_shows_a_whole_record_and_the_next_command(spacecrawl):
    ran = spacecrawl("demo")
    assert '"content_hash"' in ran.out
    assert "articles new" in ran.err
    assert "Next: spacecrawl crawl" in ran.err


def test_every_record_is_valid_by_an_interpreting_validator_too(spacecrawl, tmp_path):
    import jsonschema

    spacecrawl("demo", "--quiet")
    validator = jsonschema.Draft202012Validator(record_schema())
    for record in records(tmp_path / "output/demo"):
        validator.validate(record)
        assert list(record) == list(record_schema()["properties"])


def test_near_duplicates_name_the_earlier_record(spacecrawl, tmp_path):
    spacecrawl("demo", "--quiet")
    found = records(tmp_path / "output/demo")
    by_path = {"/" + record["url"].split("/", 3)[3]: record for record in found}
    pairs = [(story.path, story.near_duplicate_of) for story in stories() if story.near_duplicate_of]
    assert len(pairs) == 3
    for path, other in pairs:
        one, two = by_path[path], by_path[other]
        assert (one["duplicate_of"] == two["id"]) != (two["duplicate_of"] == one["id"])
    assert sum(record["duplicate_of"] is not None for record in found) == len(pairs)


def test_demo_refuses_a_folder_that_holds_something_else(spacecrawl, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    ran = spacecrawl("demo", "--folder", "mine")
    assert ran.status == 2
    assert "thesis.txt" in ran.err
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "years of work"
