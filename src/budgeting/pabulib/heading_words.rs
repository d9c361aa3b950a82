//! What headings of ballots say by their words: that a column is about the voter, speaks of votes, gives points, or asks for so many.

/// Headings that say how much each project gets of a voter.
pub(super) const POINTS: [&str; 12] = [
    "points", "point", "tokens", "score", "scores", "stars", "rating", "ratings", "rank", "ranks", "ranking", "credits",
];
/// Headings under which people write as they like.
pub(super) const FREE: [&str; 12] = [
    "comment",
    "comments",
    "note",
    "notes",
    "reason",
    "reasons",
    "why",
    "feedback",
    "remarks",
    "message",
    "sylwadau",
    "description",
];
/// Headings that are plainly about the voter, or about when and how the answer came.
pub(super) const ABOUT_THE_VOTER: [&str; 96] = [
    "age",
    "aged",
    "born",
    "birth",
    "dob",
    "sex",
    "gender",
    "pronoun",
    "pronouns",
    "district",
    "ward",
    "area",
    "postcode",
    "post",
    "zip",
    "name",
    "names",
    "surname",
    "forename",
    "email",
    "mail",
    "phone",
    "telephone",
    "mobile",
    "time",
    "timestamp",
    "date",
    "submitted",
    "ethnicity",
    "ethnic",
    "religion",
    "disability",
    "disabled",
    "language",
    "address",
    "street",
    "town",
    "village",
    "city",
    "county",
    "region",
    "country",
    "neighbourhood",
    "neighborhood",
    "borough",
    "parish",
    "constituency",
    "place",
    "lsoa",
    "uprn",
    "school",
    "class",
    "year",
    "years",
    "organisation",
    "organization",
    "group",
    "table",
    "household",
    "family",
    "children",
    "home",
    "house",
    "income",
    "education",
    "occupation",
    "job",
    "employment",
    "tenure",
    "nationality",
    "id",
    "ref",
    "reference",
    "voter",
    "user",
    "respondent",
    "response",
    "participant",
    "member",
    "username",
    "login",
    "ip",
    "device",
    "browser",
    "source",
    "consent",
    "newsletter",
    "oed",
    "rhyw",
    "enw",
    "who",
    "pleidleisiwr",
    "wähler",
    "wyborca",
    "created",
    "updated",
];

/// Words of headings and cells that name a place or a group, of which many people vote.
pub(super) const PLACES: [&str; 28] = [
    "table",
    "group",
    "ward",
    "class",
    "village",
    "parish",
    "school",
    "household",
    "polling",
    "station",
    "hall",
    "venue",
    "district",
    "area",
    "town",
    "session",
    "team",
    "zone",
    "site",
    "branch",
    "precinct",
    "centre",
    "center",
    "room",
    "workshop",
    "neighbourhood",
    "neighborhood",
    "borough",
];
/// Cells that say by which way ballots came.
const CHANNELS: [&str; 22] = [
    "online",
    "paper",
    "papers",
    "phone",
    "telephone",
    "post",
    "postal",
    "web",
    "website",
    "email",
    "app",
    "sms",
    "text",
    "library",
    "in person",
    "face to face",
    "drop in",
    "leaflet",
    "kiosk",
    "digital",
    "hall",
    "ballot box",
];

/// Whether a heading names places or groups.
pub(super) fn names_places(heading: &str) -> bool {
    words(heading).iter().any(|word| PLACES.contains(&word.as_str()))
}

/// Whether a cell names a group of people, or a way by which ballots come: `Table 3`, `Group A`, `Online`.
pub(super) fn is_a_group(cell: &str) -> bool {
    let said = words(cell);
    CHANNELS.contains(&said.join(" ").as_str())
        || (2..=3).contains(&said.len()) && said.first().is_some_and(|word| PLACES.contains(&word.as_str()))
}

/// Whether a heading asks the voter something, or is about the voter's consent, as hardly a project's title does.
pub(super) fn asks_the_voter(heading: &str) -> bool {
    const BEGIN: [&str; 22] = [
        "do", "does", "did", "are", "is", "was", "were", "have", "has", "had", "would", "will", "could", "should", "i",
        "how", "what", "where", "when", "rate", "rating", "wyt",
    ];
    const CONSENT: [&str; 13] = [
        "consent",
        "gdpr",
        "newsletter",
        "privacy",
        "permission",
        "subscribe",
        "verified",
        "valid",
        "signature",
        "signed",
        "satisfaction",
        "feedback",
        "caniatâd",
    ];
    let said = words(heading);
    heading.trim_end().ends_with('?')
        || heading.contains("? ")
        || said.first().is_some_and(|word| BEGIN.contains(&word.as_str()))
        || said.iter().any(|word| CONSENT.contains(&word.as_str()))
}

pub(super) fn words(text: &str) -> Vec<String> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Whether a heading is plainly about the voter.
pub(super) fn is_about_the_voter(title: &str) -> bool {
    words(title).iter().any(|word| ABOUT_THE_VOTER.contains(&word.as_str()))
}

/// Whether a heading speaks of points or ranks.
pub(super) fn says_points(title: &str) -> bool {
    words(title).iter().any(|word| POINTS.contains(&word.as_str()))
}

/// Whether a heading says that its numbers are points, of which more is better: by words that are not those of the project's title.
pub(super) fn speaks_of_points(heading: &str, title: &str) -> bool {
    const WORDS: [&str; 16] = [
        "points", "point", "pts", "score", "scores", "scored", "stars", "star", "rate", "rating", "ratings", "tokens",
        "credits", "pwyntiau", "punkte", "punkty",
    ];
    let of_title = words(title);
    let said: Vec<String> = words(heading)
        .into_iter()
        .filter(|word| !of_title.contains(word))
        .collect();
    let high = said
        .windows(2)
        .any(|pair| pair[0].parse::<u32>().is_ok_and(|number| number > 1) && pair[1] == "high");
    high || said.iter().any(|word| WORDS.contains(&word.as_str()))
}

/// Whether a question says that 1 is the good end of its scale (`1 = most wanted`), or a higher number is (`4 is best`).
pub(super) fn best_end(heading: &str) -> Option<bool> {
    const GOOD: [&str; 8] = [
        "most",
        "best",
        "top",
        "highest",
        "favourite",
        "favorite",
        "first",
        "strongly",
    ];
    let words = words(heading);
    words.windows(2).enumerate().find_map(|(at, pair)| {
        let number: u32 = pair[0].parse().ok()?;
        let next = if ["is", "being", "means"].contains(&pair[1].as_str()) {
            words.get(at + 2)?
        } else {
            &pair[1]
        };
        GOOD.contains(&next.as_str()).then_some(number == 1)
    })
}

/// How many projects a question lets a voter name: `Choose up to 2 projects`, `Pick one project`, `Tick your top two`, `(max 3)`.
pub(super) fn most_by_heading(heading: &str) -> Option<usize> {
    const NUMBERS: [&str; 10] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    const BEFORE: [&str; 13] = [
        "to", "max", "maximum", "most", "top", "pick", "choose", "tick", "select", "than", "only", "exactly", "just",
    ];
    let number = |word: &str| {
        let spelt = NUMBERS.iter().position(|known| *known == word).map(|at| at + 1);
        spelt.or_else(|| word.parse().ok().filter(|most| (1..=20).contains(most)))
    };
    let words = words(heading);
    let single = words.iter().position(|word| word == "single");
    if let Some(at) = single
        && (at == 0 || words[at - 1] != "every")
        && words
            .get(at + 1)
            .is_some_and(|next| ["choice", "project", "vote", "option"].contains(&next.as_str()))
    {
        return Some(1);
    }
    let first = words
        .windows(2)
        .position(|pair| number(&pair[1]).is_some() && BEFORE.contains(&pair[0].as_str()))?;
    // `One or more`, `1 to 3`, `one, two or three`: the largest counts, and `more` is no limit.
    let mut largest = None;
    for word in &words[first + 1..] {
        match number(word) {
            Some(next) => largest = largest.max(Some(next)),
            None if ["or", "to", "and"].contains(&word.as_str()) => {}
            None if ["more", "many", "several"].contains(&word.as_str()) => return None,
            None => break,
        }
    }
    largest
}

/// Whether a question asks what a voter does not want.
pub(super) fn asks_against(heading: &str) -> bool {
    const AGAINST: [&str; 17] = [
        "not", "drop", "cut", "reject", "oppose", "against", "dislike", "worst", "remove", "never", "lose", "scrap",
        "abandon", "dont", "exclude", "veto", "ddim",
    ];
    let words = words(heading);
    // `Don't` falls apart into two words.
    let dont = words.windows(2).any(|pair| pair[0] == "don" && pair[1] == "t");
    let least = words
        .iter()
        .enumerate()
        .any(|(at, word)| word == "least" && (at == 0 || words[at - 1] != "at"));
    // `Do not choose more than 3` asks for what is wanted.
    let limits = words
        .windows(2)
        .any(|pair| ["more", "choose", "exceed"].contains(&pair[1].as_str()) && pair[0] == "not");
    !limits && (dont || least || words.iter().any(|word| AGAINST.contains(&word.as_str())))
}

/// Whether a heading speaks of votes, choices or projects.
pub(super) fn speaks_of_votes(heading: &str) -> bool {
    const WORDS: [&str; 26] = [
        "vot", "choice", "choos", "chose", "project", "proposal", "ballot", "select", "pick", "favo", "support",
        "approv", "idea", "option", "answer", "response", "rank", "prefer", "priorit", "fund", "want", "first",
        "pleidl", "prosiect", "cynnig", "dewis",
    ];
    words(heading)
        .iter()
        .any(|word| WORDS.iter().any(|known| word.starts_with(known)))
}
