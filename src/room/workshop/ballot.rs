//! The ballot paper as a form, for phone and clerk, and the ballot that a form brings.

use maud::{Markup, html};

use super::who::{Fields, field};
use crate::budgeting::electorate::BallotKind;
use crate::process::money::{spoken, spoken_exactly};
use crate::process::{Process, Proposal};
use crate::room::Words;
use crate::workshop::{Form, Marks};

/// What voters are asked to do.
pub fn instruction(words: Words, form: &Form) -> String {
    let points = form.points.to_string();
    let mut text = match form.kind {
        BallotKind::Approval => words.say("vote-approval"),
        BallotKind::ChooseOne => words.say("vote-choose-one"),
        BallotKind::Knapsack => words.say("vote-knapsack"),
        BallotKind::Cumulative => words.tell("vote-points", &[("points", &points)]),
        BallotKind::Scoring => words.tell("vote-scores", &[("points", &points)]),
        BallotKind::Ordinal => words.say("vote-ranks"),
    };
    if form.least > 0 && form.kind != BallotKind::ChooseOne {
        text.push(' ');
        text.push_str(&words.tell("vote-least", &[("count", &form.least.to_string())]));
    }
    if form.most < form.proposals.len() && form.kind != BallotKind::ChooseOne {
        text.push(' ');
        text.push_str(&words.tell("vote-most", &[("count", &form.most.to_string())]));
    }
    text
}

/// The lines of the paper, with what is marked on it so far.
pub fn lines(words: Words, process: &Process, form: &Form, marks: &Marks, details: bool) -> Markup {
    html! {
        @if !form.districts.is_empty() {
            fieldset {
                legend { (words.say("vote-district")) }
                @for (id, title) in &form.districts {
                    label.choice {
                        input type="radio" name="district" value=(id) required checked[marks.district.as_ref() == Some(id)];
                        span lang="en" { (title) }
                    }
                }
            }
        }
        ul.plain.paper {
            @for at in &form.proposals {
                @let proposal = &process.proposals[*at];
                @let place = marks.named.iter().position(|id| *id == proposal.id);
                li {
                    label.choice for=(format!("mark-{}", proposal.id)) {
                        (mark(words, form, &proposal.id, place, marks))
                        span lang="en" { strong { (proposal.title) } " " span.price { (words.tell("price", &[("price", &spoken(proposal.pounds()))])) } }
                        (whose(words, form, proposal))
                    }
                    @if details && !proposal.description.is_empty() { p.note lang="en" { (proposal.description) } }
                }
            }
        }
    }
}

/// What proposals on the paper have to do with one another: at most one of alternatives is funded, and some only beside others.
pub fn bound(words: Words, process: &Process, form: &Form) -> Markup {
    let title = |id: &String| {
        process
            .find(id)
            .map_or_else(|| id.clone(), |at| process.proposals[at].title.clone())
    };
    let joined = |ids: &[String]| ids.iter().map(title).collect::<Vec<_>>().join(" · ");
    html! {
        @for group in &form.alternatives {
            p.note { (words.say("one-of-these")) " " span lang="en" { (joined(group)) } }
        }
        @for at in &form.proposals {
            @let proposal = &process.proposals[*at];
            @if !proposal.needs.is_empty() {
                p.note { span lang="en" { (proposal.title) } ": " (words.say("only-beside")) " " span lang="en" { (joined(&proposal.needs)) } }
            }
        }
    }
}

/// What each part of the money may pay for, where it is divided among districts: a sum of all of it would tell a voter little.
pub fn purses(words: Words, form: &Form) -> Markup {
    let divided = form.divided();
    html! {
        @if !divided.is_empty() {
            p.note { (words.say("purses")) }
            ul.plain.purses {
                @for (district, sum) in divided {
                    li {
                        @match district {
                            Some(title) => span lang="en" { (title) },
                            None => (words.say("purse-whole")),
                        }
                        ": " span.price { (spoken_exactly(sum)) }
                    }
                }
            }
        }
    }
}

/// What officials settled before the vote, which is not on the paper: funded whatever the vote, or taken out.
pub fn settled(words: Words, process: &Process) -> Markup {
    let settled: Vec<_> = process
        .proposals
        .iter()
        .filter_map(|proposal| settled_word(proposal).map(|word| (proposal, word)))
        .collect();
    html! {
        @if !settled.is_empty() {
            p { strong { (words.say("settled")) } }
            ul.plain {
                @for (proposal, word) in settled {
                    @let why = proposal.pinned.as_ref().or(proposal.vetoed.as_ref()).filter(|why| !why.is_empty());
                    li { span lang="en" { strong { (proposal.title) } " " span.price { (spoken(proposal.pounds())) } } ": " (words.say(word))
                        @if let Some(why) = why { " (" span lang="en" { (why) } ")" } }
                }
            }
        }
    }
}

/// What officials settled about a proposal, which voters then cannot name.
pub fn settled_word(proposal: &Proposal) -> Option<&'static str> {
    match (&proposal.pinned, &proposal.vetoed) {
        (Some(_), _) => Some("settled-pinned"),
        (None, Some(_)) => Some("settled-vetoed"),
        (None, None) => None,
    }
}

/// Who decides about a proposal, where that is not everybody.
pub fn whose(words: Words, form: &Form, proposal: &Proposal) -> Markup {
    let own = form
        .districts
        .iter()
        .find(|(id, _)| Some(id) == proposal.district.as_ref());
    html! {
        @if let Some((_, title)) = own { " " small { (words.tell("vote-whose", &[("district", title)])) } }
    }
}

/// Where a voter marks one proposal.
fn mark(words: Words, form: &Form, id: &str, place: Option<usize>, marks: &Marks) -> Markup {
    let field_id = format!("mark-{id}");
    let pounds = form.pounds([&id.to_owned()]);
    match form.kind {
        BallotKind::Approval | BallotKind::Knapsack => html! {
            input id=(field_id) type="checkbox" name="named" value=(id) data-pounds=(pounds) checked[place.is_some()];
        },
        BallotKind::ChooseOne => html! {
            input id=(field_id) type="radio" name="named" value=(id) data-pounds=(pounds) checked[place.is_some()];
        },
        BallotKind::Cumulative | BallotKind::Scoring => {
            let given = place.and_then(|at| marks.points.get(at)).map(i64::to_string);
            html! {
                input id=(field_id) type="number" inputmode="numeric" min="0" max=(form.points) name=(format!("points.{id}"))
                    value=[given] aria-label=(words.say("points-of")) data-pounds=(pounds);
            }
        }
        BallotKind::Ordinal => {
            let rank = place.map(|at| (at + 1).to_string());
            html! {
                input id=(field_id) type="number" inputmode="numeric" min="1" max=(form.proposals.len()) name=(format!("rank.{id}"))
                    value=[rank] aria-label=(words.say("rank-of")) data-pounds=(pounds);
            }
        }
    }
}

/// What the ballot costs or gives so far, beside what there is; the script keeps it up to date.
pub fn bar(words: Words, form: &Form, marks: &Marks) -> Markup {
    let (cost, budget) = (form.pounds(&marks.named), form.pounds_of_budget());
    let given: i64 = marks.points.iter().sum();
    // The text with numbers, or with places for the script to put them.
    let told = |count: &str, cost: &str, given: &str| match form.kind {
        BallotKind::Cumulative => words.tell("bar-points", &[("given", given), ("points", &form.points.to_string())]),
        BallotKind::Knapsack => words.tell(
            "bar-spent",
            &[("cost", cost), ("budget", &spoken_exactly(&form.budget))],
        ),
        _ => {
            let budget = spoken_exactly(&form.budget);
            words.tell("bar-named", &[("count", count), ("cost", cost), ("budget", &budget)])
        }
    };
    let now = told(&marks.named.len().to_string(), &spoken(cost), &given.to_string());
    let (counts, have, most) = match form.kind {
        BallotKind::Cumulative => ("points", given as f64, form.points as f64),
        _ => ("pounds", cost, budget),
    };
    let strict = form.is_a_plan() || form.kind == BallotKind::Cumulative;
    html! {
        div.bar data-counts=(counts) data-most=(most) data-open=(told("{count}", "{cost}", "{given}")) data-strict[strict] {
            p role="status" aria-live="polite" { (now) }
            progress max=(most) value=(have.min(most)) aria-label=(now) {}
        }
    }
}

/// Why a form brings no ballot.
pub enum NoBallot {
    /// Two proposals with one rank.
    RankTwice,
    /// A number that is none.
    Number(String),
}

/// The ballot of a form.
pub fn read(form: &Form, fields: &Fields) -> Result<Marks, NoBallot> {
    let mut marks = Marks {
        district: field(fields, "district").filter(|id| !id.is_empty()).map(str::to_owned),
        ..Marks::default()
    };
    let numbered = |prefix: &str| -> Result<Vec<(String, i64)>, NoBallot> {
        let mut list = Vec::new();
        for (name, value) in fields {
            let Some(id) = name.strip_prefix(prefix).filter(|_| !value.trim().is_empty()) else {
                continue;
            };
            let number = value.trim().parse().map_err(|_| NoBallot::Number(value.clone()))?;
            list.push((id.to_owned(), number));
        }
        Ok(list)
    };
    if form.has_points() {
        let given = numbered("points.")?.into_iter().filter(|(_, points)| *points != 0);
        (marks.named, marks.points) = given.unzip();
    } else if form.ranks() {
        let mut ranks = numbered("rank.")?;
        ranks.sort_by_key(|(_, rank)| *rank);
        if ranks.windows(2).any(|pair| pair[0].1 == pair[1].1) {
            return Err(NoBallot::RankTwice);
        }
        marks.named = ranks.into_iter().map(|(id, _)| id).collect();
    } else {
        let named = fields.iter().filter(|(name, _)| name == "named");
        marks.named = named.map(|(_, id)| id.clone()).collect();
    }
    Ok(marks)
}

impl NoBallot {
    /// For whoever sent it.
    pub fn told(&self, words: Words) -> String {
        match self {
            NoBallot::RankTwice => words.say("rank-twice"),
            NoBallot::Number(text) => words.tell("not-a-number", &[("text", text)]),
        }
    }
}
