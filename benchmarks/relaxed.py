"""The linear programme behind an allocation, whole, as HiGHS solves it: what a plan is held against.

A pair that needs a mentor is there once for every group of mentors who may take the same youth.
"""

import time

import highspy
import numpy as np
from highspy._core import _Highs

from marketplace.matching.allocation.problem import Problem


def optimum(problem: Problem, solver: str = "choose") -> tuple[float, float]:
    """The greatest sum of fit x priority when people may be parted, and the seconds it took to find."""
    began = time.perf_counter()
    model = _Highs()
    model.setOptionValue("solver", solver)
    model.setOptionValue("output_flag", False)
    model.passModel(_programme(problem))
    model.run()
    value = model.getInfo().objective_function_value
    return float(value), time.perf_counter() - began


def _programme(problem: Problem) -> highspy.HighsLp:
    fund, stipend, budget = problem.fund, problem.stipend, problem.budget
    mentored, minutes, may = problem.mentored, problem.weekly_minutes, problem.may_mentor
    assert fund is not None
    assert stipend is not None
    assert budget is not None
    assert mentored is not None
    assert minutes is not None
    assert may is not None
    assert problem.youth_kind is not None
    assert problem.mentor_hours is not None
    groups, group_of = np.unique(may, axis=1, return_inverse=True)
    hours = np.bincount(group_of, problem.mentor_hours, minlength=groups.shape[1])
    youth, offer, fit = problem.edge_youth, problem.edge_offer, problem.edge_fit
    plain = np.flatnonzero(~mentored[offer])
    led = np.flatnonzero(mentored[offer])
    at, group = np.nonzero(groups[problem.youth_kind[youth[led]]])
    edge = np.concatenate((plain, led[at]))
    group = np.concatenate((np.full(len(plain), -1), group))
    youth, offer = youth[edge], offer[edge]
    rows = [youth, len(problem.youth) + offer]
    values = [np.ones(len(edge)), np.ones(len(edge))]
    base = len(problem.youth) + len(problem.offers)
    rows.append(np.where((fund[offer] >= 0) & (stipend[offer] > 0), base + fund[offer], -1))
    values.append(stipend[offer] / 100_000)
    base += len(problem.funds)
    rows.append(np.where(group >= 0, base + group, -1))
    values.append(minutes[offer] / 60 * 52 / 12)
    limits = np.concatenate((np.ones(len(problem.youth)), problem.seats, budget / 100_000, hours))
    index, value = np.stack(rows, 1), np.stack(values, 1)
    kept = index >= 0
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(edge), len(limits)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = fit[edge] * problem.priority[youth] / 1e6
    lp.col_lower_, lp.col_upper_ = np.zeros(len(edge)), np.full(len(edge), highspy.kHighsInf)
    lp.row_lower_, lp.row_upper_ = np.full(len(limits), -highspy.kHighsInf), limits
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.concatenate(([0], np.cumsum(kept.sum(1)))).astype(np.int32)
    lp.a_matrix_.index_ = index[kept].astype(np.int32)
    lp.a_matrix_.value_ = value[kept]
    return lp
