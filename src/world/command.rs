//! Commands as they are typed again.

/// A word as a shell takes it for one.
pub fn shell(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./=,:+@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_string()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::shell;

    #[test]
    fn a_word_is_one_word_to_a_shell() {
        assert_eq!(shell("my/town.budget.toml"), "my/town.budget.toml");
        assert_eq!(shell("my town"), "'my town'");
        assert_eq!(shell("it's"), "'it'\\''s'");
        assert_eq!(shell(""), "''");
    }
}
