//! Tables that hold no ballots: the votes that each project got, or projects in lines and voters in columns.

use super::heading_words::is_about_the_voter;
use super::layout::{Look, PROJECT_WORDS, named_by};
use super::marks::mark;
use super::persons::{is_no_person, is_person};
use super::points::read_points;
use super::totals::names_a_sum;

/// More votes than this nobody gives alone.
const MOST_BY_ONE: u32 = 10;

impl Look<'_> {
    /// Whether lines are projects and columns beside them say how many votes each got: results, and no ballots.
    pub(super) fn is_of_totals(&self) -> bool {
        const WORDS: [&str; 29] = [
            "likes",
            "dots",
            "hearts",
            "stickers",
            "supports",
            "responses",
            "percent",
            "respondents",
            "vote",
            "votes",
            "count",
            "counts",
            "total",
            "totals",
            "tally",
            "ballots",
            "supporters",
            "points",
            "score",
            "scores",
            "result",
            "results",
            "pleidleisiau",
            "stimmen",
            "anzahl",
            "głosów",
            "głosy",
            "voix",
            "votos",
        ];
        const OF_PROJECTS: [&str; 4] = ["cost", "costs", "price", "budget"];
        // Both are the same for every column that is asked about.
        let one_of_numbers = {
            let numbers = |column: &usize| {
                let mut cells = self.cells(*column).filter(|cell| !cell.is_empty()).peekable();
                let priced = OF_PROJECTS.contains(&self.headings[*column].to_lowercase().as_str());
                !priced && cells.peek().is_some() && cells.all(|cell| read_points(cell).is_some())
            };
            (0..self.headings.len()).filter(numbers).take(2).count() == 1
        };
        let projects_once = one_of_numbers
            && (0..self.headings.len()).any(|column| {
                let title = self.headings[column].trim().to_lowercase();
                PROJECT_WORDS.contains(&title.as_str()) && self.names_each_once(column)
            });
        let counts = |column: usize| {
            let title = self.headings[column].to_lowercase();
            let mut words = title.split(|letter: char| !letter.is_alphanumeric());
            let cells = || self.cells(column).filter(|cell| !cell.is_empty());
            let tallies =
                cells().all(|cell| is_a_tally(cell) || read_points(cell).is_some()) && cells().any(is_a_tally);
            let numbers = cells().all(|cell| read_points(cell).is_some())
                // Identifiers of projects may be numbers too.
                && cells().any(|cell| self.names.one(cell).is_none());
            // Under a heading of projects, each named once, every number may be of those who want it, in whatever language that is said.
            let beside_projects =
                || projects_once && !is_about_the_voter(&title) && !PROJECT_WORDS.contains(&title.trim());
            tallies || numbers && (words.any(|word| WORDS.contains(&word)) || beside_projects())
        };
        let filled = |column: &usize| self.cells(*column).any(|cell| !cell.is_empty());
        let columns: Vec<usize> = (0..self.headings.len()).filter(filled).collect();
        // A column called `vote` names what a voter chose, unless what stands beside it is more than anybody gives.
        let many = (0..self.headings.len()).any(|column| {
            counts(column)
                && self.headings[column].to_lowercase() != "points"
                && self
                    .cells(column)
                    .any(|cell| cell.parse::<u32>().is_ok_and(|votes| votes > MOST_BY_ONE))
        });
        let names = |column: &usize| {
            !is_about_the_voter(&self.headings[*column])
                && !is_person(&self.headings[*column])
                && self.names_each_once(*column)
                && (many || !self.headings[*column].eq_ignore_ascii_case("vote"))
        };
        let of_projects = |column: &usize| OF_PROJECTS.contains(&self.headings[*column].to_lowercase().as_str());
        let (counted, others): (Vec<usize>, Vec<usize>) = columns.into_iter().partition(|column| counts(*column));
        let mut named = others.iter().filter(|column| names(column)).peekable();
        named.peek().is_some()
            && !counted.is_empty()
            && others.iter().all(|column| names(column) || of_projects(column))
    }

    /// Whether a column names a project on each line, none twice, but for sums.
    fn names_each_once(&self, column: usize) -> bool {
        let mut named = std::collections::HashSet::new();
        let mut cells = self.cells(column).filter(|cell| !names_a_sum(cell) && !cell.is_empty());
        let once = cells.all(|cell| self.names.one(cell).is_some_and(|(position, _)| named.insert(position)));
        once && named.len() >= 2
    }

    /// Whether projects stand in lines and voters in columns: the first column names a project on each line, none twice, and
    /// others hold marks or points.
    pub(super) fn is_turned_over(&self) -> bool {
        let first = self
            .headings
            .first()
            .map_or(String::new(), |heading| heading.to_lowercase());
        let said = PROJECT_WORDS.contains(&first.as_str());
        // Voters are numbered as projects are; and where other headings end in projects' names, voters stand in lines.
        let ends_in_a_project = |heading: &String| {
            let tail = heading.rsplit(['.', ':', ')']).next().unwrap_or_default().trim();
            !tail.is_empty() && tail.len() < heading.trim().len() && self.names.one(tail).is_some()
        };
        let named_in_headings = self
            .headings
            .iter()
            .skip(1)
            .filter(|one| ends_in_a_project(one))
            .count();
        let numbers_lines = [
            "no", "no.", "nr", "number", "paper", "sheet", "ballot", "row", "line", "#",
        ]
        .contains(&first.trim())
            && self.is_of_numbers(0);
        if !said && (is_about_the_voter(&first) || is_person(&first) || numbers_lines || named_in_headings >= 2) {
            return false;
        }
        let mut named: Vec<u32> = Vec::new();
        for cell in self.cells(0).filter(|cell| !names_a_sum(cell)) {
            match self.names.one(cell) {
                Some((Some(position), _)) if !named.contains(&position) => named.push(position),
                // A line that names none may be a further heading or a sum; a second of one project is a ballot's.
                Some((Some(_), _)) => return false,
                _ if cell.is_empty() => {}
                _ => return false,
            }
        }
        let score = |cell: &str| mark(cell).is_some() || cell.parse::<u32>().is_ok_and(|points| points <= 1000);
        let scores = |column: &usize| {
            self.cells(*column).all(score)
                && self.cells(*column).any(|cell| mark(cell) != Some(false))
                && !is_no_person(&self.headings[*column])
                && (said || named_by(self.names, &self.headings[*column]).is_none())
        };
        let voters = (1..self.headings.len()).filter(scores).count();
        named.len() >= 2 && voters >= if said { 1 } else { 2 }
    }
}

/// A number as it is counted on paper, in strokes or dots: `|||| ||`, `IIII`, `●●●`; blanks part the fives.
fn is_a_tally(cell: &str) -> bool {
    let strokes = cell.chars().filter(|letter| !letter.is_whitespace());
    let all = strokes.clone().all(|letter| "|Il/\\●•*✓✔".contains(letter));
    all && strokes.count() > 1
}
