//! What the tables say of places beside their people, as shares of England that add up.

use std::collections::BTreeMap;

use super::area::{Area, Kind, shipped};
use crate::world::TableError;
use crate::world::axes::FIFTHS;
use crate::world::table::Row;

/// What is known of a council.
#[derive(Clone, Copy, Debug)]
pub(super) struct Council {
    /// Spending on adult social care, gross [£ thousand].
    pub care_gross: f64,
    /// Fees and charges of it [£ thousand]; where none are published, as large a part of spending as in all other councils.
    pub care_charges: f64,
    /// Spending on public health [£ thousand].
    pub public_health: f64,
    /// Moves from and to the rest of the country \[people a year\].
    pub net_internal: f64,
    /// Moves from and to abroad \[people a year\].
    pub net_international: f64,
    /// Places in care homes.
    pub care_home_beds: f64,
    /// House price, England = 1; nothing where none is published.
    pub house_price: Option<f64>,
    /// Need of its patients.
    pub need: Need,
    /// Households by fifth and tenure: outright, mortgage, private rent, social rent.
    pub tenure: [[f64; 4]; FIFTHS],
}

/// Need for care against England = 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Need {
    /// All core services.
    pub core: f64,
    /// Hospital care.
    pub hospital: f64,
    /// Deaths that could be avoided.
    pub avoidable: f64,
}

/// What is known of a board.
#[derive(Clone, Copy, Debug)]
pub(super) struct Board {
    /// General and acute beds.
    pub beds: f64,
    /// Referrals to treatment a year.
    pub clock_starts: f64,
    /// The waiting list.
    pub list: f64,
    /// Those of it who wait more than 18 weeks.
    pub over_18_weeks: f64,
    /// Those of it who wait more than 52 weeks.
    pub over_52_weeks: f64,
    /// Share of A&E attendances that take more than four hours.
    pub over_four_hours: f64,
    /// Patients a day who are fit to leave.
    pub delayed: f64,
    /// Acute staff for 100,000 people.
    pub staff: f64,
    /// Need of its patients.
    pub need: Need,
}

/// Everything.
#[derive(Debug)]
pub(super) struct Known {
    /// By code.
    pub councils: BTreeMap<String, Council>,
    /// By code.
    pub boards: BTreeMap<String, Board>,
    /// Council, board, people who live in both.
    pub overlap: Vec<(String, String, f64)>,
    /// How far mortality follows the index of avoidable deaths \[power\].
    pub mortality_follows_avoidable: f64,
    /// How far emergency admissions follow the index of need for hospital care \[power\].
    pub emergency_follows_need: f64,
}

fn need(row: &Row<'_>) -> Result<Need, TableError> {
    Ok(Need {
        core: row.above_zero("core_services")?,
        hospital: row.above_zero("general_acute")?,
        avoidable: row.above_zero("avoidable_mortality")?,
    })
}

/// Parts in a hundred.
const PERCENT: f64 = 100.0;

impl Known {
    pub(super) fn load(areas: &[Area]) -> Result<Known, TableError> {
        let needs = ["core_services", "general_acute", "avoidable_mortality"];
        let columns = [
            &["code", "care_gross", "care_charges", "public_health", "net_internal"][..],
            &["net_international", "care_home_beds", "house_price", "registered"],
            &needs,
        ]
        .concat();
        let mut councils = BTreeMap::new();
        let table = shipped("councils.csv", &columns)?;
        let mut usual = (0.0, 0.0);
        for row in table.rows() {
            if let Some(charges) = row.optional_number("care_charges")? {
                usual = (usual.0 + charges, usual.1 + row.above_zero("care_gross")?);
            }
        }
        for row in table.rows() {
            councils.insert(
                row.text("code").to_owned(),
                Council {
                    care_gross: row.above_zero("care_gross")?,
                    care_charges: match row.text("care_charges") {
                        "" => row.above_zero("care_gross")? * usual.0 / usual.1,
                        _ => row.amount("care_charges")?,
                    },
                    public_health: row.above_zero("public_health")?,
                    net_internal: row.number("net_internal")?,
                    net_international: row.number("net_international")?,
                    care_home_beds: row.amount("care_home_beds")?,
                    house_price: row.optional_number("house_price")?,
                    need: need(&row)?,
                    tenure: [[0.0; 4]; FIFTHS],
                },
            );
        }
        let columns = [
            &[
                "code",
                "beds",
                "acute_staff",
                "referrals",
                "list",
                "over_18_weeks",
                "over_52_weeks",
            ][..],
            &["over_four_hours", "delayed", "registered"],
            &needs,
        ]
        .concat();
        let mut boards = BTreeMap::new();
        let table = shipped("boards.csv", &columns)?;
        for row in table.rows() {
            let list = row.above_zero("list")?;
            boards.insert(
                row.text("code").to_owned(),
                Board {
                    beds: row.above_zero("beds")?,
                    clock_starts: row.above_zero("referrals")?,
                    list,
                    over_18_weeks: list * row.amount("over_18_weeks")? / PERCENT,
                    over_52_weeks: list * row.amount("over_52_weeks")? / PERCENT,
                    over_four_hours: row.share("over_four_hours")?,
                    delayed: row.amount("delayed")?,
                    staff: row.above_zero("acute_staff")?,
                    need: need(&row)?,
                },
            );
        }
        let table = shipped("overlap.csv", &["council", "board", "people"])?;
        let mut overlap = Vec::new();
        for row in table.rows() {
            overlap.push((
                row.text("council").to_owned(),
                row.text("board").to_owned(),
                row.above_zero("people")?,
            ));
        }
        let tenures = ["outright", "mortgage", "private_rent", "social_rent"];
        let table = shipped("tenure.csv", &[&["code", "fifth", "households"], &tenures[..]].concat())?;
        for row in table.rows() {
            let fifth = row.whole("fifth", 1, FIFTHS)? - 1;
            let households = row.amount("households")?;
            let Some(council) = councils.get_mut(row.text("code")) else {
                return Err(row.error("code", "a council of councils.csv"));
            };
            for (target, column) in council.tenure[fifth].iter_mut().zip(tenures) {
                *target = households * row.share(column)?;
            }
        }
        let table = shipped("method.csv", &["name", "value", "source"])?;
        let names = ["mortality_follows_avoidable", "emergency_follows_need"];
        let mut method = [0.0; 2];
        for row in table.rows() {
            method[row.one_of("name", &names)?] = row.share("value")?;
        }
        for area in areas {
            let missing = match area.kind {
                Kind::Council => !councils.contains_key(&area.code),
                Kind::Board => !boards.contains_key(&area.code),
                _ => false,
            };
            if missing {
                return Err(table.error(
                    &format!("nothing known of {}", area.name),
                    "a row for every council and board",
                ));
            }
        }
        Ok(Known {
            councils,
            boards,
            overlap,
            mortality_follows_avoidable: method[0],
            emergency_follows_need: method[1],
        })
    }
}
