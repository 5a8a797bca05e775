"""What the names of columns promise, and that nothing is loaded by surprise."""

import pytest
from sqlalchemy import BigInteger, Column, Date
from sqlalchemy.orm import Mapper

from models.base import Base
from models.registry import metadata
from models.types import UtcDateTime

COLUMNS = [(f"{table.name}.{column.name}", column) for table in metadata.sorted_tables for column in table.columns]
PROMISES = {"_satang": BigInteger, "_at": UtcDateTime, "_on": Date}


def kept(column: Column[object]) -> bool:
    """Whether the column is of the type its name ends in."""
    return all(isinstance(column.type, kind) for ending, kind in PROMISES.items() if str(column.name).endswith(ending))


def test_names_of_columns_tell_their_type() -> None:
    assert [name for name, column in COLUMNS if not kept(column)] == []


def test_no_amount_is_a_fraction() -> None:
    assert [name for name, column in COLUMNS if type(column.type).__name__ in ("Numeric", "Float", "DECIMAL")] == []


@pytest.mark.parametrize(
    "mapper",
    sorted(Base.registry.mappers, key=lambda mapper: mapper.class_.__name__),
    ids=lambda mapper: mapper.class_.__name__,
)
def test_relationships_are_loaded_only_when_asked_for(mapper: Mapper[object]) -> None:
    surprising = [line.key for line in mapper.relationships if line.lazy not in ("raise", "raise_on_sql")]
    assert surprising == []


def test_every_constraint_has_a_name() -> None:
    nameless = [
        f"{table.name}: {constraint}"
        for table in metadata.sorted_tables
        for constraint in table.constraints
        if constraint.name is None
    ]
    assert nameless == []


def test_states_are_held_by_a_check() -> None:
    bare = [
        table.name
        for table in metadata.sorted_tables
        if "state" in table.columns
        and not any("state IN" in str(getattr(rule, "sqltext", "")) for rule in table.constraints)
    ]
    assert bare == []
