"""A linear or whole-number programme as HiGHS solves it: columns that use at most one row of each kind of limit.

Work is limited by steps, never by the clock, and one thread does it, so that the same programme has the same answer.
"""

from dataclasses import dataclass, field

import highspy
import numpy as np
from highspy._core import _Highs

from marketplace.matching.allocation.problem import Marks, Real, Whole

EXACT = 1e-6
"""A whole-number programme is solved when its bound is this close, as a part of its value."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Programme:
    """The greatest sum of `worth` under `limit`; `row` names for each column the row of each kind it uses, -1 none.

    When nothing may be parted, columns marked `whole` are counted in ones, each up to `most`.
    """

    worth: Real
    row: Whole
    use: Real
    limit: Real
    whole: Marks = field(default_factory=lambda: np.zeros(0, np.bool_))
    most: float = highspy.kHighsInf


@dataclass(frozen=True, eq=False)
class Answer:
    """How much of each column, what it is all worth, the most it can be, and the price of each row."""

    share: Real
    worth: float
    bound: float
    price: Real


def parted(programme: Programme) -> Answer | None:
    """The optimum when columns may be parted; None when HiGHS finds none."""
    model = _model(programme, highspy.kHighsInf)
    model.setOptionValue("solver", "ipx")
    model.run()
    if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    found = model.getSolution()
    worth = float(model.getInfo().objective_function_value)
    # Shadow prices of a maximum have the sign of what one more is worth; rounding may leave a hair below nothing.
    price = np.maximum(np.array(found.row_dual), 0.0)
    return Answer(np.array(found.col_value), worth, worth, price)


def unparted(programme: Programme, start: Real, steps: int) -> Answer | None:
    """The best found in so many steps from a plan that keeps all limits; columns marked `whole` are not parted."""
    model = _model(programme, programme.most)
    for name, setting in (("mip_rel_gap", EXACT), ("mip_max_nodes", steps)):
        model.setOptionValue(name, setting)
    whole = np.flatnonzero(programme.whole).astype(np.int32)
    kind = np.full(len(whole), highspy.HighsVarType.kInteger.value, np.uint8)
    model.changeColsIntegrality(len(whole), whole, kind)
    first = highspy.HighsSolution()
    first.col_value = start.tolist()
    model.setSolution(first)
    model.run()
    values = np.array(model.getSolution().col_value)
    if len(values) != len(programme.worth):
        return None
    info = model.getInfo()
    return Answer(values, float(info.objective_function_value), float(info.mip_dual_bound), np.empty(0))


def _model(programme: Programme, most: float) -> _Highs:
    model = _Highs()  # without the callbacks of its public heir, which greet on standard output
    for name, setting in (("output_flag", False), ("threads", 1), ("random_seed", 1)):
        model.setOptionValue(name, setting)
    there = programme.row >= 0
    many = len(programme.worth)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = many, len(programme.limit)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = programme.worth
    lp.col_lower_, lp.col_upper_ = np.zeros(many), np.full(many, most)
    lp.row_lower_, lp.row_upper_ = np.full(len(programme.limit), -highspy.kHighsInf), programme.limit
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.concatenate(([0], np.cumsum(there.sum(1)))).astype(np.int32)
    lp.a_matrix_.index_ = programme.row[there].astype(np.int32)
    lp.a_matrix_.value_ = programme.use[there]
    model.passModel(lp)
    return model
