//! The table of what was published: one line per figure, with the scenario that should give it and how it is read.

use super::figure::Figure;
use crate::world::Year;
use crate::world::table::{Row, Table, TableError};

/// Columns of the table, in order.
const COLUMNS: [&str; 20] = [
    "projection",
    "label",
    "scenario",
    "against",
    "figure",
    "how",
    "from",
    "year",
    "budget",
    "published",
    "low",
    "high",
    "unit",
    "price_year",
    "within",
    "source",
    "confidence",
    "note",
    "baseline",
    "why",
];

/// How a figure is read from years and scenarios.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// In the year.
    Level,
    /// Growth from one year to the other, compound, per year.
    Growth,
    /// Change from one year to the other.
    Change,
    /// In the scenario less in the one it is held against, in the year.
    Extra,
    /// The same as a share of the one it is held against.
    ExtraShare,
    /// In the year less what the first year's would be, grown at the assumed pace of the budget.
    Gap,
    /// Share of the years from one to the other in which the scenarios stand in the order written.
    Order,
}

impl How {
    const NAMES: [(&'static str, How); 7] = [
        ("level", How::Level),
        ("growth", How::Growth),
        ("change", How::Change),
        ("extra", How::Extra),
        ("extra share", How::ExtraShare),
        ("gap", How::Gap),
        ("order", How::Order),
    ];
    /// Whether it is read in per cent, whatever the figure is of.
    fn is_in_per_cent(self) -> bool {
        matches!(self, How::Growth | How::Change | How::ExtraShare | How::Order)
    }
    /// Whether a first year is needed.
    fn looks_back(self) -> bool {
        !matches!(self, How::Level | How::Extra | How::ExtraShare)
    }
}

/// How far off a reproduction may be to count as one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tolerance {
    /// Share of what was published.
    Share(f64),
    /// So many of the figure's own unit.
    Points(f64),
}

impl Tolerance {
    fn parse(text: &str) -> Option<Tolerance> {
        if let Some(share) = text.strip_suffix('%') {
            return share
                .trim()
                .parse::<f64>()
                .ok()
                .map(|share| Tolerance::Share(share / 100.0));
        }
        text.strip_suffix("points")
            .and_then(|points| points.trim().parse::<f64>().ok())
            .map(Tolerance::Points)
    }
    /// In words.
    pub fn words(self) -> String {
        match self {
            Tolerance::Share(share) => format!("{}%", share * 100.0),
            Tolerance::Points(points) => format!("{points} points"),
        }
    }
}

/// One published figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Published {
    /// The projection it belongs to: a name to ask for.
    pub projection: String,
    /// What it is, for people.
    pub label: String,
    /// Scenarios that give it: one, or several for an order, lowest first.
    pub scenarios: Vec<String>,
    /// The scenario it is held against.
    pub against: Option<String>,
    /// What is read.
    pub figure: Figure,
    /// How it is read.
    pub how: How,
    /// First year, where two are needed.
    pub from: Option<Year>,
    /// The year.
    pub year: Year,
    /// Assumed growth of the budget, for a gap [per year].
    pub budget: f64,
    /// What was published, with the range that was, if any.
    pub published: f64,
    /// Low end.
    pub low: Option<f64>,
    /// High end.
    pub high: Option<f64>,
    /// Unit for people.
    pub unit: String,
    /// Whose prices, for money.
    pub price_year: Option<Year>,
    /// How far off it may be; nothing where it is shown without being held to it.
    pub within: Option<Tolerance>,
    /// Where it was published.
    pub source: String,
    /// How sure the figure is.
    pub confidence: String,
    /// Row of the evidence, or what was derived.
    pub note: String,
    /// What the projection assumed.
    pub baseline: String,
    /// Why ours differs, as far as is known.
    pub why: String,
}

/// The fastest growth of a budget that anybody assumes [per year].
const MOST_GROWTH: f64 = 0.5;

/// Units by the word that they begin with, and what a quantity of the model is multiplied by to be in them.
const UNITS: [(&str, f64); 11] = [
    ("£bn", 1e-3),
    ("£m", 1.0),
    ("million", 1e-6),
    ("thousand", 1e-3),
    ("%", 1.0),
    ("people", 1.0),
    ("pathways", 1.0),
    ("years", 1.0),
    ("weeks", 1.0),
    ("days", 1.0),
    ("hours", 1.0),
];

/// What the unit of a row must begin with, where another cannot be meant: money is in pounds, and shares and growth in per cent.
fn other_unit(how: How, figure: &Figure, unit: &str) -> Option<&'static str> {
    let word = first_word(unit);
    let money = word.starts_with('£');
    match figure.unit() {
        _ if how.is_in_per_cent() => {
            (word != "%").then_some("`%`: growth, change, extra share and order are read in per cent")
        }
        Some("£m") => (!money).then_some("`£m` or `£bn`, since the figure is of money"),
        Some("share") => (word != "%").then_some("`%`, since the figure is a share"),
        Some(_) => (money || word == "%").then_some("the unit of the figure, which is neither money nor a share"),
        None => None,
    }
}

fn first_word(unit: &str) -> &str {
    unit.split_whitespace().next().unwrap_or("")
}

impl Published {
    /// What a model quantity is multiplied by to be in the published unit, prices apart.
    pub(super) fn scale(&self) -> f64 {
        let scale = match first_word(&self.unit) {
            "%" if self.how.is_in_per_cent() => return 1.0,
            "%" => 100.0,
            word => UNITS
                .iter()
                .find(|(unit, _)| *unit == word)
                .map_or(1.0, |(_, scale)| *scale),
        };
        // Some measures are told in millions themselves.
        let told_in = self.figure.unit().map(first_word);
        if told_in == Some("million") { scale * 1e6 } else { scale }
    }
    /// Every scenario that the figure needs.
    pub fn needs(&self) -> impl Iterator<Item = &str> {
        self.scenarios.iter().map(String::as_str).chain(self.against.as_deref())
    }
}

/// Reads the table; lines beginning with `#` are comments.
pub fn parse(file: &str, text: &str) -> Result<Vec<Published>, TableError> {
    Table::read(file, text, &COLUMNS)?
        .rows()
        .map(|row| figure(&row))
        .collect()
}

fn figure(row: &Row<'_>) -> Result<Published, TableError> {
    let how = How::NAMES[row.one_of("how", &How::NAMES.map(|(name, _)| name))?].1;
    let from = row.optional_year("from")?;
    let year = row.year("year")?;
    if how.looks_back() && from.is_none_or(|from| from >= year) {
        return Err(row.error("from", "a year before the column `year`"));
    }
    let against = Some(row.text("against"))
        .filter(|text| !text.is_empty())
        .map(str::to_owned);
    if matches!(how, How::Extra | How::ExtraShare) && against.is_none() {
        return Err(row.error("against", "a scenario to hold this one against"));
    }
    let scenarios: Vec<String> = row
        .text("scenario")
        .split(" < ")
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect();
    let many = how == How::Order;
    if scenarios.is_empty() || (scenarios.len() > 1) != many {
        return Err(row.error(
            "scenario",
            "one scenario, or for an order several with ` < ` between them",
        ));
    }
    let within = match row.text("within") {
        "" => None,
        text => Some(Tolerance::parse(text).ok_or_else(|| row.error("within", "`15%` or `0.4 points`"))?),
    };
    let say = |column: &'static str| row.text(column).to_owned();
    if !UNITS.iter().any(|(unit, _)| *unit == first_word(row.text("unit"))) {
        let known = UNITS.map(|(unit, _)| unit).join("`, `");
        return Err(row.error(
            "unit",
            &format!("a unit that begins with `{known}`, such as `£bn` or `thousand people`"),
        ));
    }
    let of = Figure::parse(row.text("figure"))
        .map_err(|error| row.error("figure", &format!("a figure of the model ({error})")))?;
    if let Some(wanted) = other_unit(how, &of, row.text("unit")) {
        return Err(row.error("unit", wanted));
    }
    if against.is_some() && !matches!(how, How::Extra | How::ExtraShare) {
        return Err(row.error(
            "against",
            "nothing: only `extra` and `extra share` hold one scenario against another",
        ));
    }
    let stated = row.optional_number("budget")?;
    if stated.is_some() != (how == How::Gap) {
        return Err(row.error(
            "budget",
            "the growth a year that is assumed of a budget, for a gap, and nothing for all else",
        ));
    }
    let budget = stated.unwrap_or(0.0);
    if budget.abs() > MOST_GROWTH {
        return Err(row.error("budget", "growth in a year as a share, such as 0.021 for 2.1%"));
    }
    let (low, high) = (row.optional_number("low")?, row.optional_number("high")?);
    if low.zip(high).is_some_and(|(low, high)| low > high) {
        return Err(row.error("low", "no more than `high`"));
    }
    Ok(Published {
        projection: say("projection"),
        label: say("label"),
        scenarios,
        against,
        figure: of,
        how,
        from,
        year,
        budget,
        published: row.number("published")?,
        low,
        high,
        unit: say("unit"),
        price_year: row.optional_year("price_year")?,
        within,
        source: say("source"),
        confidence: say("confidence"),
        note: say("note"),
        baseline: say("baseline"),
        why: say("why"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(line: &str) -> Result<Vec<Published>, TableError> {
        parse("table.csv", &format!("# a comment\n{}\n{line}\n", COLUMNS.join(",")))
    }

    #[test]
    fn per_cent_of_a_share_are_a_hundred_times_it_and_other_words_for_units_are_refused() {
        let scale = |how: &str, unit: &str| {
            let from = if how == "level" { "" } else { "2015" };
            one(&format!(
                "p,L,a,,within_18_weeks,{how},{from},2030,,65,,,{unit},,,s,verified,,,"
            ))
            .map(|rows| rows[0].scale())
        };
        assert_eq!(scale("level", "%").expect("read"), 100.0);
        assert_eq!(scale("growth", "% a year").expect("read"), 1.0);
        assert_eq!(scale("change", "%").expect("read"), 1.0);
        for unit in ["£ billion", "bn", "£ per head", "000s", ""] {
            let error = scale("level", unit).expect_err("refused");
            assert!(error.to_string().contains("£bn"), "{error}");
        }
    }

    #[test]
    fn a_unit_that_the_figure_cannot_have_is_refused() {
        let read = |figure: &str, how: &str, unit: &str| {
            let from = if how == "level" { "" } else { "2015" };
            let against = if how == "extra share" { "b" } else { "" };
            one(&format!(
                "p,L,a,{against},{figure},{how},{from},2030,,65,,,{unit},,,s,verified,,,"
            ))
            .map(|rows| rows[0].scale())
        };
        for (figure, how, unit, scale) in [
            ("cost_public", "level", "£bn", 1e-3),
            ("population", "level", "million people", 1e-6),
            ("population", "level", "thousand people", 1e-3),
            // Told in millions of hours by the model.
            ("unpaid_care_hours", "level", "million hours", 1.0),
            ("unpaid_care_hours", "level", "hours", 1e6),
            ("care_users_older_homes / care_users_older", "level", "%", 100.0),
        ] {
            assert_eq!(read(figure, how, unit).expect("read"), scale, "{figure} in {unit}");
        }
        for (figure, how, unit, wanted) in [
            ("cost_public", "change", "£bn", "per cent"),
            ("cost_public", "growth", "£bn", "per cent"),
            ("cost_public", "extra share", "£bn", "per cent"),
            ("cost_public", "level", "%", "of money"),
            ("cost_public", "level", "people", "of money"),
            ("population", "level", "£bn", "neither money"),
            ("within_18_weeks", "level", "weeks", "a share"),
        ] {
            let error = read(figure, how, unit).expect_err("refused").to_string();
            assert!(error.contains("column `unit`") && error.contains(wanted), "{error}");
        }
        for (line, wanted) in [
            ("p,x,a,,cost_council,gap,2015,2030,2.1,6,,,£bn,,,s,,,,", "`budget`"),
            ("p,x,a,,cost_council,level,,2030,,6,7,5,£bn,,,s,,,,", "`low`"),
        ] {
            assert!(one(line).expect_err(line).to_string().contains(wanted));
        }
    }

    #[test]
    fn a_line_is_read_with_its_years_prices_and_tolerance() {
        let rows = one("p,Gap,a,,cost_council,gap,2015,2030,0.021,6.0,,,£bn,2018,15%,s,verified,,,").expect("reads");
        let row = &rows[0];
        assert_eq!((row.how, row.from, row.year), (How::Gap, Some(Year(2015)), Year(2030)));
        assert_eq!((row.budget, row.published, row.scale()), (0.021, 6.0, 1e-3));
        assert_eq!(row.price_year, Some(Year(2018)));
        assert_eq!(row.within, Some(Tolerance::Share(0.15)));
        let rows = one("p,O,a < b < c,,cost_council,order,2015,2030,,100,,,% of years,,0 points,s,,,,").expect("reads");
        assert_eq!(rows[0].scenarios, ["a", "b", "c"]);
    }

    #[test]
    fn a_wrong_cell_is_named_with_its_line_and_what_is_wanted() {
        for (line, expected) in [
            (
                "p,x,a,,cost_council,slope,,2030,,1,,,£bn,,,s,,,,",
                "line 3, column `how`",
            ),
            ("p,x,a,,cost_council,growth,2035,2030,,1,,,£bn,,,s,,,,", "column `from`"),
            ("p,x,a,,cost_council,extra,,2030,,1,,,£bn,,,s,,,,", "column `against`"),
            (
                "p,x,a < b,,cost_council,level,,2030,,1,,,£bn,,,s,,,,",
                "column `scenario`",
            ),
            (
                "p,x,a,,cost_council,level,,2030,,1,,,£bn,,near,s,,,,",
                "`15%` or `0.4 points`",
            ),
            (
                "p,x,a,,cost_counsel,level,,2030,,1,,,£bn,,,s,,,,",
                "did you mean `cost_council`",
            ),
            ("p,x,a,,cost_council,level,,2030,,,,,£bn,,,s,,,,", "column `published`"),
        ] {
            let error = one(line).expect_err(line).to_string();
            assert!(error.contains(expected), "{error}");
        }
    }
}
