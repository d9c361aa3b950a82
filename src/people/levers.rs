//! The uncertain numbers of population and health. Values stand in `scenarios/assumptions/people.toml`.

use crate::world::Rule;

/// What binds levers of people together.
pub const RULES: &[Rule] = &[Rule::SharesOf {
    keys: &[
        "people.sample_share_young",
        "people.sample_share_middle",
        "people.sample_share_older",
    ],
    whole: "the simulated people",
}];

crate::levers! {
    /// Population, health and care-home levers.
    pub struct PeopleLevers in "people" {
        /// Live births of the base year.
        belief base_births: f64 = "people" in 0.0..=2000000.0,
        /// Net migration in the year before the base year (mid-2023 to mid-2024), used to derive the base-year table.
        belief base_year_net_migration: f64 = "people" in -1000000.0..=2000000.0,
        /// Net migration a year after the base year, all ages.
        belief net_migration: f64 = "people/year" in -1000000.0..=2000000.0,
        /// How far people move between deprivation fifths as they age: 1 = so that the base year's shares of fifths by age
        /// and sex hold, 0 = nobody moves.
        belief moves_between_fifths: f64 = "ratio" in 0.0..=1.0,
        /// Share of births that are boys.
        belief male_birth_share: f64 = "share" in 0.4..=0.6,
        /// Mortality of the base year against the life table used.
        belief mortality_level: f64 = "ratio" in 0.5..=2.0,
        /// Pace of the fall in mortality against the projection's (0 = none, 1 = as projected).
        belief mortality_improvement: f64 = "ratio" in -3.0..=4.0,
        /// Mean time lived in the first year by those who die in it.
        belief infant_death_age: f64 = "years" in 0.01..=0.5,

        /// Share of the simulated people who are under 45: they need no care before the projection ends.
        given sample_share_young: f64 = "share" in 0.01..=0.9,
        /// Share of the simulated people aged 45 to 64.
        given sample_share_middle: f64 = "share" in 0.01..=0.9,
        /// Share of the simulated people aged 65 to 84; those of 85 and over take the rest.
        given sample_share_older: f64 = "share" in 0.01..=0.9,
        /// How many times as often as in fact a simulated person lives in, or moves into, a care home; each of them then
        /// stands for as many fewer.
        given sample_residents: f64 = "ratio" in 1.0..=20.0,

        /// Rise with age of the log-odds of having at least so many conditions.
        belief condition_slope: f64 = "per year of age" in 0.01..=0.2,
        /// Age at which half have at least one long-term condition.
        belief condition_half_age_1: f64 = "years" in 20.0..=150.0,
        /// Age at which half have two or more.
        belief condition_half_age_2: f64 = "years" in 20.0..=150.0,
        /// Age at which half have three or more.
        belief condition_half_age_3: f64 = "years" in 20.0..=150.0,
        /// Age at which half have four or more.
        belief condition_half_age_4: f64 = "years" in 20.0..=150.0,
        /// How much earlier the most deprived fifth gets conditions than the least deprived.
        belief condition_years_earlier: f64 = "years" in 0.0..=25.0,
        /// Uncertainty of the prevalence of conditions: everybody gets them this much earlier.
        belief condition_shift: f64 = "years" in -15.0..=15.0,

        /// Rise with age of the log-odds of dependency.
        belief dependency_slope: f64 = "per year of age" in 0.01..=0.3,
        /// Age at which half need help at least less than daily (low or more).
        belief dependency_half_age_low: f64 = "years" in 50.0..=200.0,
        /// Age at which half need help daily (medium or more).
        belief dependency_half_age_medium: f64 = "years" in 50.0..=200.0,
        /// Age at which half need help round the clock (high).
        belief dependency_half_age_high: f64 = "years" in 50.0..=200.0,
        /// Odds of dependency in the most deprived fifth against the least deprived, same age.
        belief dependency_gradient: f64 = "odds ratio" in 1.0..=10.0,
        /// Odds of dependency of women against men, same age.
        belief dependency_female_odds: f64 = "odds ratio" in 0.2..=5.0,
        /// Uncertainty of the prevalence of dependency: everybody becomes dependent this much earlier.
        belief dependency_shift: f64 = "years" in -15.0..=15.0,
        /// Youngest age at which dependency is simulated.
        belief dependency_from_age: f64 = "years" in 1.0..=65.0,
        /// Yearly chance to recover from low dependency.
        belief recovery_low: f64 = "per year" in 0.0..=0.6,
        /// Yearly chance to recover from medium to low dependency.
        belief recovery_medium: f64 = "per year" in 0.0..=0.6,
        /// Yearly chance to recover from high to medium dependency.
        belief recovery_high: f64 = "per year" in 0.0..=0.6,
        /// Relative risk of becoming more dependent for each long-term condition.
        belief dependency_onset_per_condition: f64 = "relative risk" in 1.0..=3.0,
        /// How far the onset of dependency and moves into care homes fall as mortality does: at 0 not at all, so that longer
        /// life is lived in need; at 1 in the same proportion, so that the share in need at each age about holds.
        belief need_follows_mortality: f64 = "power" in -1.0..=3.0,

        /// Relative risk of death for each long-term condition, before normalisation, at the age below.
        belief death_per_condition: f64 = "relative risk" in 1.0..=3.0,
        /// Relative risk of death at low dependency against independent.
        belief death_low: f64 = "relative risk" in 1.0..=10.0,
        /// Relative risk of death at medium dependency against independent.
        belief death_medium: f64 = "relative risk" in 1.0..=10.0,
        /// Relative risk of death at high dependency against independent.
        belief death_high: f64 = "relative risk" in 1.0..=15.0,
        /// Age up to which the relative risks of death hold in full.
        belief death_risks_fade_from_age: f64 = "years" in 30.0..=100.0,
        /// Share of the logarithm of the relative risks of death that is lost in each later decade of age.
        belief death_risks_fade: f64 = "per decade" in 0.0..=0.3,

        /// Permanent care-home residents aged 65 and over in the base year.
        belief residents: f64 = "people" in 0.0..=2000000.0,
        /// Rise with age of the log-odds of living in a care home.
        belief residents_slope: f64 = "per year of age" in 0.05..=0.4,
        /// Odds of living in a care home of women against men, same age.
        belief residents_female_odds: f64 = "odds ratio" in 0.2..=5.0,
        /// Odds of living in a care home in the most deprived fifth against the least deprived, same age.
        belief residents_gradient: f64 = "odds ratio" in 0.2..=5.0,
        /// Youngest age of the care-home residents simulated.
        belief residents_from_age: f64 = "years" in 65.0..=90.0,
        /// Entry into a care home at no dependency, against high.
        belief entry_independent: f64 = "relative risk" in 0.0..=1.0,
        /// Entry into a care home at low dependency, against high.
        belief entry_low: f64 = "relative risk" in 0.0..=1.0,
        /// Entry into a care home at medium dependency, against high.
        belief entry_medium: f64 = "relative risk" in 0.0..=1.0,
        /// Entry into a care home of people with a carer, against those without.
        belief entry_with_carer: f64 = "relative risk" in 0.05..=1.0,
        /// Share of people with a partner among those who move into a care home, and among its residents at the start, against all of their age and sex.
        belief residents_partner_ratio: f64 = "ratio" in 0.0..=1.0,
        /// Chance to die in the first year in a care home, at the reference age.
        belief resident_mortality_first_year: f64 = "per year" in 0.05..=0.9,
        /// Chance to die in each later year in a care home, at the reference age.
        belief resident_mortality_later: f64 = "per year" in 0.05..=0.9,
        /// Age at which the two chances above hold.
        belief resident_mortality_age: f64 = "years" in 65.0..=95.0,
        /// How far residents' mortality rises with age: power of the general population's rise.
        belief resident_mortality_power: f64 = "power" in 0.0..=1.0,

        /// Share of people with a partner whose partner can care.
        belief carer_if_partner: f64 = "share" in 0.0..=1.0,
        /// Share of people without a partner who have a near relative or friend who can care.
        belief carer_if_single: f64 = "share" in 0.0..=0.9,
        /// Yearly chance that a carer other than a partner is lost; as many are found.
        belief carer_loss: f64 = "per year" in 0.0..=0.5,

        /// Share with a disability benefit among the independent aged 65 and over.
        belief benefit_independent: f64 = "share" in 0.0..=1.0,
        /// Share with a disability benefit at low dependency.
        belief benefit_low: f64 = "share" in 0.0..=1.0,
        /// Share with a disability benefit at medium dependency.
        belief benefit_medium: f64 = "share" in 0.0..=1.0,
        /// Share with a disability benefit at high dependency.
        belief benefit_high: f64 = "share" in 0.0..=1.0,

        /// Net home value of owners with a mortgage, against outright owners.
        belief mortgaged_home: f64 = "ratio" in 0.0..=1.0,
        /// Capital of people who rent, against the median of their row.
        belief renter_capital: f64 = "ratio" in 0.0..=5.0,
        /// Capital of people who own their home, against the median of their row.
        belief owner_capital: f64 = "ratio" in 0.0..=5.0,
        /// Rank correlation of wealth with freedom from dependency among people of the same age, sex and fifth.
        belief wealth_follows_health: f64 = "correlation" in 0.0..=1.0,
        /// Level of homes and capital against the wealth table.
        belief wealth_level: f64 = "ratio" in 0.1..=5.0,
        /// Yearly real growth of homes and other capital, of those who have them and of those who will.
        belief wealth_growth: f64 = "per year" in -0.1..=0.1,
        /// Yearly real growth of people's own income, disability benefits apart.
        belief income_growth: f64 = "per year" in -0.1..=0.1,
        /// Largest home value, and largest other capital, that a person is given.
        given wealth_ceiling: f64 = "£" in 100000.0..=100000000.0,
    }
}
