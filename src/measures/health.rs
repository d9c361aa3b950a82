//! Who lives, how long and how well.

use super::{DEMOGRAPHIC, EVERY, IMD, IMD_SEX, measures, ratio};

measures! { from 0;
    POPULATION = "population", "Population",
        "people", Neither, Stock, EVERY, 0.0, 1e9, None,
        "People alive at the end of the year." => |r, g| r.population[g.index()];
    BIRTHS = "births", "Births",
        "people", Neither, Flow, IMD, 0.0, 1e8, None,
        "Live births." => |r, g| r.births[g.index()];
    DEATHS = "deaths", "Deaths",
        "people", Lower, Flow, DEMOGRAPHIC, 0.0, 1e8, None,
        "Deaths, by expectation: they carry no luck." => |r, g| r.deaths[g.index()];
    LIFE_EXPECTANCY = "life_expectancy", "Life expectancy",
        "years", Higher, Flow, IMD_SEX, 0.0, 120.0, None,
        "Period life expectancy at birth." => |r, g| r.life_expectancy[g.index()];
    HEALTHY_LIFE_EXPECTANCY = "healthy_life_expectancy", "Healthy life expectancy",
        "years", Higher, Flow, IMD_SEX, 0.0, 120.0, None,
        "Years in good health that a newborn could expect at this year's rates (Sullivan's method)."
        => |r, g| r.healthy_life_expectancy[g.index()];
    QALYS = "qalys", "Quality-adjusted life years",
        "QALYs", Higher, Flow, DEMOGRAPHIC, -1e9, 1e9, None,
        "Quality-adjusted life years lived." => |r, g| r.qalys[g.index()];
    QALYS_PER_HEAD = "qalys_per_head", "Quality-adjusted life years per person",
        "QALYs", Higher, Flow, DEMOGRAPHIC, -1.0, 1.5, None,
        "Quality-adjusted life years lived per person."
        => |r, g| ratio(r.qalys[g.index()], r.population[g.index()]);
    MULTIMORBID = "multimorbid", "People with two or more long-term conditions",
        "people", Lower, Stock, DEMOGRAPHIC, 0.0, 1e9, None,
        "People with two or more long-term conditions." => |r, g| r.multimorbid[g.index()];
    MULTIMORBID_SHARE = "multimorbid_share", "Share with two or more long-term conditions",
        "share", Lower, Stock, DEMOGRAPHIC, 0.0, 1.0, None,
        "Share of people with two or more long-term conditions."
        => |r, g| ratio(r.multimorbid[g.index()], r.population[g.index()]);
    DEPENDENT = "dependent", "Older people who need help with daily living",
        "people", Lower, Stock, DEMOGRAPHIC, 0.0, 1e9, None,
        "People aged 65 and over who need help with daily living." => |r, g| r.dependent[g.index()];
    HIGH_DEPENDENCY = "high_dependency", "People who need help round the clock",
        "people", Lower, Stock, DEMOGRAPHIC, 0.0, 1e9, None,
        "People who need help round the clock." => |r, g| r.high_dependency[g.index()];
    LOW_DEPENDENCY = "low_dependency", "Older people who need help less than daily",
        "people", Neither, Stock, DEMOGRAPHIC, 0.0, 1e9, Some(DEPENDENT),
        "People aged 65 and over who need help less than daily." => |r, g| r.low_dependency[g.index()];
    MEDIUM_DEPENDENCY = "medium_dependency", "Older people who need help each day",
        "people", Lower, Stock, DEMOGRAPHIC, 0.0, 1e9, Some(DEPENDENT),
        "People aged 65 and over who need help at regular times each day." => |r, g| r.medium_dependency[g.index()];
    THREE_CONDITIONS = "three_conditions", "People with three or more long-term conditions",
        "people", Lower, Stock, DEMOGRAPHIC, 0.0, 1e9, Some(MULTIMORBID),
        "People with three or more long-term conditions." => |r, g| r.three_conditions[g.index()];
}
