//! The words of a report that a layman may not know, in one place and in plain English.

use maud::{Markup, html};

/// Words and what they mean, in the order in which a reader meets them.
const WORDS: [(&str, &str); 15] = [
    (
        "Scenario",
        "One way of running health and care: what is spent, who pays, what people are promised. Everything else stays as it is in the scenario it is compared with.",
    ),
    (
        "Draw",
        "One run through the years with one set of answers to what nobody knows for sure, such as how many fall ill or how much a nurse's hour achieves. Many draws show how far the answers may lie apart.",
    ),
    (
        "Median",
        "The middle draw: half of the draws lie above it and half below.",
    ),
    (
        "80% interval",
        "Eight draws of ten lie within it. It shows what follows from what is uncertain in the assumptions; what the model leaves out is not in it.",
    ),
    (
        "Difference",
        "One scenario against another in the same draw, with the same people and the same luck, so that what both share cancels out.",
    ),
    (
        "Higher in 93% of draws",
        "How often one scenario comes out above the other. It is no probability that the world will do so, but that it does if the assumptions are right.",
    ),
    (
        "Sampling noise",
        "What a figure moves by because only some people were followed one by one. More simulated people make it smaller.",
    ),
    (
        "Prices of the base year",
        "What money buys in the first year of the run. A pound in a later year buys what a pound buys in that one.",
    ),
    (
        "Waiting list",
        "Treatments that somebody has been referred for and that have not begun. One person can wait for two.",
    ),
    (
        "Need met",
        "Of the care that people like these would be given if nothing stood in the way, the share that they are given.",
    ),
    (
        "Means test",
        "Working out from income and savings how much of their care somebody has to pay for.",
    ),
    ("Self-funder", "Somebody who pays for care out of their own money."),
    (
        "Unmet need for care",
        "Older people who have difficulty with washing, dressing, eating or moving about and are not helped, or not enough.",
    ),
    (
        "Healthy life expectancy",
        "How many years a newborn would live in good health if everybody fared all their life as people of each age fare now.",
    ),
    (
        "Most deprived fifth",
        "The fifth of the population that lives in the neighbourhoods with the lowest incomes, poorest health and fewest jobs, as the Index of Multiple Deprivation ranks them.",
    ),
];

/// The section of a page.
pub fn section() -> Markup {
    html! { section #words { h2 { "What the words mean" } dl { @for (word, meaning) in WORDS { dt { (word) } dd { (meaning) } } } } }
}
