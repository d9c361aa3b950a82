//! What was told of a person and makes no difference to the bill, with the reason: nothing is taken and dropped without a word.

use super::person::{Law, LivesThere, Money, Person, Premium, Stay, YesNo};
use crate::economy::charging::{Circumstances, Law as Rules, Nation, Package};
use crate::world::{Pence, Setting};

/// A flag that was told, and why it makes no difference.
type Unused = (&'static str, &'static str);

const ABOUT_HOME: &str = "it is about care at home";
const ABOUT_CARE_HOMES: &str = "it is about a stay in a care home";
const CHARGED_AS_AT_HOME: &str = "so short a stay in a care home is charged as care at home is";
const ABOUT_NURSING: &str = "it is about a nursing home";
const TEMPORARY: &str = "the home does not count in a temporary stay";
const NO_HOME: &str = "no home is told that would count";
const LIVED_IN: &str = "the home does not count while one lives in it";
const PROTECTED: &str = "the home does not count while somebody lives there whose home it is too";
const LEFT_OUT: &str = "such income is left out altogether";

/// Said where nothing that is told of a person matters.
const WHATEVER: &str = "whatever somebody has";

/// A sentence for each reason; `staying` says whether it is a stay in a care home, however it is charged.
pub fn notes(
    asked: &Person,
    law: Law,
    rules: &Rules,
    person: &Circumstances,
    care: &Package,
    staying: bool,
) -> Vec<String> {
    if care.continuing_healthcare {
        let dearer = care.self_funder_price > care.council_rate;
        let all_of_it = if dearer { "the care" } else { "all of it" };
        return vec![format!(
            "The NHS pays for {all_of_it}, {WHATEVER}: income, savings, the home and what others would pay make no difference."
        )];
    }
    let at_home = care.setting == Setting::OwnHome;
    let all_at_home = at_home && rules.free_personal_care_at_home && care.personal_care >= care.council_rate;
    if (rules.all_free && (at_home || !rules.all_free_except_daily_living)) || all_at_home {
        return vec![format!(
            "All of this care is free under this law, {WHATEVER}: income, savings, the home and what a council decides make no difference."
        )];
    }
    let mut found = if at_home {
        at_home_only(asked, law, rules, person)
    } else {
        in_a_care_home(asked, law, rules, person)
    };
    if asked.nursing_payment.is_some() && !care.nursing {
        found.push(("--nursing-payment", ABOUT_NURSING));
    }
    found.extend(anywhere(asked, rules, person));
    if at_home && staying {
        for (_, why) in found.iter_mut().filter(|(_, why)| *why == ABOUT_CARE_HOMES) {
            *why = CHARGED_AS_AT_HOME;
        }
    }
    told(&found)
}

/// Whether it is said that nothing that is told of a person matters.
pub fn whatever(notes: &[String]) -> bool {
    notes.iter().any(|note| note.contains(WHATEVER))
}

/// What the weeks of a bill have shown.
#[derive(Clone, Copy, Debug)]
pub struct Shown {
    /// Everything was paid in full in every week.
    pub always_in_full: bool,
    /// Capital was above the upper limit in every week.
    pub never_tested: bool,
    /// Something was owed on the home for care.
    pub owed: bool,
}

/// What made no difference in any week, as only the weeks show.
pub fn in_these_weeks(asked: &Person, rules: &Rules, shown: Shown) -> Vec<String> {
    let tested = "it matters only to one whose capital is not above the upper limit";
    let capped = rules.has_cap();
    let night = asked.night_part_left_out.is_some_and(|share| share.0 > 0.0);
    let most_unused = shown.always_in_full || (shown.never_tested && capped);
    let told_so: [(bool, Unused); 7] = [
        (
            asked.council_rate.is_some() && shown.always_in_full && !capped,
            ("--council-rate", tested),
        ),
        (asked.most_at_home.is_some() && most_unused, ("--most-at-home", tested)),
        (
            asked.share_taken.is_some() && shown.never_tested,
            ("--share-taken", tested),
        ),
        (
            asked.lower_limit.is_some() && shown.never_tested && !capped,
            ("--lower-limit", tested),
        ),
        (
            yes(asked.savings_disregard) && shown.never_tested,
            ("--savings-disregard", tested),
        ),
        (night && shown.never_tested, ("--night-part-left-out", tested)),
        (
            asked.interest.is_some() && !shown.owed,
            ("--interest", "no payment is deferred against the home in these weeks"),
        ),
    ];
    let found: Vec<Unused> = told_so.into_iter().filter(|one| one.0).map(|one| one.1).collect();
    told(&found)
}

/// What makes no difference for a reason that nothing here knows: answers without which the bill is the same, one by one and all
/// together. What the notes speak of already is not told again.
pub fn by_trying(asked: &Person, notes: &[String], same: &dyn Fn(&Person) -> bool) -> Option<String> {
    if whatever(notes) {
        return None;
    }
    let mentioned = |flag: &str| {
        let mut words = notes
            .iter()
            .flat_map(|note| note.split([' ', ',', '.', '(', ')', ':', ';']));
        words.any(|word| word == flag)
    };
    let (mut without, mut flags) = (asked.clone(), Vec::new());
    for (flag, take_back) in asked.told() {
        // Whoever says who lives there has said whether there is a partner.
        let said_twice = flag == "--partner" && asked.lives_there == Some(LivesThere::Partner);
        if mentioned(&flag) || said_twice {
            continue;
        }
        let mut less = without.clone();
        take_back(&mut less);
        if same(&less) {
            without = less;
            flags.push(flag);
        }
    }
    let (verb, them) = if flags.len() == 1 {
        ("makes", "it")
    } else {
        ("make", "them")
    };
    (!flags.is_empty()).then(|| {
        format!(
            "{} {verb} no difference here: the bill is the same without {them}.",
            flags.join(", ")
        )
    })
}

/// A sentence for each reason.
fn told(found: &[Unused]) -> Vec<String> {
    let mut reasons: Vec<&str> = Vec::new();
    for (_, why) in found {
        if !reasons.contains(why) {
            reasons.push(why);
        }
    }
    reasons
        .into_iter()
        .map(|why| {
            let flags: Vec<&str> = found.iter().filter(|one| one.1 == why).map(|one| one.0).collect();
            let verb = if flags.len() == 1 { "makes" } else { "make" };
            format!("{} {verb} no difference here: {why}.", flags.join(", "))
        })
        .collect()
}

fn some(money: Option<Money>) -> bool {
    money.is_some_and(|money| money.0 > Pence::ZERO)
}

fn yes(answer: Option<YesNo>) -> bool {
    answer == Some(YesNo::Yes)
}

fn premiums(asked: &Person) -> bool {
    let told = asked.premiums.iter().flatten();
    told.clone().any(|premium| *premium != Premium::None)
}

/// Who lives in the home besides, where that can only matter to whether the home counts.
fn others_there(asked: &Person) -> bool {
    matches!(asked.lives_there, Some(LivesThere::Relative | LivesThere::Other))
}

fn at_home_only(asked: &Person, law: Law, rules: &Rules, person: &Circumstances) -> Vec<Unused> {
    let home_out = !rules.home_counts(person, Setting::OwnHome) || person.housing == Pence::ZERO;
    let of_a_home = if !rules.home_counted_at_home {
        LIVED_IN
    } else if rules.home_protected(person) {
        PROTECTED
    } else {
        NO_HOME
    };
    let told_guarantee = asked.guarantee.is_some();
    let no_premiums = if told_guarantee {
        "--guarantee tells what is kept"
    } else {
        "what is kept does not rest on it under this law"
    };
    let by_household = !told_guarantee && law.nation == Nation::England;
    let only_disability = asked.premiums.iter().flatten().all(|one| *one != Premium::Carer);
    let of_disability = |one: &Premium| matches!(one, Premium::Disability | Premium::EnhancedDisability);
    let any_disability = asked.premiums.iter().flatten().any(of_disability);
    let pensioner = f64::from(person.age) >= rules.pension_age;
    let night = asked.night_part_left_out.is_some_and(|share| share.0 > 0.0);
    let saver_at_home = yes(asked.savings_disregard_at_home);
    let told: [(bool, Unused); 11] = [
        (asked.allowance.is_some(), ("--allowance", ABOUT_CARE_HOMES)),
        (
            yes(asked.savings_disregard) && !saver_at_home,
            (
                "--savings-disregard",
                "at home it matters only where the council has it there too (--savings-disregard-at-home yes)",
            ),
        ),
        (
            saver_at_home && !some(asked.savings_credit) && !yes(asked.savings_disregard),
            (
                "--savings-disregard-at-home",
                "no savings credit is told, nor --savings-disregard yes",
            ),
        ),
        (
            yes(asked.pension_to_partner),
            ("--pension-to-partner", ABOUT_CARE_HOMES),
        ),
        (asked.sale_costs.is_some() && home_out, ("--sale-costs", of_a_home)),
        (
            others_there(asked)
                && (!rules.home_counted_at_home || person.housing == Pence::ZERO || person.partner_at_home),
            ("--lives-there", of_a_home),
        ),
        (
            asked.personal_care.is_some() && !rules.free_personal_care_at_home,
            ("--personal-care", "no care at home is free under this law"),
        ),
        (premiums(asked) && !by_household, ("--premiums", no_premiums)),
        (
            premiums(asked) && by_household && any_disability && pensioner,
            (
                if only_disability {
                    "--premiums"
                } else {
                    "--premiums disability"
                },
                "premiums for disability are for people under pension age",
            ),
        ),
        (
            asked.children.is_some_and(|count| count > 0) && !by_household,
            ("--children", no_premiums),
        ),
        (
            night && person.disability_benefit.0 <= rules.benefit_lower,
            ("--night-part-left-out", "no benefit above the lower rate is told"),
        ),
    ];
    told.into_iter().filter(|(told, _)| *told).map(|(_, one)| one).collect()
}

fn in_a_care_home(asked: &Person, law: Law, rules: &Rules, person: &Circumstances) -> Vec<Unused> {
    let temporary = asked.stay == Some(Stay::Temporary);
    // In Wales the weeks before say whether the stay is a short one.
    let of_a_short_stay = temporary && law.nation == Nation::Wales;
    let no_home = person.housing == Pence::ZERO;
    let protected = rules.home_protected(person) && asked.alone_after.is_none();
    let of_a_home = if temporary {
        TEMPORARY
    } else if protected && !no_home {
        PROTECTED
    } else {
        NO_HOME
    };
    let home_out = temporary || no_home || protected;
    let told: [(bool, Unused); 15] = [
        (
            yes(asked.savings_disregard_at_home),
            ("--savings-disregard-at-home", ABOUT_HOME),
        ),
        (asked.guarantee.is_some(), ("--guarantee", ABOUT_HOME)),
        (asked.partner_age.is_some(), ("--partner-age", ABOUT_HOME)),
        (premiums(asked), ("--premiums", ABOUT_HOME)),
        (
            asked.children.is_some_and(|count| count > 0),
            ("--children", ABOUT_HOME),
        ),
        (asked.most_at_home.is_some(), ("--most-at-home", ABOUT_HOME)),
        (asked.share_taken.is_some(), ("--share-taken", ABOUT_HOME)),
        (
            asked.night_part_left_out.is_some_and(|share| share.0 > 0.0),
            ("--night-part-left-out", ABOUT_HOME),
        ),
        (asked.personal_care.is_some(), ("--personal-care", ABOUT_HOME)),
        (
            some(asked.disability_costs),
            ("--disability-costs", "a care home is to meet costs of the disability"),
        ),
        (
            some(asked.housing_costs) && !temporary,
            (
                "--housing-costs",
                "the costs of the home are not allowed for in a permanent stay",
            ),
        ),
        (asked.sale_costs.is_some() && home_out, ("--sale-costs", of_a_home)),
        (
            asked.weeks_already.is_some_and(|weeks| weeks > 0) && home_out && !of_a_short_stay,
            ("--weeks-already", of_a_home),
        ),
        (
            others_there(asked) && (temporary || no_home || person.partner_at_home),
            ("--lives-there", of_a_home),
        ),
        (
            asked.alone_after.is_some() && !person.partner_at_home && (temporary || no_home),
            ("--alone-after", of_a_home),
        ),
    ];
    told.into_iter().filter(|(told, _)| *told).map(|(_, one)| one).collect()
}

fn anywhere(asked: &Person, rules: &Rules, person: &Circumstances) -> Vec<Unused> {
    let own_limits = "this law has limits of its own";
    // Of somebody without capital nothing is assumed either, and that is no word about the law.
    let has_capital = some(asked.savings) || some(asked.home);
    let nothing_assumed = asked.lower_limit.is_some() && has_capital && !rules.has_cap() && rules.tariff_income == 0;
    let told: [(bool, Unused); 8] = [
        (
            nothing_assumed,
            (
                "--lower-limit",
                "under this law no income is assumed from what is below the upper limit",
            ),
        ),
        (some(asked.earnings), ("--earnings", LEFT_OUT)),
        (some(asked.ignored_income), ("--ignored-income", LEFT_OUT)),
        (
            yes(asked.until_death) && rules.end_of_life_weeks == 0,
            ("--until-death", "under this law nothing is free at the end of life"),
        ),
        (
            some(asked.counted_before) && !rules.has_cap(),
            ("--counted-before", "this law has no cap"),
        ),
        (
            asked.lower_limit.is_some() && rules.has_cap(),
            ("--lower-limit", own_limits),
        ),
        (
            asked.upper_limit.is_some() && rules.has_cap(),
            ("--upper-limit", own_limits),
        ),
        (
            yes(asked.pension_to_partner) && person.occupational_pension == Pence::ZERO,
            ("--pension-to-partner", "no private pension is told"),
        ),
    ];
    told.into_iter().filter(|(told, _)| *told).map(|(_, one)| one).collect()
}

#[cfg(test)]
mod tests {
    use clap::{Args, Command, FromArgMatches};

    use super::super::bill::{Bill, BillError, bill};
    use super::super::person::LAWS;
    use super::super::{object, shipped};
    use super::*;
    use crate::economy::charging::Amounts;
    use crate::projection::catalogue;

    /// Everything that may be told, each with an answer other than what is meant without it.
    const FLAGS: &str = "--partner yes;--partner-age 80;--state-pension 231;--private-pension 101;--pension-to-partner yes;--guarantee-credit 5;\
        --savings-credit 5;--earnings 5;--other-income 5;--ignored-income 5;--disability-benefit aa-lower;--savings 21000;\
        --home 210000;--mortgage 5000;--lives-there relative;--lives-there partner;--council-rate 850;--personal-care 100;\
        --top-up 50;--continuing-healthcare yes;--weeks 31;--weeks-already 5;--alone-after 5;--until-death yes;\
        --counted-before 1000;--deferred-before 1000;--housing-costs 20;--disability-costs 20;--year 2023;--premiums carer;\
        --premiums disability;--children 1;--guarantee 150;--allowance 40;--lower-limit 15000;--upper-limit 19000;\
        --nursing-payment 150;--night-part-left-out 100%;--most-at-home 5;--share-taken 50%;--savings-disregard yes;--savings-disregard-at-home yes;--sale-costs 5%;--interest 3%";

    /// Where and how people are cared for.
    const PLACES: [&str; 6] = [
        "--place home --weeks 60",
        "--place care-home --weeks 60",
        "--place care-home --stay temporary --weeks 40",
        "--place nursing-home --weeks 60 --home 0",
        "--place care-home --weeks 60 --savings 300000",
        "--place home --weeks 60 --savings 300000 --disability-benefit none",
    ];

    fn person(words: &str) -> Person {
        let command = Person::augment_args(Command::new("person").no_binary_name(true));
        let matches = command.try_get_matches_from(words.split_whitespace()).expect(words);
        Person::from_arg_matches(&matches).expect(words)
    }

    #[test]
    fn whatever_is_told_moves_the_bill_or_is_refused_or_is_told_to_make_no_difference() {
        let amounts = Amounts::shipped().expect("amounts");
        let levers = shipped(&catalogue()).expect("levers");
        let asked = |words: &str, more: &str, law: Law| {
            // What is told later stands in the place of what was told before.
            let person = person(more).or(&person(words));
            let found = bill(&person, law, &amounts, &levers);
            found.map(|bill: Bill| {
                let mut told = object(&person, &bill);
                let notes = told["notes"].take().to_string();
                (told, notes)
            })
        };
        let bases = [
            "--age 85 --state-pension 230 --private-pension 100 --disability-benefit aa-higher --savings 20000 --home 200000 --price 900",
            "--age 40 --other-income 210 --disability-benefit pip-enhanced --savings 16000 --price 900",
            "--age 70 --price 900",
            "--age 67 --state-pension 180 --guarantee-credit 40 --savings 3000 --price 900 --year 2016",
        ];
        let (mut compared, mut silent) = (0, Vec::new());
        for (base, place) in bases.into_iter().flat_map(|base| PLACES.map(|place| (base, place))) {
            for partner in ["", "--partner yes", "--partner yes --lives-there nobody"] {
                if base != bases[0] && !partner.is_empty() {
                    continue;
                }
                let told = format!("{place} {partner}");
                for law in LAWS {
                    let Ok((before, _)) = asked(base, &told, law) else {
                        continue;
                    };
                    for flag in FLAGS.split(';').map(str::trim) {
                        let name = flag.split(' ').next().expect("a name");
                        // What stands there already is not told again.
                        if told.contains(name) || (name == "--partner" && told.contains("lives-there")) {
                            continue;
                        }
                        // What is meant without it: a partner lives there, and half of the pension goes to them.
                        let meant = ["--lives-there partner", "--pension-to-partner yes"].contains(&flag);
                        if meant && told.contains("--partner yes") {
                            continue;
                        }
                        let (after, notes) = match asked(base, &format!("{told} {flag}"), law) {
                            Ok(found) => found,
                            Err(BillError::Contradiction(_) | BillError::NotTold(_) | BillError::Amounts(_)) => {
                                continue;
                            }
                            Err(other) => panic!("{told} {flag}: {other}"),
                        };
                        compared += 1;
                        let said = [name, WHATEVER].iter().any(|words| notes.contains(words));
                        if !said && figures(&before) == figures(&after) {
                            silent.push(format!("{} {told} {flag}", law.key));
                        }
                    }
                }
            }
        }
        assert!(
            silent.is_empty(),
            "taken, not used and not told:\n{}",
            silent.join("\n")
        );
        assert!(compared > 3_000, "{compared}");
    }

    /// Who pays how much and what is left; the telling of the steps apart.
    fn figures(bill: &serde_json::Value) -> String {
        let mut bill = bill.clone();
        for told in ["told", "name"] {
            bill[told].take();
        }
        bill.to_string()
    }
}
