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
pub(super) const ABOUT_THE_VOTER: [&str; 92] = [
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
    "created",
    "updated",
];

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
    const BEFORE: [&str; 9] = [
        "to", "max", "maximum", "most", "top", "pick", "choose", "tick", "select",
    ];
    let number = |word: &str| {
        let spelt = NUMBERS.iter().position(|known| *known == word).map(|at| at + 1);
        spelt.or_else(|| word.parse().ok().filter(|most| (1..=20).contains(most)))
    };
    words(heading)
        .windows(2)
        .find_map(|pair| number(&pair[1]).filter(|_| BEFORE.contains(&pair[0].as_str())))
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
