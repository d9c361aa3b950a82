"""What benches/analysis.rs does, by Python's standard packages: seconds of the quickest of three, and a result to compare.

Lines of standard output: what, seconds, value, apart by tabs. Called with the table of draws and the rows of the Sobol design.
"""

import sys
import time
import warnings

import numpy
from SALib.analyze import rbd_fast, sobol
from SALib.sample import sobol as design
from scipy.interpolate import make_lsq_spline

warnings.filterwarnings("ignore")
table = numpy.loadtxt(sys.argv[1], delimiter=",")
rows = int(sys.argv[2])
driven, gain, draws = table[:, 0], table[:, 1], table[:, 2:]


def quickest(work):
    times = []
    for _ in range(3):
        start = time.perf_counter()
        value = work()
        times.append(time.perf_counter() - start)
    return min(times), value


def tell(what, work):
    seconds, value = quickest(work)
    print(what, seconds, float(value), sep="\t", flush=True)


def given():
    problem = {"num_vars": draws.shape[1], "names": [f"x{at}" for at in range(draws.shape[1])], "bounds": [[0, 1]] * draws.shape[1]}
    return rbd_fast.analyze(problem, draws, driven, num_resamples=2)["S1"][1]


def ishigami():
    problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[0, 1]] * 3}
    points = design.sample(problem, rows, calc_second_order=False, seed=1)
    x = numpy.pi * (2 * points - 1)
    y = numpy.sin(x[:, 0]) * (1 + 0.1 * x[:, 2] ** 4) + 7 * numpy.sin(x[:, 1]) ** 2
    return sobol.analyze(problem, y, calc_second_order=False, num_resamples=200, seed=1)["S1"][0]


def evppi():
    order = numpy.argsort(draws[:, 0])
    x, y = draws[order, 0], gain[order]
    # A cubic spline on twenty pieces of equal numbers of draws; SciPy's penalised spline fails where draws lie close together.
    inner = numpy.quantile(x, numpy.linspace(0, 1, 21)[1:-1])
    knots = numpy.concatenate([[x[0]] * 4, inner, [x[-1]] * 4])
    expected = make_lsq_spline(x, y, knots)(x)
    return numpy.mean(numpy.maximum(expected, 0)) - max(numpy.mean(expected), 0)


tell("given", given)
tell("ishigami", ishigami)
tell("evppi", evppi)
