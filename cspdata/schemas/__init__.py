"""Each table's columns, said once: types, checks, template and data dictionary are derived here."""

from functools import cache

import pyarrow as pa

from cspdata.schemas.columns import FILE as FILE
from cspdata.schemas.columns import GIVEN_STATUSES as GIVEN_STATUSES
from cspdata.schemas.columns import PROVENANCE as PROVENANCE
from cspdata.schemas.columns import PROVISIONAL as PROVISIONAL
from cspdata.schemas.columns import ROW as ROW
from cspdata.schemas.columns import WITHIN as WITHIN
from cspdata.schemas.columns import Column as Column
from cspdata.schemas.columns import Table as Table
from cspdata.schemas.counted import ACTIVITY as ACTIVITY
from cspdata.schemas.counted import ALIASES as ALIASES
from cspdata.schemas.counted import CONFIRMED as CONFIRMED
from cspdata.schemas.counted import CRIMES as CRIMES
from cspdata.schemas.counted import DISTRICTS as DISTRICTS
from cspdata.schemas.counted import ELSEWHERE as ELSEWHERE
from cspdata.schemas.counted import PRINTED as PRINTED
from cspdata.schemas.counted import STREETS as STREETS
from cspdata.schemas.counted import UNTOLD as UNTOLD
from cspdata.schemas.written import AIMS as AIMS
from cspdata.schemas.written import MATTER_KINDS as MATTER_KINDS
from cspdata.schemas.written import MATTER_STATES as MATTER_STATES
from cspdata.schemas.written import MATTERS as MATTERS
from cspdata.schemas.written import NOTES as NOTES
from cspdata.schemas.written import OBJECTIVES as OBJECTIVES
from cspdata.schemas.written import OPERATIONS as OPERATIONS
from cspdata.schemas.written import WRITTEN as WRITTEN

TYPES = {
    "text": pa.string(),
    "count": pa.int64(),
    "number": pa.float64(),
    "day": pa.date32(),
    "yes or no": pa.bool_(),
}
TABLES = {
    table.name: table
    for table in (
        CRIMES,
        PRINTED,
        ACTIVITY,
        STREETS,
        ALIASES,
        ELSEWHERE,
        UNTOLD,
        CONFIRMED,
        DISTRICTS,
        OPERATIONS,
        NOTES,
        MATTERS,
        OBJECTIVES,
    )
}


def arrow(table: Table) -> pa.Schema:
    """The table's Parquet schema."""
    return pa.schema([(column.name, TYPES[column.kind]) for column in table.columns])


@cache
def ledger() -> pa.Schema:
    """All tables in one: the name of the table, then every column of any table."""
    fields = {"table": pa.string()}
    for table in TABLES.values():
        fields |= {column.name: TYPES[column.kind] for column in table.columns}
    return pa.schema(list(fields.items()))
