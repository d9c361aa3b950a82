//! The words of the page, English and Welsh. Reasons, notes and names stay in the language in which they were written; the page
//! says so where that is English on a Welsh page.

use crate::budgeting::rules::Rule;

/// A language of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Welsh.
    Welsh,
}

impl Language {
    /// Code for browsers and screen readers.
    pub fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Welsh => "cy",
        }
    }
    /// The word of this language.
    pub(super) fn say(self, english: &'static str, welsh: &'static str) -> &'static str {
        match self {
            Language::English => english,
            Language::Welsh => welsh,
        }
    }
}

/// A rule's name for people who have never heard of it.
pub fn plain_name(rule: Rule, language: Language) -> &'static str {
    let (english, welsh) = match rule {
        Rule::Greedy => ("Most votes first", "Y nifer fwyaf o bleidleisiau yn gyntaf"),
        Rule::GreedyNoSkip => (
            "Most votes first, ending at the first that does not fit",
            "Y nifer fwyaf o bleidleisiau yn gyntaf, hyd at y cyntaf nad yw\u{2019}n ffitio",
        ),
        Rule::GreedyThreshold => (
            "Most votes first, with a least number of votes",
            "Y nifer fwyaf o bleidleisiau yn gyntaf, gyda lleiafswm",
        ),
        Rule::GreedyCustom => (
            "Most votes first, the last one helped out",
            "Y nifer fwyaf o bleidleisiau yn gyntaf, gyda chymorth i\u{2019}r olaf",
        ),
        Rule::ValueForMoney => ("Most votes for the money", "Y nifer fwyaf o bleidleisiau am yr arian"),
        Rule::Knapsack => (
            "The set that pleases most in total",
            "Y set sy\u{2019}n plesio fwyaf gyda\u{2019}i gilydd",
        ),
        Rule::Phragmen => ("Earning together", "Ennill gyda\u{2019}n gilydd"),
        Rule::EqualShares => ("An equal share for everyone", "Cyfran gyfartal i bawb"),
        Rule::ExactEqualShares => (
            "An equal share for everyone, equal parts for each project",
            "Cyfran gyfartal i bawb, rhannau cyfartal i bob prosiect",
        ),
        Rule::BoundedOverspending => (
            "An equal share for everyone, with some credit",
            "Cyfran gyfartal i bawb, gyda pheth credyd",
        ),
        Rule::FractionalEqualShares => (
            "An equal share for everyone, projects in part",
            "Cyfran gyfartal i bawb, prosiectau\u{2019}n rhannol",
        ),
        Rule::MaximinSupport => ("The lightest load", "Y baich ysgafnaf"),
        Rule::CumulativeTransfer => ("Money that moves on", "Arian sy\u{2019}n symud ymlaen"),
        Rule::ExpandingApprovals => ("First choices, then second ones", "Dewisiadau cyntaf, yna\u{2019}r ail"),
        Rule::OrderedRelaxation => (
            "As much as possible for whoever gets least",
            "Cymaint \u{e2} phosibl i\u{2019}r sawl sy\u{2019}n cael leiaf",
        ),
        Rule::Plurality => ("First choices only", "Dewisiadau cyntaf yn unig"),
    };
    language.say(english, welsh)
}
