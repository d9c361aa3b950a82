//! The rules: one file each, one shape for all: ballots in, an [`Outcome`] that explains itself out.

pub mod bounded_overspending;
pub mod cumulative_transfer;
mod equal_parts;
pub mod exact_equal_shares;
pub mod expanding_approvals;
pub mod fractional_equal_shares;
pub mod greedy;
pub mod irresolute;
pub mod knapsack;
pub mod looked_at;
pub mod maximin_support;
pub mod official;
pub mod ordered_relaxation;
pub mod phragmen;
pub mod phragmen_again;
pub mod rule;
mod short_rankings;
pub mod spread;
pub(crate) mod told;

use cumulative_transfer::{Shortfall, Strength};
pub use rule::Rule;
use short_rankings::told_of_short_rankings;

use super::election::{BallotType, Election};
use super::equal_shares::{Comparison, Completion, Preset, SharesTerms, compare, equal_shares};
use super::exact::Rational;
use super::explanation::{so_many, too_few_voters};
use super::outcome::Outcome;
use super::tie::TieOrder;
use super::utility::{Satisfaction, Utilities};

/// What a count may be asked for beside the rule; `None` is the rule's own default.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Satisfaction measure.
    pub satisfaction: Option<Satisfaction>,
    /// Completion of Equal Shares.
    pub completion: Option<Completion>,
    /// Convention of the completion.
    pub preset: Option<Preset>,
    /// Changes to the convention.
    pub terms: Changes,
    /// Order of ties.
    pub tie_order: Option<TieOrder>,
    /// Score for `greedy-threshold`.
    pub threshold: Option<Rational>,
    /// Whether Equal Shares is compared with the greedy rule and replaced by it if voters prefer that.
    pub comparison: Option<Comparison>,
    /// Whether the first project that does not fit gets what is left.
    pub partial: bool,
    /// Whether the limits that the file states are those of the count, as in a city's own count.
    pub as_stated: bool,
    /// Whether exact Equal Shares raises endowments.
    pub add_opt: bool,
    /// Variant of the cumulative transfer: what is compared.
    pub strength: Strength,
    /// Variant of the cumulative transfer: what is done when nothing has collected enough.
    pub shortfall: Shortfall,
}

impl Options {
    /// With what a city would choose where nothing was: Equal Shares that spends what is left (add1u).
    pub fn for_people(mut self, rule: Rule) -> Options {
        if rule == Rule::EqualShares && self.completion.is_none() {
            self.completion = Some(Completion::Add1u);
        }
        self
    }
}

/// Single options of a completion that replace those of the preset.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// First endowment.
    pub start: Option<super::equal_shares::Start>,
    /// When raising ends.
    pub stop: Option<super::equal_shares::Stop>,
    /// What exhaustive means.
    pub pool: Option<super::equal_shares::Pool>,
    /// Raise for each voter.
    pub step: Option<super::equal_shares::Step>,
}

/// Why a rule cannot count this election as it stands, in words that follow the rule's name; `None` if it can.
pub fn refusal(rule: Rule, election: &Election, options: &Options) -> Option<String> {
    let limits = if options.as_stated {
        &election.stated
    } else {
        &election.limits
    };
    if rule == Rule::FractionalEqualShares && election.ballots.len() > fractional_equal_shares::MOST_BALLOTS {
        return Some(format!(
            "counts at most {} different ballots exactly",
            fractional_equal_shares::MOST_BALLOTS
        ));
    }
    if rule == Rule::OrderedRelaxation
        && let Some(why) = ordered_relaxation::too_large(election)
    {
        return Some(why);
    }
    // A project that must wait for another is bought later than its supporters could have paid: loads would have to sink.
    if rule == Rule::Phragmen && !limits.requires.is_empty() {
        return Some("cannot weigh projects that need another".to_owned());
    }
    let unable = [
        Rule::Knapsack,
        Rule::CumulativeTransfer,
        Rule::FractionalEqualShares,
        Rule::OrderedRelaxation,
    ];
    if !limits.is_empty() && unable.contains(&rule) {
        return Some(format!("cannot keep to {}", limits.told()));
    }
    // What a project is worth for its money, and how often it stands first, know no votes against it.
    let adds_up = rule.goes_down_a_list() && !matches!(rule, Rule::ValueForMoney | Rule::Plurality);
    if election.has_negative_points() && !adds_up {
        return Some("cannot weigh votes against a project (negative points)".to_owned());
    }
    if let Some(why) = options.satisfaction.and_then(|one| one.unsuited(election.ballot_type))
        && looked_at::unused(rule, "satisfaction", options).is_none()
    {
        return Some(format!("cannot count by what these ballots do not say: {why}"));
    }
    if options.partial
        && !matches!(
            rule,
            Rule::Greedy | Rule::GreedyThreshold | Rule::ValueForMoney | Rule::Plurality
        )
    {
        return Some("cannot fund a project in part".to_owned());
    }
    None
}

/// Counts an election.
pub fn run(rule: Rule, election: &Election, options: &Options) -> Outcome {
    counted(rule, election, options, true)
}

/// The projects that [`run`] funds, without the certificate of who paid what: for counting again and again.
pub fn winners(rule: Rule, election: &Election, options: &Options) -> Vec<usize> {
    counted(rule, election, options, false).funded
}

fn counted(rule: Rule, election: &Election, options: &Options, certify: bool) -> Outcome {
    if options.as_stated && election.limits != election.stated {
        let mut stated = election.clone();
        stated.take_stated_limits();
        let options = Options {
            as_stated: false,
            ..options.clone()
        };
        return counted(rule, &stated, &options, certify);
    }
    let tie_order = options.tie_order.unwrap_or_default();
    if election.limits.turnout_missed(election).is_some() {
        let mut outcome = Outcome::new(rule.word(), "", tie_order);
        outcome
            .notes
            .push(format!("Nothing is funded: {}.", too_few_voters(election)));
        return outcome;
    }
    let municipal = options.tie_order.unwrap_or(TieOrder::File);
    let satisfaction = options.satisfaction.unwrap_or(usual_satisfaction(rule, election));
    let utilities = Utilities::new(election, satisfaction);
    let whole_places = satisfaction == Satisfaction::BordaFull && election.ballot_type == BallotType::Ordinal;
    let by_score = whole_places || options.satisfaction.is_none() && election.ballot_type.weighs();
    let mut outcome = match rule {
        // What stands on the ballot counts: cities add up points and ranks.
        Rule::Greedy if by_score => greedy::greedy_by_score(election, tie_order, whole_places),
        Rule::Greedy | Rule::ValueForMoney => greedy::greedy(election, &utilities, tie_order, rule.word()),
        Rule::GreedyNoSkip => greedy::greedy_no_skip(election, municipal),
        Rule::GreedyThreshold => greedy::greedy_threshold(election, options.threshold.as_ref(), municipal),
        Rule::GreedyCustom => greedy::greedy_custom(election, municipal),
        Rule::Knapsack => knapsack::knapsack(election, &utilities, tie_order),
        Rule::Phragmen => phragmen::phragmen(election, &utilities, tie_order),
        Rule::EqualShares => with_comparison(election, &utilities, options, certify),
        Rule::ExactEqualShares => {
            exact_equal_shares::exact_equal_shares(election, &utilities, tie_order, options.add_opt, certify)
        }
        Rule::BoundedOverspending => bounded_overspending::bounded_overspending(election, &utilities, tie_order),
        Rule::FractionalEqualShares => {
            fractional_equal_shares::fractional_equal_shares(election, &utilities, tie_order)
        }
        Rule::ExpandingApprovals => expanding_approvals::expanding_approvals(election, tie_order),
        Rule::MaximinSupport => maximin_support::maximin_support(election, &utilities, tie_order),
        Rule::CumulativeTransfer => {
            cumulative_transfer::cumulative_transfer(election, tie_order, options.strength, options.shortfall)
        }
        Rule::OrderedRelaxation => ordered_relaxation::ordered_relaxation(election, tie_order),
        Rule::Plurality => greedy::plurality(election, municipal),
    };
    let uses_satisfaction = matches!(
        rule,
        Rule::Greedy
            | Rule::ValueForMoney
            | Rule::Knapsack
            | Rule::Phragmen
            | Rule::BoundedOverspending
            | Rule::FractionalEqualShares
            | Rule::MaximinSupport
    );
    let mut published = election.projects.iter().map(|project| &project.published_score);
    let all_published = election.strengths.is_empty() && published.all(Option::is_some);
    let by_places = match rule {
        // These add up places where no score was published.
        _ if rule.goes_by_published_scores() => (!all_published).then_some(Satisfaction::BordaFromOne),
        Rule::CumulativeTransfer => Some(Satisfaction::BordaFromOne),
        Rule::EqualShares => Some(satisfaction),
        Rule::Phragmen | Rule::MaximinSupport => None,
        _ => uses_satisfaction.then_some(satisfaction),
    };
    outcome
        .notes
        .extend(by_places.and_then(|satisfaction| told_of_short_rankings(election, satisfaction)));
    if options.partial {
        greedy::fund_in_part(election, &mut outcome);
        outcome.options.push(("partial", "yes".to_owned()));
    }
    if uses_satisfaction && (whole_places || !(rule == Rule::Greedy && by_score)) {
        outcome
            .options
            .insert(0, ("satisfaction", satisfaction.word().to_owned()));
    }
    outcome
}

/// The terms of Equal Shares that these options ask for.
pub fn terms(options: &Options) -> SharesTerms {
    let completion = options.completion.unwrap_or_default();
    let mut terms = SharesTerms::preset(options.preset.unwrap_or_default(), completion);
    let Changes {
        start,
        stop,
        pool,
        step,
    } = options.terms.clone();
    terms.start = start.unwrap_or(terms.start);
    terms.stop = stop.unwrap_or(terms.stop);
    terms.pool = pool.unwrap_or(terms.pool);
    terms.step = step.or(terms.step);
    terms.tie_order = options.tie_order.unwrap_or(terms.tie_order);
    terms
}

/// The satisfaction that a rule takes where none is asked for: points and ranks where ballots have them.
pub fn usual_satisfaction(rule: Rule, election: &Election) -> Satisfaction {
    let by_ballot = match election.ballot_type {
        BallotType::Ordinal => Some(Satisfaction::BordaFromOne),
        kind if kind.has_points() => Some(Satisfaction::Points),
        _ => None,
    };
    match rule {
        // Loads are shared among supporters, whatever each of them gains.
        Rule::ExactEqualShares | Rule::Phragmen | Rule::MaximinSupport => Satisfaction::Cardinality,
        Rule::ValueForMoney => by_ballot.unwrap_or(Satisfaction::Cardinality),
        _ => by_ballot.unwrap_or(Satisfaction::Cost),
    }
}

fn with_comparison(election: &Election, utilities: &Utilities, options: &Options, certify: bool) -> Outcome {
    let terms = terms(options);
    let mut shares = equal_shares(election, utilities, &terms, certify);
    shares
        .options
        .insert(1, ("preset", options.preset.unwrap_or_default().word().to_owned()));
    let Some(comparison) = options.comparison else {
        return shares;
    };
    let by_votes = Utilities::new(election, Satisfaction::Cost);
    let mut greedy = greedy::greedy(election, &by_votes, terms.tie_order, "equal-shares");
    let (for_shares, for_greedy) = compare(election, &shares.funded, &greedy.funded, comparison);
    let told = format!(
        "Comparison step: {} better off with Equal Shares, {for_greedy} with the greedy rule.",
        so_many(for_shares, "voter is", "voters are")
    );
    if for_greedy > for_shares {
        greedy.options = shares.options;
        greedy.options.push(("comparison", "greedy".to_owned()));
        greedy.notes.push(told);
        return greedy;
    }
    shares.options.push(("comparison", "equal-shares".to_owned()));
    shares.notes.push(told);
    shares
}
