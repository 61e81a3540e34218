"""The bill of materials names every pin; one with a known fault is found without a network."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from cspdata import bill
from cspdata.__main__ import main
from cspdata.bill import Pin
from cspdata.errors import UnreadableFile

ROOT = Path(__file__).resolve().parent.parent
HELD = [Pin("Jinja2", "3.1.4", True), Pin("zope.interface", "7.0", False)]
Said = pytest.CaptureFixture[str]


def record(package: str = "jinja2", number: str = "PYSEC-1", **affected: Any) -> dict[str, Any]:
    named = {"package": {"ecosystem": "PyPI", "name": package}}
    return {"id": number, "summary": "A fault.", "affected": [named | affected]}


def ranged(*events: tuple[str, str]) -> dict[str, Any]:
    between = {"type": "ECOSYSTEM", "events": [{what: number} for what, number in events]}
    return record(ranges=[between])


def found(tmp_path: Path, *records: dict[str, Any]) -> list[str]:
    (tmp_path / "faults.json").write_text(json.dumps(records))
    return [known.number for known in bill.known_faults(HELD, tmp_path / "faults.json")]


def test_the_bill_names_every_pin_once_and_what_the_program_itself_uses() -> None:
    made = bill.bill(bill.pins())
    text = (ROOT / "requirements.txt").read_text("utf-8")
    assert made["bomFormat"] == "CycloneDX"
    assert len(made["components"]) == sum("==" in line for line in text.splitlines())
    (program, *_) = made["dependencies"]
    assert any(each.startswith("pkg:pypi/streamlit@") for each in program["dependsOn"])
    assert not any(each.startswith("pkg:pypi/urllib3@") for each in program["dependsOn"])
    refs = {each["bom-ref"] for each in made["components"]}
    assert {each["ref"] for each in made["dependencies"]} == refs | {"cspdata"}


def test_the_same_pins_make_the_same_bill() -> None:
    assert bill.bill(HELD) == bill.bill(HELD)
    assert bill.bill(HELD)["serialNumber"] != bill.bill(HELD[:1])["serialNumber"]


def test_a_package_is_named_as_package_addresses_are() -> None:
    assert [pin.purl for pin in HELD] == ["pkg:pypi/jinja2@3.1.4", "pkg:pypi/zope-interface@7.0"]


@pytest.mark.parametrize(
    ("events", "hit"),
    [
        ([("introduced", "0"), ("fixed", "3.1.5")], True),
        ([("introduced", "0"), ("fixed", "3.1.4")], False),
        ([("introduced", "3.1.5")], False),
        ([("introduced", "3.1.4")], True),
        ([("introduced", "0")], True),  # never mended
        ([("introduced", "0"), ("last_affected", "3.1.4")], True),
        ([("introduced", "0"), ("last_affected", "3.1.3")], False),
        ([("introduced", "0"), ("fixed", "2.0"), ("introduced", "3.0"), ("fixed", "3.2")], True),
        ([("introduced", "0"), ("fixed", "2.0"), ("introduced", "3.2"), ("fixed", "3.3")], False),
    ],
    ids=str,
)
def test_a_range_of_versions_is_read_as_it_is_meant(
    tmp_path: Path, events: list[tuple[str, str]], hit: bool
) -> None:
    assert bool(found(tmp_path, ranged(*events))) == hit


def test_a_version_that_is_listed_is_found(tmp_path: Path) -> None:
    assert found(tmp_path, record(versions=["3.1.3", "3.1.4"])) == ["PYSEC-1"]
    assert found(tmp_path, record(versions=["3.1.3"])) == []


@pytest.mark.parametrize(
    "other",
    [
        record("flask", versions=["3.1.4"]),
        record(versions=["3.1.4"]) | {"withdrawn": "2026-01-01T00:00:00Z"},
        {"id": "X", "affected": [{"package": {"ecosystem": "npm", "name": "jinja2"}}]},
        {"id": "X"},
    ],
    ids=["another package", "withdrawn", "another ecosystem", "names nothing"],
)
def test_a_record_of_something_else_is_passed_over(tmp_path: Path, other: dict[str, Any]) -> None:
    assert found(tmp_path, other) == []


def test_names_are_the_same_however_they_are_spelt(tmp_path: Path) -> None:
    assert found(tmp_path, record("Zope_Interface", versions=["7.0"])) == ["PYSEC-1"]


def test_records_come_as_a_file_a_folder_or_a_zip(tmp_path: Path) -> None:
    text = json.dumps(record(versions=["3.1.4"]))
    (tmp_path / "folder" / "below").mkdir(parents=True)
    (tmp_path / "folder" / "below" / "one.json").write_text(text)
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as packed:
        packed.writestr("PYSEC-1.json", text)
    for place in ("folder", "all.zip", "folder/below/one.json"):
        assert len(bill.known_faults(HELD, tmp_path / place)) == 1


@pytest.mark.parametrize("text", ["{", '"words"', "[1]", '{"no": "id"}'])
def test_a_file_of_something_else_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "other.json").write_text(text)
    with pytest.raises(UnreadableFile, match="other.json holds something"):
        bill.known_faults(HELD, tmp_path / "other.json")


def test_the_command_writes_the_bill_and_fails_on_a_known_fault(
    tmp_path: Path, capsys: Said
) -> None:
    assert main(["sbom", str(tmp_path / "bill.json")]) == 0
    assert json.loads((tmp_path / "bill.json").read_text())["bomFormat"] == "CycloneDX"
    pin = next(pin for pin in bill.pins() if pin.name == "streamlit")
    (tmp_path / "faults.json").write_text(json.dumps(record("streamlit", versions=[pin.version])))
    capsys.readouterr()
    assert main(["sbom", "--known", str(tmp_path / "faults.json")]) == 1
    assert f"streamlit {pin.version}: PYSEC-1 A fault." in capsys.readouterr().out
    (tmp_path / "faults.json").write_text(json.dumps(record("nothing-of-ours", versions=["1"])))
    assert main(["sbom", "--known", str(tmp_path / "faults.json")]) == 0
    assert "No known faults" in capsys.readouterr().out
