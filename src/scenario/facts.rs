//! What a scenario says that is not a number of a lever: when it begins, which tables it uses, who is eligible for a
//! programme, who pays and from when, and what binds assumptions together. For `explain`, in the form of assumptions.

use super::assumption::Assumption;
use super::compiled::Scenario;
use super::difference;
use super::evidence::Backing;
use super::reading::Meta;

impl Scenario {
    /// Every such fact.
    pub fn facts(&self) -> Vec<Assumption> {
        let mut facts = Vec::new();
        for (key, text) in difference::list(self) {
            let parts: Vec<&str> = key.split('.').collect();
            // A programme's own words stand behind what it says of itself.
            let behind = match parts.as_slice() {
                ["programme", name, _] => self
                    .assumptions()
                    .iter()
                    .find(|one| one.key == format!("programme.{name}.coverage")),
                _ => None,
            };
            let meaning = match parts.last().copied() {
                Some("start_year") if behind.is_some() => "First year of the programme.",
                Some("end_year") => "Last year of the programme.",
                Some("eligible") => "Who may have the programme.",
                Some("into") => "The service that the programme's money goes to.",
                Some("payer") => "Whose budget pays for the programme.",
                Some("start_year") => "First year that is projected: the base year.",
                Some("data") => {
                    "Folders of tables, the first one that has a table winning; each table names its source at its head."
                }
                Some("same_money_as") => "The scenario whose public money this one is given, year by year.",
                Some("assume" | "believe") if parts.len() == 1 => {
                    "What the file believes: it holds for whatever the scenario is compared with too."
                }
                _ => "Rank correlation between the draws of these assumptions.",
            };
            let mut meta: Meta = behind.map_or_else(Meta::new, |one| one.meta.clone());
            meta.remove("evidence");
            meta.entry("source")
                .or_insert_with(|| "Choice of whoever wrote the scenario".to_string());
            meta.entry("confidence").or_insert_with(|| "judgement".to_string());
            facts.push(Assumption {
                meaning: meaning.to_string(),
                unit: String::new(),
                allowed: String::new(),
                text,
                distribution: None,
                number: None,
                years: String::new(),
                remark: None,
                meta,
                backing: Backing::default(),
                place: behind.map_or_else(|| self.name.clone(), |one| one.place.clone()),
                name: key.clone(),
                key,
            });
        }
        facts
    }
}
