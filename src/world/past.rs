//! What was published of a measure before the base year: the part of a chart that is not computed.

use serde::{Deserialize, Serialize};

use super::table::{Table, TableError};

/// Name of the table in a data folder.
pub const PAST: &str = "past.csv";

/// A published value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PastPoint {
    /// Financial year, by the year in which it begins.
    pub year: u16,
    /// Value in the measure's unit.
    pub value: f64,
    /// Name of the way in which it was counted: nothing is joined across two of them.
    pub segment: String,
}

/// A measure's published past.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Past {
    /// Name of the measure.
    pub measure: String,
    /// Whether only the movement is the measure's, so that the series is drawn to meet the base year.
    pub by_movement: bool,
    /// Values by year, years rising.
    pub points: Vec<PastPoint>,
    /// Who published it, each once.
    pub sources: Vec<String>,
}

impl Past {
    /// Every series of a table; `names` are the measures that there are.
    pub fn read(text: &str, names: &[&str]) -> Result<Vec<Past>, TableError> {
        let columns = [
            "measure",
            "year",
            "published",
            "segment",
            "basis",
            "confidence",
            "source",
        ];
        let table = Table::read(PAST, text, &columns)?;
        let mut all: Vec<Past> = Vec::new();
        for row in table.rows() {
            let measure = names[row.one_of("measure", names)?];
            let by_movement = row.one_of("basis", &["level", "change"])? == 1;
            let point = PastPoint {
                year: row.year("year")?.0,
                value: row.above_zero("published")?,
                segment: row.text("segment").to_owned(),
            };
            row.one_of("confidence", &["verified", "derived", "recalled"])?;
            let at = match all.iter().position(|known| known.measure == measure) {
                Some(at) => at,
                None => {
                    all.push(Past {
                        measure: measure.to_owned(),
                        by_movement,
                        points: Vec::new(),
                        sources: Vec::new(),
                    });
                    all.len() - 1
                }
            };
            let one = &mut all[at];
            if one.by_movement != by_movement {
                return Err(row.error("basis", "the basis that other years of the measure have"));
            }
            let source = row.text("source").to_owned();
            if source.is_empty() {
                return Err(row.error("source", "who published it"));
            }
            if !one.sources.contains(&source) {
                one.sources.push(source);
            }
            if one.points.iter().any(|known| known.year == point.year) {
                let found = format!("a second row for {measure} in {}", point.year);
                return Err(row.error_in_row(&found, "one only"));
            }
            one.points.push(point);
        }
        for one in &mut all {
            one.points.sort_by_key(|point| point.year);
        }
        Ok(all)
    }

    /// The points before the base year, brought to meet its value where only their movement counts. Without a value of the base
    /// year nothing can be met, and nothing is told.
    pub fn before(&self, base: u16, at_base: f64) -> Vec<PastPoint> {
        let own = self.points.iter().find(|point| point.year == base);
        let times = match (self.by_movement, own) {
            (false, _) => 1.0,
            (true, Some(own)) if at_base.is_finite() => at_base / own.value,
            (true, _) => return Vec::new(),
        };
        let before = self.points.iter().filter(|point| point.year < base);
        before
            .map(|point| PastPoint {
                value: point.value * times,
                ..point.clone()
            })
            .collect()
    }

    /// Runs of points that a line may join: years that follow one another, counted in one way.
    pub fn runs(points: &[PastPoint]) -> impl Iterator<Item = &[PastPoint]> {
        points.chunk_by(|one, next| next.year == one.year + 1 && next.segment == one.segment)
    }

    /// Years from which it was counted in another way than before.
    pub fn breaks(points: &[PastPoint]) -> Vec<u16> {
        let pairs = points.windows(2).filter(|pair| pair[0].segment != pair[1].segment);
        pairs.map(|pair| pair[1].year).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "measure,year,published,segment,basis,confidence,source\n\
        list,2011,12,old,level,verified,NHS\nlist,2010,10,old,level,verified,NHS\nlist,2013,20,new,level,recalled,NHS\n\
        money,2010,50,one,change,derived,Treasury\nmoney,2012,100,one,change,derived,Treasury\n";

    #[test]
    fn a_line_is_broken_where_years_are_missing_or_were_counted_otherwise() {
        let all = Past::read(TABLE, &["money", "list"]).expect("read");
        let list = all[0].before(2014, f64::NAN);
        let runs: Vec<Vec<u16>> = Past::runs(&list)
            .map(|run| run.iter().map(|point| point.year).collect())
            .collect();
        assert_eq!(runs, [vec![2010, 2011], vec![2013]]);
        assert_eq!(Past::breaks(&list), [2013]);
        assert_eq!(all[0].sources, ["NHS"]);
    }

    #[test]
    fn what_counts_by_its_movement_meets_the_base_year() {
        let all = Past::read(TABLE, &["money", "list"]).expect("read");
        assert_eq!(all[1].before(2012, 300.0)[0].value, 150.0);
        assert!(all[1].before(2012, f64::NAN).is_empty() && all[1].before(2020, 1.0).is_empty());
    }

    #[test]
    fn a_row_that_cannot_be_is_refused_where_it_stands() {
        let refused = |row: &str| {
            let text = format!("measure,year,published,segment,basis,confidence,source\n{row}\n");
            Past::read(&text, &["list"]).expect_err(row).to_string()
        };
        assert!(refused("lists,2010,1,a,level,verified,x").contains("did you mean `list`?"));
        assert!(refused("list,2010,-1,a,level,verified,x").contains("line 2"));
        assert!(refused("list,2010,1,a,level,guessed,x").contains("verified"));
        assert!(refused("list,2010,1,a,level,verified,").contains("who published it"));
        assert!(refused("list,2010,1,a,level,verified,x\nlist,2010,2,a,level,verified,x").contains("line 3"));
        assert!(refused("list,2010,1,a,level,verified,x\nlist,2011,2,a,change,verified,x").contains("basis"));
    }
}
