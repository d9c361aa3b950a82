//! A proposal that is paid in part: what a rule gives to the last project that does not fit (`partial = true`).
//!
//! Half the money buys half of it: half the people reached by a programme, half of a lever that the price buys, half the money
//! for a service. A law cannot hold by half, so that a process which pays in part may only put to the vote what can be had in
//! part; that is checked when the file is read.

use super::file::Process;
use super::money::Cost;
use super::proposal::Proposal;
use super::reach::brought;
use crate::budgeting::Rational;
use crate::budgeting::exact::approximate;
use crate::scenario::problem::{Fault, Problem, Problems};
use crate::scenario::tree::{Table, Value, find_mut};

impl Proposal {
    /// The proposal as so much money buys it.
    pub(super) fn in_part(&self, amount: &Rational) -> Proposal {
        let share = match &self.price {
            Some(price) if *price > Rational::from_integer(0.into()) => approximate(&(amount / price)),
            _ => 1.0,
        };
        Proposal {
            id: format!("{}-in-part", self.id),
            price: Some(amount.clone()),
            // Only that much is given, whatever the whole would have turned out to cost.
            cost: Some(Cost::Known(approximate(amount))),
            part: Some(share),
            ..self.clone()
        }
    }
}

/// Makes what a proposal adopts as large as the part that is paid; what cannot be had in part is a problem.
pub(super) fn scale(proposal: &Proposal, share: f64, table: &mut Table, problems: &mut Problems) {
    let whole_id = proposal.id.trim_end_matches("-in-part");
    let mut wrong = |key: &str, what: &str| {
        let full = format!("proposal.{whole_id}.patch.{key}");
        let fault = Fault::Joint(format!(
            "`{key}` {what}: with `partial = true` the last project may be paid in part, so every proposal must be one that can be had in part"
        ));
        problems.push(
            Problem::at(fault, &proposal.place, &full)
                .expecting("money `into` a service, a programme with a `coverage`, or keys named under `bought`"),
        );
    };
    if !proposal.charged {
        wrong(
            "charge",
            "is \"model\", a change of law or structure, which holds or does not",
        );
    }
    if let Some(Value::Table(programmes)) = table.get("programme").map(|entry| &entry.node.value) {
        for (name, programme) in programmes {
            if !matches!(&programme.node.value, Value::Table(one) if one.contains_key("coverage")) {
                wrong(&format!("programme.{name}"), "says no `coverage`");
            }
        }
    }
    for (key, _) in proposal.sets() {
        if !key.starts_with("programme.") && !key.starts_with("programme_defaults") && !proposal.bought.contains(&key) {
            wrong(&key, "is not among what the price buys (`bought`)");
        }
    }
    if let Some(Value::Table(programmes)) = table.get_mut("programme").map(|entry| &mut entry.node.value) {
        for (name, programme) in programmes.iter_mut() {
            if let Value::Table(one) = &mut programme.node.value
                && let Some(entry) = one.get_mut("coverage")
            {
                let key = format!("proposal.{whole_id}.patch.programme.{name}.coverage");
                brought(&mut entry.node, share, 1.0, &key, problems);
            }
        }
    }
    for key in &proposal.bought {
        if let Some(node) = find_mut(table, key) {
            brought(node, share, f64::MAX, key, problems);
        }
    }
}

impl Process {
    /// The process with one more proposal for each that is paid in part, and the positions of these: worlds hold them beside
    /// what is funded in full.
    pub fn with_parts(&self, partly: &[(usize, Rational)]) -> (Process, Vec<usize>) {
        let mut process = self.clone();
        let mut added = Vec::new();
        for (at, amount) in partly {
            added.push(process.proposals.len());
            process.proposals.push(self.proposals[*at].in_part(amount));
        }
        (process, added)
    }
}
