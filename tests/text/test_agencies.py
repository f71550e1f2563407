import os
import subprocess
import sys

import pytest

from spacecrawl.text.agencies import add_agencies, agency_name, find_agency


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("AFP", "Agence France-Presse"),
        ("SPX", "Space Media Network"),
        ("UPI", "United Press International"),
        ("RIA Novosti", "RIA Novosti"),
        ("REUTERS", "Reuters"),
        ("Xinhua", "Xinhua News Agency"),
        ("ITAR-TASS", "TASS"),
        ("JPL", "Jet Propulsion Laboratory"),
        ("XYZZY", None),
        ("", None),
    ],
)
def test_agency_name(code, name):
    assert agency_name(code) == name


def test_countries():
    assert find_agency("dpa").country == "DE"
    assert find_agency("SPX").country is None


def test_a_user_s_table(tmp_path):
    table = tmp_path / "agencies.toml"
    table.write_text('[[agency]]\nname = "Orbit Press"\ncodes = ["OPXQ"]\n', encoding="utf-8")
    assert add_agencies(table) == 1
    assert agency_name("opxq") == "Orbit Press"


def test_an_entry_without_codes_is_named(tmp_path):
    table = tmp_path / "agencies.toml"
    table.write_text('[[agency]]\nname = "Orbit Press"\n', encoding="utf-8")
    with pytest.raises(ValueError, match="agency 1"):
        add_agencies(table)


def run(code, agencies):
    env = {**os.environ, "SPACECRAWL_AGENCIES": str(agencies)}
    return subprocess.run([sys.executable, *code], env=env, capture_output=True, text=True, check=False)


def test_a_file_named_in_the_environment_counts_everywhere(tmp_path):
    table = tmp_path / "agencies.toml"
    table.write_text('[[agency]]\nname = "Orbit Press"\ncodes = ["OPXR"]\n', encoding="utf-8")
    code = "import spacecrawl; print(spacecrawl.parse_dateline('Kourou (OPXR) Feb 16, 2011').agency_name)"
    assert run(["-c", code], table).stdout == "Orbit Press\n"
    assert run(["-m", "spacecrawl", "sites"], table).returncode == 0


@pytest.mark.parametrize("text", [None, "[[agency]]\nname = 'Orbit Press'\n", "[[agency"])
def test_a_wrong_file_ends_the_call_with_its_name_and_the_remedy(tmp_path, text):
    table = tmp_path / "agencies.toml"
    if text is not None:
        table.write_text(text, encoding="utf-8")
    ended = run(["-m", "spacecrawl", "sites"], table)
    assert ended.returncode == 2
    assert str(table) in ended.stderr
    assert "Correct the file or unset it" in ended.stderr
