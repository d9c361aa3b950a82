//! Cultures of voting research: electorates whose statistics are known in closed form.
