"""Signs that a street-level file is not what police.uk published: cut, repeated, without places.

Each is seen in the file alone; what is unusual beside earlier months is in `beside`.
"""

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd

from cspdata import areas, national, offences
from cspdata.checks.issues import Issue, Kind, note
from cspdata.periods import Period
from cspdata.readers import Sheet
from cspdata.sources import POLICE_UK

# Measured on 37 months of Winchester and three of the whole force: at most 0.03 % without an LSOA,
# 1.7 % of crime IDs repeated, and no LSOA missing at the end.
WITHOUT_LSOA = 0.02
REPEATED_IDS, REPEATED_IDS_LEAST = 0.05, 5
# Of the different rows without a crime ID, 0.57 or more stand once in each district of Hampshire
# in May 2016 and May 2017, Southampton's crowded points among them; in a file twice, none does.
ONCE, ALIKE_LEAST = 0.45, 40
# In none of 37 months of Winchester and 28 of the districts of Hampshire do four or more rows of a
# crime type stand so; of types doubled under new crime IDs and places 108 of 111 do.
PAIRED_LEAST = 4
MISSING_AT_AN_END = 2
# Degrees north and east between which the United Kingdom lies.
LATITUDES, LONGITUDES, ABROAD = (49.8, 60.9), (-8.7, 1.8), 0.02
ORDERED_LEAST = 100
CODES_SHOWN = 3
NAMED_MONTH = re.compile(r"(?<!\d)(20\d{2}-(?:0[1-9]|1[0-2]))(?!\d)")


def found(sheet: Sheet, rows: pd.DataFrame) -> list[Issue]:
    """What is held or noted of the rows that are counted (`month` a Period in each)."""
    months = sorted(rows["month"].unique())
    issues = [*_without_lsoa(sheet, months[0]), *_another_name(sheet, months)]
    for period in months:
        mine = rows[rows["month"] == period]
        issues += [*_repeated(sheet, mine, period), *_ends(sheet, mine, period)]
        issues += [*_abroad(sheet, mine, period), *_in_pairs(sheet, mine)]
    return issues


def unlisted(sheet: Sheet) -> list[Issue]:
    """LSOAs that no list holds: those of this place by name are a fault, nameless ones are held."""
    left = sheet.tally.get("left_out", {})
    named = areas.all_named_as_ours({name for _, name in left})
    ours = {key: size for key, size in left.items() if key[1] in named}
    nameless = {code: size for (code, name), size in left.items() if not name.strip()}
    issues = [_ours_by_name(sheet, ours)] if ours else []
    if nameless:
        issues.append(_nameless(sheet, nameless))
    return issues


def hold(file: str, name: str, days: Period, found: str, problem: str, remedy: str) -> Issue:
    """A held issue on a month of police.uk; `name` is what it is confirmed by."""
    return Issue(
        file,
        0,
        "",
        found,
        problem,
        remedy,
        Kind.HELD,
        name=f"{name}-{days.start:%Y-%m}",
        days=days,
        source=POLICE_UK.source,
    )


def _ours_by_name(sheet: Sheet, codes: dict[tuple[str, ...], int]) -> Issue:
    rows = sum(codes.values())
    shown = [f"{name} ({code})" for code, name in sorted(codes)[:CODES_SHOWN]]
    more = f" and {len(codes) - CODES_SHOWN} more" if len(codes) > CODES_SHOWN else ""
    which = "which is" if len(codes) == 1 else "which are"
    problem = (
        f"{rows:,} {'row lies' if rows == 1 else 'rows lie'} in {', '.join(shown)}{more}, {which} "
        "in this place by name and not in the list of LSOAs."
    )
    remedy = (
        "Ask whoever looks after this dashboard to add the codes with their areas, and send the "
        "file again."
    )
    return Issue(sheet.name, 0, "LSOA code", ", ".join(code for code, _ in codes), problem, remedy)


def _nameless(sheet: Sheet, codes: dict[str, int]) -> Issue:
    rows = sum(codes.values())
    shown = ", ".join(sorted(codes)[:CODES_SHOWN])
    more = f" and {len(codes) - CODES_SHOWN} more" if len(codes) > CODES_SHOWN else ""
    words = "1 row has a code that" if rows == 1 else f"{rows:,} rows have codes that"
    return Issue(
        sheet.name,
        0,
        "LSOA code",
        shown,
        f"{words} cannot be placed ({shown}{more}): no list here holds it, and no LSOA name says "
        "whose it is.",
        "Send the file with its column LSOA name, or say why these rows may be left out.",
        Kind.HELD,
        name="codes-not-placed",
        source=POLICE_UK.source,
    )


def _without_lsoa(sheet: Sheet, first: Period) -> Iterator[Issue]:
    without, every = sheet.tally.get("rows_without_lsoa", 0), sheet.tally.get("rows_total", 0)
    if not without:
        return
    words = "1 row has" if without == 1 else f"{without:,} rows have"
    lie = "it lies in no area and is" if without == 1 else "they lie in no area and are"
    problem = f"{words} no LSOA, so {lie} not counted."
    if without <= WITHOUT_LSOA * every:
        remedy = "Nothing to do: police.uk publishes a few rows a month this way."
        yield note(sheet.name, 0, "LSOA code", str(without), problem, remedy)
        return
    share = f"That is {without / every:.0%} of the file, where police.uk leaves out hardly any."
    remedy = "Download the file again, or say why they are missing."
    yield hold(sheet.name, "without-lsoa", first, str(without), f"{problem} {share}", remedy)


def _another_name(sheet: Sheet, months: list[Period]) -> Iterator[Issue]:
    """A file named for another month than that of its rows was mixed up by somebody."""
    named = NAMED_MONTH.findall(sheet.origin.member or sheet.origin.file)
    if len(set(named)) != 1 or any(f"{period.start:%Y-%m}" == named[0] for period in months):
        return
    words = ", ".join(period.words for period in months[:CODES_SHOWN])
    problem = f"The name of the file says {named[0]}, and its rows are of {words}."
    remedy = "Check which is right and rename the file, or say why it is called so."
    yield hold(sheet.name, "file-name", months[0], named[0], problem, remedy)


def _repeated(sheet: Sheet, rows: pd.DataFrame, period: Period) -> Iterator[Issue]:
    without_id = rows["crime_id"].str.strip() == ""
    ids = rows.loc[~without_id, "crime_id"]
    again = int(ids.duplicated().sum())
    if again:
        words = "1 row has" if again == 1 else f"{again:,} rows have"
        problem = f"{words} the crime ID of another row; every row is counted."
        if again > REPEATED_IDS * len(ids) and again >= REPEATED_IDS_LEAST:
            remedy = "Download the file again, or say why its records stand in it more than once."
            yield hold(sheet.name, "repeated-ids", period, str(again), problem, remedy)
        else:
            remedy = "Nothing to do: police.uk repeats a few."
            yield note(sheet.name, 0, "Crime ID", str(again), problem, remedy)
    if without_id.sum() < ALIKE_LEAST:
        return
    without = rows[without_id].drop(columns=["row"])
    alike = int(without.duplicated().sum())
    once = int((~without.duplicated(keep=False)).sum())
    if once < ONCE * (len(without) - alike):
        problem = f"{alike:,} of {len(without):,} rows without a crime ID are like another row."
        remedy = "Download the file again, or say why its records stand in it more than once."
        yield hold(sheet.name, "repeated-rows", period, str(alike), problem, remedy)


def _in_pairs(sheet: Sheet, rows: pd.DataFrame) -> Iterator[Issue]:
    """Crime types of which each of several points has two rows, or four: put in under two IDs."""
    placed = ((rows["longitude"] != "") & (rows["latitude"] != "")).to_numpy()
    kind, kinds = pd.factorize(rows["offence"])
    east, north = (pd.factorize(rows[name])[0] for name in ("longitude", "latitude"))
    point = (kind * len(rows) + east) * len(rows) + north
    _, first, sizes = np.unique(point[placed], return_index=True, return_counts=True)
    of_point = kind[placed][first]
    of_kind, alone = (np.bincount(of_point, of, len(kinds)) for of in (sizes, sizes % 2))
    whole = of_kind == np.bincount(kind, minlength=len(kinds))
    apart = np.bincount(of_point, minlength=len(kinds)) > 1
    paired = whole & (alone == 0) & apart & (of_kind >= PAIRED_LEAST)
    if paired.any():
        names = ", ".join(offences.one(str(code)).name for code in kinds[paired])
        count = int(of_kind[paired].sum())
        problem = (
            f"All {count:,} rows of {names} stand two by two at their points, as they would if "
            "each were in the file twice, under two crime IDs."
        )
        yield note(sheet.name, 0, "Crime type", str(count), problem, "Compare it with its source.")


def _abroad(sheet: Sheet, rows: pd.DataFrame, period: Period) -> Iterator[Issue]:
    """Positions that lie nowhere in the country: two columns exchanged, noughts, other units."""
    north, east = (pd.to_numeric(rows[c], errors="coerce") for c in ("latitude", "longitude"))
    told = north.notna() & east.notna()
    outside = rows[told & ~(north.between(*LATITUDES) & east.between(*LONGITUDES))]
    if outside.empty:
        return
    first = outside.iloc[0]
    words = "1 row lies" if len(outside) == 1 else f"{len(outside):,} rows lie"
    problem = (
        f"{words} outside the United Kingdom by longitude and latitude "
        f"(“{first['longitude']}”, “{first['latitude']}”), and would be drawn there on the map."
    )
    if len(outside) <= ABROAD * len(rows):
        remedy = "Nothing to do if they are few; the counts do not rest on it."
        yield note(sheet.name, int(first["row"]), "Longitude", first["longitude"], problem, remedy)
        return
    yield hold(
        sheet.name,
        "positions",
        period,
        str(len(outside)),
        problem,
        "Download the file again: longitude and latitude may be exchanged. Or say why it is right.",
    )


def _ends(sheet: Sheet, rows: pd.DataFrame, period: Period) -> Iterator[Issue]:
    """Police.uk's rows are in the order of their LSOAs, so a cut takes the last ones whole."""
    names = rows["lsoa_name"]
    if len(rows) < ORDERED_LEAST or not names.is_monotonic_increasing:
        return
    listed, there = _codes_of_edition(rows), set(rows["lsoa"])
    for order, where in ((listed[::-1], "end"), (listed, "begin")):
        missing = next((n for n, code in enumerate(order) if code in there), 0)
        if missing == 0:
            continue
        last = names.iloc[-1 if where == "end" else 0]
        others = "LSOA" if missing == 1 else f"{missing} LSOAs"
        beyond = "after" if where == "end" else "before"
        have = "has" if missing == 1 else "have"
        problem = (
            f"The rows are in the order of their LSOAs and {where} with {last}; the {others} "
            f"{beyond} it {have} none, so the file may be cut off."
        )
        if missing < MISSING_AT_AN_END:
            yield note(sheet.name, 0, "LSOA name", last, problem, "Compare it with its source.")
        else:
            remedy = "Download the file again, or say why nothing was recorded there."
            yield hold(sheet.name, f"cut-at-the-{where}", period, last, problem, remedy)


def _codes_of_edition(rows: pd.DataFrame) -> list[str]:
    """The LSOAs of the census that the file's codes are of, in the order of their names.

    Codes and not names are looked for: the last census gave other numbers to places that it left
    as they were, so a pack's name and an older file's differ.
    """
    listed, there = areas.lsoas(), set(rows["lsoa"])
    codes = zip(listed["lsoa"], listed["edition"], strict=True)
    known = {code: national.editions(code) or {said} for code, said in codes}
    held = {e: sum(e in known[code] for code in there & known.keys()) for e in national.EDITIONS}
    edition = max(held, key=lambda each: held[each])
    of_edition = [edition in known[code] for code in listed["lsoa"]]
    return listed[of_edition].sort_values("lsoa_name")["lsoa"].tolist()
