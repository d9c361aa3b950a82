//! Where two features of a process meet: districts, phases, part funding, alternatives, needs, quorums and what officials decided,
//! held against a count that knows only the words of the guide, and against processes that must come to the same.

use std::collections::{BTreeMap, BTreeSet};

use clap::Parser;
use serde_json::Value;

use carepool::budgeting::lots::Lots;
use carepool::cli::vote::{VoteArgs, run};

#[derive(Parser)]
struct Line {
    #[command(subcommand)]
    word: Word,
}
#[derive(clap::Subcommand)]
enum Word {
    Vote(Box<VoteArgs>),
}

/// A proposal as a process file writes it.
#[derive(Clone, Debug)]
struct Asked {
    id: &'static str,
    cost: u64,
    district: Option<&'static str>,
    phase: u64,
    one_of: Option<&'static str>,
    needs: Option<&'static str>,
    /// `pinned` or `vetoed`.
    officials: Option<&'static str>,
}

/// A vote: money, proposals, voters with their district and what they name.
#[derive(Clone, Debug)]
struct Town {
    whole: Vec<u64>,
    carried: u64,
    districts: Vec<(&'static str, u64)>,
    asked: Vec<Asked>,
    voters: Vec<(&'static str, Vec<usize>)>,
    rule: &'static str,
    partial: bool,
    /// Per cent of the voters.
    quorum: u64,
}

/// What was funded, and what each project gets.
type Given = BTreeMap<String, u64>;

const IDS: [&str; 8] = ["a", "b", "c", "d", "e", "f", "g", "h"];

impl Town {
    /// Drawn from a seed, without anything but districts and money.
    fn new(seed: u64) -> Town {
        let mut lots = Lots::new(seed);
        let mut draw = |end: u64| lots.below(end);
        let asked = IDS.iter().enumerate().map(|(at, id)| Asked {
            id,
            // No two cost the same and few have the same votes, so that hardly anything hangs on the order of equals.
            cost: 20 + 7 * draw(12) + at as u64,
            district: [
                None,
                None,
                None,
                None,
                Some("east"),
                Some("east"),
                Some("west"),
                Some("west"),
            ][at],
            phase: 1,
            one_of: None,
            needs: None,
            officials: None,
        });
        let asked: Vec<Asked> = asked.collect();
        let voters = (0..24).map(|_| {
            let home = ["east", "west"][draw(2) as usize];
            let named = (0..8).filter(|_| draw(5) < 2).collect();
            (home, named)
        });
        Town {
            voters: voters.collect(),
            asked,
            whole: vec![90 + draw(60)],
            carried: 0,
            districts: vec![("east", 40 + draw(40)), ("west", 40 + draw(40))],
            rule: "greedy",
            partial: false,
            quorum: 0,
        }
    }

    fn process(&self) -> String {
        let of_districts: u64 = self.districts.iter().map(|(_, money)| money).sum();
        let budget = self.whole.iter().sum::<u64>() + of_districts;
        let mut text =
            format!("title = \"A town\"\nbase = \"smallshire.toml\"\nballots = \"town.pb\"\nbudget = {budget}\n");
        if self.carried > 0 {
            text.push_str(&format!("carried_over = {}\n", self.carried));
        }
        if self.whole.len() > 1 {
            text.push_str(&format!("phases = {:?}\n", self.whole));
        }
        text.push_str(&format!("[rule]\nname = \"{}\"\n", self.rule));
        if self.rule == "equal-shares" {
            text.push_str("completion = \"none\"\n");
        }
        if self.partial {
            text.push_str("partial = true\n");
        }
        if self.quorum > 0 {
            text.push_str(&format!("quorum = \"{}%\"\n", self.quorum));
        }
        for (id, money) in &self.districts {
            let part = 1.0 / self.districts.len() as f64;
            text.push_str(&format!("[district.{id}]\nbudget = {money}\npeople = {part}\n"));
        }
        for one in &self.asked {
            text.push_str(&format!(
                "[proposal.{}]\nprice = {}\ninto = \"community_health\"\n",
                one.id, one.cost
            ));
            if let Some(district) = one.district {
                text.push_str(&format!("district = \"{district}\"\n"));
            }
            if self.whole.len() > 1 && one.district.is_none() {
                text.push_str(&format!("phase = {}\n", one.phase));
            }
            for (key, value) in [("one_of", one.one_of), ("needs", one.needs)] {
                if let Some(value) = value {
                    text.push_str(&format!("{key} = \"{value}\"\n"));
                }
            }
            if let Some(decided) = one.officials {
                text.push_str(&format!("{decided} = \"as decided\"\n"));
            }
        }
        text
    }

    fn ballots(&self) -> String {
        let of_districts: u64 = self.districts.iter().map(|(_, money)| money).sum();
        let budget = self.whole.iter().sum::<u64>() + of_districts;
        let mut text = format!(
            "META\nkey;value\nnum_projects;{}\nnum_votes;{}\nbudget;{budget}\nvote_type;approval\nrule;unknown\ncurrency;GBP\nPROJECTS\nproject_id;cost\n",
            self.asked.len(),
            self.voters.len(),
        );
        self.asked
            .iter()
            .for_each(|one| text.push_str(&format!("{};{}\n", one.id, one.cost)));
        text.push_str("VOTES\nvoter_id;vote;district\n");
        for (voter, (home, named)) in self.voters.iter().enumerate() {
            let ids: Vec<&str> = named.iter().map(|at| self.asked[*at].id).collect();
            text.push_str(&format!("{voter};{};{home}\n", ids.join(",")));
        }
        text
    }

    /// What the program says of it.
    fn told(&self, more: &[&str]) -> Value {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).expect("written");
            path.display().to_string()
        };
        let (process, ballots) = (
            write("p.budget.toml", &self.process()),
            write("town.pb", &self.ballots()),
        );
        let line = ["x", "vote", &ballots, "--process", &process, "--format", "json"];
        let line = line.iter().chain(more);
        let Word::Vote(arguments) = Line::try_parse_from(line).expect("arguments").word;
        let mut out = Vec::new();
        if let Err(error) = run(&arguments, &mut out) {
            let why = match &error {
                carepool::cli::vote::VoteError::Process(problems) => problems.to_string(),
                other => other.to_string(),
            };
            panic!("{why}\n{}", self.process());
        }
        serde_json::from_slice(&out).expect("json")
    }

    /// What the program makes of it.
    fn counted(&self) -> Given {
        let told = self.told(&[]);
        let mut given = Given::new();
        for id in told["funded"].as_array().expect("a list") {
            let id = id.as_str().expect("an id").to_owned();
            let cost = self.asked.iter().find(|one| one.id == id).expect("known").cost;
            given.insert(id, cost);
        }
        for part in told["funded_in_part"].as_array().expect("a list") {
            let amount = part["amount"].as_str().expect("a sum").parse().expect("whole pounds");
            given.insert(part["project"].as_str().expect("an id").to_owned(), amount);
        }
        assert_eq!(told["spent"], given.values().sum::<u64>().to_string(), "{self:?}");
        given
    }

    /// The purses: the whole area with its phases, then each district; with the voters who decide about them.
    fn purses(&self) -> Vec<(Option<&'static str>, Vec<u64>)> {
        let mut whole = self.whole.clone();
        whole[0] += self.carried;
        let districts = self.districts.iter().map(|(id, money)| (Some(*id), vec![*money]));
        std::iter::once((None, whole)).chain(districts).collect()
    }

    /// Most votes first, as the guide says it: nothing of the program but its words.
    fn by_the_guide(&self) -> Given {
        let mut given = Given::new();
        for (home, phases) in self.purses() {
            let voters: Vec<&Vec<usize>> = self
                .voters
                .iter()
                .filter(|(at, _)| home.is_none_or(|home| home == *at))
                .map(|(_, named)| named)
                .collect();
            let votes = |at: usize| voters.iter().filter(|named| named.contains(&at)).count() as u64;
            let mut left = 0;
            for (phase, money) in phases.iter().enumerate() {
                left += money;
                let here: Vec<usize> = (0..self.asked.len())
                    .filter(|at| self.asked[*at].district == home)
                    .filter(|at| home.is_some() || self.whole.len() == 1 || self.asked[*at].phase == phase as u64 + 1)
                    .collect();
                for at in here
                    .iter()
                    .copied()
                    .filter(|at| self.asked[*at].officials == Some("pinned"))
                {
                    left -= self.asked[at].cost;
                    given.insert(self.asked[at].id.to_owned(), self.asked[at].cost);
                }
                let mut order: Vec<usize> = here
                    .into_iter()
                    .filter(|at| self.asked[*at].officials.is_none())
                    .collect();
                order.sort_by_key(|at| (std::cmp::Reverse(votes(*at)), self.asked[*at].id));
                let out = self.out_of_the_vote();
                order.retain(|at| !out.contains(self.asked[*at].id));
                let mut turned_away = BTreeSet::new();
                loop {
                    let open = |id: &str| !given.contains_key(id) && !turned_away.contains(id);
                    let next = order.iter().copied().find(|at| {
                        let one = &self.asked[*at];
                        open(one.id) && one.needs.is_none_or(|needed| given.contains_key(needed))
                    });
                    let Some(at) = next else { break };
                    let one = &self.asked[at];
                    let rival = |other: &Asked| {
                        other.id != one.id && other.one_of == one.one_of && given.contains_key(other.id)
                    };
                    let enough = votes(at) > 0 && votes(at) * 100 >= self.quorum * voters.len() as u64;
                    if !enough || one.one_of.is_some() && self.asked.iter().any(rival) {
                        turned_away.insert(one.id);
                    } else if one.cost <= left {
                        left -= one.cost;
                        given.insert(one.id.to_owned(), one.cost);
                    } else if self.partial {
                        if left > 0 {
                            given.insert(one.id.to_owned(), left);
                        }
                        left = 0;
                        break;
                    } else {
                        turned_away.insert(one.id);
                    }
                }
            }
        }
        given
    }

    /// Vetoed, an alternative to what is pinned, or in need of something that is out.
    fn out_of_the_vote(&self) -> BTreeSet<&'static str> {
        let mut out: BTreeSet<&str> = BTreeSet::new();
        let pinned = |group: &str| {
            self.asked
                .iter()
                .any(|one| one.officials == Some("pinned") && one.one_of == Some(group))
        };
        loop {
            let before = out.len();
            for one in self.asked.iter().filter(|one| one.officials != Some("pinned")) {
                let gone = one.officials == Some("vetoed")
                    || one.one_of.is_some_and(pinned)
                    || one.needs.is_some_and(|needed| out.contains(needed));
                if gone {
                    out.insert(one.id);
                }
            }
            if out.len() == before {
                return out;
            }
        }
    }
}

fn towns(number: u64) -> impl Iterator<Item = (u64, Town)> {
    (0..number).map(|seed| (seed, Town::new(seed)))
}

#[test]
fn most_votes_first_is_what_the_guide_says_wherever_two_features_meet() {
    let mut met = BTreeSet::new();
    // Every pair of features meets in some of these.
    for (seed, mut town) in towns(24) {
        let features = (seed * 11 + 5) % 64;
        let has = |bit: u64| features >> bit & 1 == 1;
        town.partial = has(0);
        if has(1) {
            town.whole = vec![town.whole[0] / 2, town.whole[0] - town.whole[0] / 2];
            (0..4).for_each(|at| town.asked[at].phase = 1 + at as u64 % 2);
        }
        if has(2) {
            // Alternatives of one purse and one phase.
            town.asked[0].one_of = Some("either");
            town.asked[2].one_of = Some("either");
            town.asked[4].one_of = Some("east_either");
            town.asked[5].one_of = Some("east_either");
        }
        if has(3) {
            town.asked[3].needs = Some("b");
            town.asked[7].needs = Some("g");
        }
        if has(4) {
            town.quorum = 40;
        }
        if has(5) {
            let cheapest = (0..2).min_by_key(|at| town.asked[*at].cost).expect("two");
            if town.asked[cheapest].cost <= town.whole[0] {
                town.asked[cheapest].officials = Some("pinned");
            }
            town.asked[6].officials = Some("vetoed");
            town.carried = 13;
        }
        let (counted, wanted) = (town.counted(), town.by_the_guide());
        assert_eq!(counted, wanted, "{seed}\n{}\n{}", town.process(), town.ballots());
        met.insert(counted.len());
    }
    assert!(met.len() > 3, "{met:?}");
}

/// Rules that count districts and phases, with what they can keep to.
const RULES: [&str; 7] = [
    "greedy",
    "value-for-money",
    "equal-shares",
    "phragmen",
    "bos",
    "pb-ear",
    "plurality",
];

fn each(number: u64, mut held: impl FnMut(&Town, &str)) {
    for (seed, mut town) in towns(number) {
        town.rule = RULES[seed as usize % RULES.len()];
        if seed % 3 == 1 {
            town.whole = vec![town.whole[0] / 2, town.whole[0] - town.whole[0] / 2];
            (0..4).for_each(|at| town.asked[at].phase = 1 + at as u64 % 2);
        }
        if seed % 4 == 3 {
            town.asked[0].one_of = Some("either");
            town.asked[2].one_of = Some("either");
        }
        if seed % 5 == 4 {
            town.quorum = 30;
        }
        town.partial = seed % 2 == 0 && ["greedy", "value-for-money", "plurality"].contains(&town.rule);
        held(&town, &format!("{seed} {town:?}"));
    }
}

#[test]
fn the_order_of_voters_and_their_number_times_three_change_nothing() {
    each(7, |town, told| {
        let counted = town.counted();
        let mut turned = town.clone();
        turned.voters.reverse();
        assert_eq!(turned.counted(), counted, "{told}");
        let mut thrice = town.clone();
        thrice.voters = [town.voters.clone(), town.voters.clone(), town.voters.clone()].concat();
        assert_eq!(thrice.counted(), counted, "{told}");
    });
}

#[test]
fn twice_the_money_at_twice_the_cost_gives_twice_the_money_to_the_same() {
    each(7, |town, told| {
        let mut twice = town.clone();
        twice.asked.iter_mut().for_each(|one| one.cost *= 2);
        twice.whole.iter_mut().for_each(|money| *money *= 2);
        twice.districts.iter_mut().for_each(|(_, money)| *money *= 2);
        let doubled: Given = town
            .counted()
            .into_iter()
            .map(|(id, amount)| (id, 2 * amount))
            .collect();
        assert_eq!(twice.counted(), doubled, "{told}");
    });
}

#[test]
fn no_purse_and_no_phase_spends_more_than_it_has_and_nothing_is_paid_that_nobody_named() {
    each(7, |town, told| {
        let counted = town.counted();
        for (home, phases) in town.purses() {
            let mut money = 0;
            for (phase, more) in phases.iter().enumerate() {
                money += more;
                let spent: u64 = town
                    .asked
                    .iter()
                    .filter(|one| one.district == home && (phases.len() == 1 || one.phase <= phase as u64 + 1))
                    .filter_map(|one| counted.get(one.id))
                    .sum();
                assert!(spent <= money, "{home:?} {phase}: {spent} of {money}\n{told}");
            }
        }
        for (at, one) in town
            .asked
            .iter()
            .enumerate()
            .filter(|(_, one)| counted.contains_key(one.id))
        {
            let here = |(home, _): &&(&str, Vec<usize>)| one.district.is_none_or(|district| district == *home);
            let all: Vec<&(&str, Vec<usize>)> = town.voters.iter().filter(here).collect();
            let naming = all.iter().filter(|(_, named)| named.contains(&at)).count() as u64;
            assert!(
                naming > 0 && naming * 100 >= town.quorum * all.len() as u64,
                "{}\n{told}",
                one.id
            );
        }
        let either = town
            .asked
            .iter()
            .filter(|one| one.one_of.is_some() && counted.contains_key(one.id));
        assert!(either.count() <= 1, "{told}");
    });
}

#[test]
fn votes_of_one_district_decide_nothing_in_the_other() {
    each(7, |town, told| {
        let mut other = town.clone();
        // Those of the west say nothing any more about what is the west's.
        for (home, named) in &mut other.voters {
            if *home == "west" {
                named.retain(|at| town.asked[*at].district != Some("west"));
            }
        }
        let (before, after) = (town.counted(), other.counted());
        let outside = |given: &Given| -> Given {
            let of = |id: &String| {
                town.asked
                    .iter()
                    .any(|one| one.id == id && one.district != Some("west"))
            };
            given
                .iter()
                .filter(|(id, _)| of(id))
                .map(|(id, amount)| (id.clone(), *amount))
                .collect()
        };
        assert_eq!(outside(&before), outside(&after), "{told}");
        assert!(after.keys().all(|id| !["g", "h"].contains(&id.as_str())), "{told}");
        // Nor do they count in the east, whatever they name there.
        let mut meddling = town.clone();
        for (home, named) in &mut meddling.voters {
            if *home == "west" {
                named.retain(|at| town.asked[*at].district != Some("east"));
                named.extend([4, 5]);
            }
        }
        let east = |given: &Given| -> Vec<(String, u64)> {
            let of = |id: &String| ["e", "f"].contains(&id.as_str());
            given
                .iter()
                .filter(|(id, _)| of(id))
                .map(|(id, amount)| (id.clone(), *amount))
                .collect()
        };
        assert_eq!(east(&meddling.counted()), east(&before), "{told}");
    });
}

#[test]
fn one_district_of_all_is_no_district_and_a_phase_without_proposals_hands_its_money_on() {
    each(7, |town, told| {
        let mut plain = town.clone();
        plain.whole = vec![town.whole.iter().sum()];
        plain.districts.clear();
        plain
            .asked
            .iter_mut()
            .for_each(|one| (one.district, one.phase) = (None, 1));
        let counted = plain.counted();
        let mut district = plain.clone();
        district.districts = vec![("east", plain.whole[0])];
        district.whole = vec![0];
        district.asked.iter_mut().for_each(|one| one.district = Some("east"));
        district.voters.iter_mut().for_each(|(home, _)| *home = "east");
        assert_eq!(district.counted(), counted, "{told}");
        let mut late = plain.clone();
        late.whole = vec![plain.whole[0] - 7, 7];
        late.asked.iter_mut().for_each(|one| one.phase = 2);
        assert_eq!(late.counted(), counted, "{told}");
        let mut carried = plain.clone();
        carried.whole = vec![plain.whole[0] - 11];
        carried.carried = 11;
        assert_eq!(carried.counted(), counted, "{told}");
    });
}

#[test]
fn what_officials_veto_might_not_stand_there_and_what_they_pin_is_paid_first() {
    each(7, |town, told| {
        let mut vetoed = town.clone();
        vetoed.asked[3].officials = Some("vetoed");
        let mut without = town.clone();
        without.asked.remove(3);
        for (_, named) in &mut without.voters {
            named.retain(|at| *at != 3);
            named.iter_mut().for_each(|at| *at -= usize::from(*at > 3));
        }
        assert_eq!(vetoed.counted(), without.counted(), "{told}");
        // Pinned, it is paid from its own purse and phase.
        let (cost, phase) = (town.asked[3].cost, town.asked[3].phase as usize - 1);
        let phase = if town.whole.len() > 1 { phase } else { 0 };
        if cost > town.whole[phase] {
            return;
        }
        let mut pinned = town.clone();
        pinned.asked[3].officials = Some("pinned");
        without.whole[phase] -= cost;
        let mut wanted = without.counted();
        wanted.insert("d".to_owned(), cost);
        assert_eq!(pinned.counted(), wanted, "{told}");
    });
}

#[test]
fn more_money_for_one_district_takes_nothing_from_anybody_else() {
    each(7, |town, told| {
        let mut richer = town.clone();
        richer.districts[0].1 += 25;
        let (before, after) = (town.counted(), richer.counted());
        for one in town.asked.iter().filter(|one| one.district != Some("east")) {
            assert_eq!(before.get(one.id), after.get(one.id), "{}\n{told}", one.id);
        }
    });
}

#[test]
fn margins_are_what_a_count_of_the_whole_vote_needs_with_districts_phases_and_part_payment() {
    let (mut votes, mut costs) = (0, 0);
    each(7, |town, told| {
        // Costs in thousands are looked at by the whole pound.
        let mut town = town.clone();
        town.asked.iter_mut().for_each(|one| one.cost *= 100);
        town.whole.iter_mut().for_each(|money| *money *= 100);
        town.districts.iter_mut().for_each(|(_, money)| *money *= 100);
        let full = |town: &Town, at: usize| town.counted().get(town.asked[at].id) == Some(&town.asked[at].cost);
        let answer = town.told(&["--margins"]);
        for one in answer["explanation"].as_array().expect("a list") {
            let at = town
                .asked
                .iter()
                .position(|asked| one["project"] == asked.id)
                .expect("known");
            let home = town.asked[at].district.unwrap_or("west");
            if let Some(more) = one["votes_to_win"].as_u64() {
                let with = |more: u64| {
                    let mut town = town.clone();
                    town.voters.extend((0..more).map(|_| (home, vec![at])));
                    full(&town, at)
                };
                assert!(with(more) && !with(more - 1), "{} {more}\n{told}", town.asked[at].id);
                votes += 1;
            }
            let whole = |cost: &str| cost.parse::<u64>().ok();
            if let Some(cost) = one["cost_to_win"].as_str().and_then(whole) {
                let at_cost = |cost: u64| {
                    let mut town = town.clone();
                    town.asked[at].cost = cost;
                    full(&town, at)
                };
                assert!(
                    at_cost(cost) && !at_cost(cost + 1),
                    "{} {cost}\n{told}",
                    town.asked[at].id
                );
                costs += 1;
            }
        }
    });
    assert!(votes > 5 && costs > 15, "{votes} {costs}");
}
