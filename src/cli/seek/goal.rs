//! From what was typed to what is sought.

use super::arguments::SeekArgs;
use crate::analysis::given::nearest;
use crate::analysis::seek::{Side, median_reached, needed, reached_by};
use crate::cli::amount::{amount, of_measure, within};
use crate::cli::format::Failure;
use crate::measures::{self, Better, Handle};
use crate::results::{Request, Stats};
use crate::run::Job;
use crate::scenario::{Catalogue, Over, Scenario};
use crate::world::{LeverKind, Nature, Year};

/// A lever that is moved.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// Its key.
    pub key: String,
    /// How many times as far as the first.
    pub times: f64,
}

/// What is sought.
pub struct Sought {
    /// The measure.
    pub measure: Handle,
    /// The target.
    pub target: f64,
    /// Which side is wanted.
    pub side: Side,
    /// Share of the draws that must be on that side \[per cent\]; where none is said, their median is to be there. The two differ: of
    /// the draws 0, 0, 6, 6 half reach 5, and their median, 3, does not.
    pub confidence: Option<usize>,
    /// The year.
    pub year: Year,
    /// The levers.
    pub levers: Vec<Moved>,
    /// Unit of the first lever.
    pub unit: String,
    /// The year from which they are moved, if not always.
    pub from: Option<u16>,
    /// Between which values.
    pub ends: (f64, f64),
    /// The runs.
    pub request: Request,
}

/// The runs that are asked for, to the year asked about; `start` is the base year, which nothing can change any more.
pub fn request(args: &SeekArgs, start: Year) -> Result<Request, Failure> {
    if args.year <= start.0 {
        return Err(Failure::Refused(format!(
            "{} is not after the base year, {start}",
            args.year
        )));
    }
    Ok(Request {
        scenarios: vec![args.scenario.clone()],
        set: args.set.clone(),
        assume: args.assume.clone(),
        draws: args.draws as usize,
        people: args.people as usize,
        years: usize::from(args.year - start.0) + 1,
        seed: args.seed,
        ..Request::default()
    })
}

impl Sought {
    /// What of the draws is held against the target: their median, or what as many of them as are needed reach.
    pub fn statistic(&self, draws: &[f64]) -> f64 {
        match (self.needed(), self.side) {
            (Some(needed), side) => reached_by(draws, needed, side),
            (None, Side::Exactly) => Sought::stats(draws).p("p50"),
            (None, side) => median_reached(draws, side),
        }
    }

    /// How many of the draws must be on the side wanted; nothing where their median is to come to the target.
    pub fn needed(&self) -> Option<usize> {
        Some(needed(self.request.draws, self.confidence?))
    }

    /// What is typed to move the levers to a value.
    pub fn sets(&self, value: f64) -> Vec<String> {
        let from = self.from.map(|year| format!("@{year}")).unwrap_or_default();
        self.levers
            .iter()
            .map(|lever| format!("{}={:?}{from}", lever.key, value * lever.times))
            .collect()
    }

    /// The levers in words.
    pub fn lever_words(&self) -> String {
        let one = |lever: &Moved| match lever.times {
            1.0 => lever.key.clone(),
            times => format!("{} ({times} times that)", lever.key),
        };
        self.levers.iter().map(one).collect::<Vec<_>>().join(" and ")
    }

    /// Statistics of some draws.
    pub fn stats(draws: &[f64]) -> Stats {
        Stats::of(draws, &[], &mut Vec::new())
    }
}

fn target(text: &str) -> Result<(Handle, Option<Side>, f64), Failure> {
    let wrong = || {
        Failure::Refused(format!(
            "`{text}`; expected: MEASURE=VALUE, such as within_18_weeks=92%, or >= or <= between them"
        ))
    };
    let sides = [(">=", Some(Side::AtLeast)), ("<=", Some(Side::AtMost)), ("=", None)];
    let found = sides
        .into_iter()
        .find_map(|(sign, side)| text.split_once(sign).map(|(name, value)| (name, side, value)));
    let (name, side, value) = found.ok_or_else(wrong)?;
    let measure = measures::find(name.trim())?;
    if value.trim().is_empty() {
        return Err(wrong());
    }
    Ok((measure, side, of_measure(measure, value)?))
}

fn moved(text: &str, catalogue: &Catalogue, scenario: &Scenario) -> Result<Moved, Failure> {
    let (key, times) = match text.split_once('*') {
        Some((key, times)) => {
            let times = times
                .trim()
                .parse::<f64>()
                .ok()
                .filter(|times| times.is_finite() && *times != 0.0);
            let wrong = || {
                Failure::Refused(format!(
                    "--lever {text}; expected: KEY, or KEY*2 to be moved twice as far"
                ))
            };
            (key.trim(), times.ok_or_else(wrong)?)
        }
        None => (text.trim(), 1.0),
    };
    if let Some(spec) = catalogue.get(key) {
        if spec.kind != LeverKind::Number {
            return Err(Failure::Refused(format!(
                "{key} is no number: write each choice into a scenario and compare them"
            )));
        }
    } else if !scenario.assumptions().iter().any(|one| one.key == key) {
        let known = scenario.assumptions().iter().map(|one| one.key.as_str());
        let near = catalogue.nearest(key).or_else(|| nearest(key, known));
        let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        return Err(Failure::Refused(format!("no lever `{key}`{near}")));
    }
    Ok(Moved {
        key: key.to_string(),
        times,
    })
}

fn ends(args: &SeekArgs, lever: &Moved, unit: &str, catalogue: &Catalogue) -> Result<(f64, f64), Failure> {
    let spec = catalogue.get(&lever.key);
    let Some(text) = &args.between else {
        let spec = spec
            .ok_or_else(|| Failure::Refused(format!("{} has no bounds of its own: --between LOW:HIGH", lever.key)))?;
        return Ok((spec.low, spec.high));
    };
    let (low, high) = text
        .split_once(':')
        .ok_or_else(|| Failure::Refused(format!("--between {text}; expected: LOW:HIGH, such as 0:0.1 or 0%:10%")))?;
    let end = |text: &str| {
        let read = match spec {
            Some(spec) => within(text, spec.unit, spec.low, spec.high),
            None => amount(text, unit),
        };
        read.map_err(|fault| Failure::Refused(format!("--between: {}: {fault}", lever.key)))
    };
    let (low, high) = (end(low)?, end(high)?);
    if low >= high {
        return Err(Failure::Refused(format!(
            "--between {text}; expected: LOW:HIGH, such as 0:0.1 or 0%:10%, the lower first"
        )));
    }
    Ok((low, high))
}

/// Looks up what is sought.
pub fn sought(args: &SeekArgs, catalogue: &Catalogue) -> Result<Sought, Failure> {
    let (measure, side, target) = target(&args.target)?;
    let confidence = args.confidence.map(|per_cent| per_cent as usize);
    let side = match (side, measure.measure().better) {
        (Some(side), _) => side,
        (None, _) if confidence.is_none() => Side::Exactly,
        (None, Better::Higher) => Side::AtLeast,
        (None, Better::Lower) => Side::AtMost,
        (None, Better::Neither) => {
            return Err(Failure::Refused(format!(
                "{measure} is neither better high nor low: with --confidence say \"{measure}>={target}\" or \"{measure}<={target}\""
            )));
        }
    };
    let over = Over {
        assume: &args.assume,
        set: &args.set,
        area: None,
    };
    let scenario = Scenario::load_assuming(&args.scenario, over, catalogue)?;
    let levers: Vec<Moved> = args
        .levers
        .iter()
        .map(|text| moved(text, catalogue, &scenario))
        .collect::<Result<_, Failure>>()?;
    let first = &levers[0];
    let request = request(args, scenario.start_year)?;
    let from = args.from;
    if let Some(year) = from.filter(|year| *year > args.year) {
        return Err(Failure::Refused(format!(
            "moved from {year} on it changes nothing in {}",
            args.year
        )));
    }
    let done = |lever: &Moved| {
        catalogue
            .get(&lever.key)
            .is_some_and(|spec| spec.nature == Nature::Choice)
    };
    if let Some(year) = from.filter(|year| *year <= scenario.start_year.0 && levers.iter().any(done)) {
        return Err(absorbed(year, scenario.start_year));
    }
    let known = scenario.assumptions().iter().find(|one| one.key == first.key);
    let unit = catalogue.get(&first.key).map(|spec| spec.unit.to_string());
    let unit = unit.or_else(|| known.map(|one| one.unit.clone())).unwrap_or_default();
    let sought = Sought {
        ends: ends(args, first, &unit, catalogue)?,
        measure,
        target,
        side,
        confidence,
        year: Year(args.year),
        unit,
        from,
        request,
        levers,
    };
    // What is wrong whatever the lever's value is told where it stands, and a value that may not be before anything is run.
    Job::prepare(sought.request.clone(), catalogue)?;
    for end in [sought.ends.0, sought.ends.1] {
        let mut request = sought.request.clone();
        request.set.extend(sought.sets(end));
        if let Err(error) = Job::prepare(request, catalogue) {
            let failure = Failure::from(error);
            if let Failure::Problems(problems) = &failure {
                return Err(Failure::Refused(format!(
                    "at {end}: {}; --between narrows it",
                    super::first(problems)
                )));
            }
            return Err(failure);
        }
    }
    Ok(sought)
}

/// What is done from the base year on is taken as already so, and the fit undoes it: no value of it would reach anything.
pub(super) fn absorbed(year: u16, base: Year) -> Failure {
    Failure::Refused(format!(
        "from {year} on it changes nothing: the model is fitted to the base year {base}, with all that is done by then; say a year from {} on",
        base.0 + 1
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::{WAITING_LIST, WITHIN_18_WEEKS};

    #[test]
    fn a_target_is_read_with_its_side_and_unit() {
        let read = |text: &str| target(text).expect(text);
        assert_eq!(read("within_18_weeks=92%"), (WITHIN_18_WEEKS, None, 0.92));
        assert_eq!(
            read("waiting_list <= 4,000,000"),
            (WAITING_LIST, Some(Side::AtMost), 4e6)
        );
        let error = |text: &str| target(text).expect_err(text).to_string();
        assert!(error("within_18_week=0.9").contains("did you mean `within_18_weeks`?"));
        assert!(error("within_18_weeks=92").contains("between 0 and 1"));
        assert!(error("within_18_weeks").contains("expected: MEASURE=VALUE"));
    }
}
