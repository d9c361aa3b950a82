//! Who lives, how long and how well.

use super::{DEMOGRAPHIC, EVERY, IMD, IMD_SEX, measures, ratio};

measures! {
    "population", "people", Neither, Stock, EVERY, 0.0, 1e9, None,
        "People alive at the end of the year." => |r, g| r.population[g.index()];
    "births", "people", Neither, Flow, IMD, 0.0, 1e8, None,
        "Live births." => |r, g| r.births[g.index()];
    "deaths", "people", Lower, Flow, DEMOGRAPHIC, 0.0, 1e8, None,
        "Deaths, by expectation: they carry no luck." => |r, g| r.deaths[g.index()];
    "life_expectancy", "years", Higher, Flow, IMD_SEX, 0.0, 120.0, None,
        "Period life expectancy at birth." => |r, g| r.life_expectancy[g.index()];
    "healthy_life_expectancy", "years", Higher, Flow, IMD_SEX, 0.0, 120.0, None,
        "Years in good health that a newborn could expect at this year's rates (Sullivan's method)."
        => |r, g| r.healthy_life_expectancy[g.index()];
    "qalys", "QALYs", Higher, Flow, DEMOGRAPHIC, -1e9, 1e9, None,
        "Quality-adjusted life years lived." => |r, g| r.qalys[g.index()];
    "qalys_per_head", "QALYs", Higher, Flow, DEMOGRAPHIC, -1.0, 1.5, None,
        "Quality-adjusted life years lived per person."
        => |r, g| ratio(r.qalys[g.index()], r.population[g.index()]);
    "multimorbid", "people", Lower, Stock, DEMOGRAPHIC, 0.0, 1e9, None,
        "People with two or more long-term conditions." => |r, g| r.multimorbid[g.index()];
    "multimorbid_share", "share", Lower, Stock, DEMOGRAPHIC, 0.0, 1.0, None,
        "Share of people with two or more long-term conditions."
        => |r, g| ratio(r.multimorbid[g.index()], r.population[g.index()]);
    "dependent", "people", Lower, Stock, DEMOGRAPHIC, 0.0, 1e9, None,
        "People aged 65 and over who need help with daily living." => |r, g| r.dependent[g.index()];
    "high_dependency", "people", Lower, Stock, DEMOGRAPHIC, 0.0, 1e9, None,
        "People who need help round the clock." => |r, g| r.high_dependency[g.index()];
    "low_dependency", "people", Neither, Stock, DEMOGRAPHIC, 0.0, 1e9, Some("dependent"),
        "People aged 65 and over who need help less than daily." => |r, g| r.low_dependency[g.index()];
    "medium_dependency", "people", Lower, Stock, DEMOGRAPHIC, 0.0, 1e9, Some("dependent"),
        "People aged 65 and over who need help at regular times each day." => |r, g| r.medium_dependency[g.index()];
    "three_conditions", "people", Lower, Stock, DEMOGRAPHIC, 0.0, 1e9, Some("multimorbid"),
        "People with three or more long-term conditions." => |r, g| r.three_conditions[g.index()];
}
