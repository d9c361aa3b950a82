//! What only this server can have made: tokens in forms, compared without telling how much of a guess was right.

use maud::{Markup, html};

use super::server::ServerError;

/// Name of the field in a form.
pub const FIELD: &str = "token";

/// A secret of this start of the server, which its forms carry.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// A new one, of 128 bits from the operating system.
    pub fn new() -> Result<Token, ServerError> {
        let mut bytes = [0u8; 16];
        getrandom::fill(&mut bytes).map_err(|error| ServerError::Chance(error.to_string()))?;
        Ok(Token(bytes.iter().map(|byte| format!("{byte:02x}")).collect()))
    }

    /// The hidden field of a form.
    pub fn field(&self) -> Markup {
        html! { input type="hidden" name=(FIELD) value=(self.0); }
    }

    /// Whether a form brought it back.
    pub fn holds(&self, text: &str) -> bool {
        same(self.0.as_bytes(), text.as_bytes())
    }
}

/// Whether two secrets are the same, in a time that depends on the length of the first alone.
pub fn same(secret: &[u8], guess: &[u8]) -> bool {
    let differing = secret
        .iter()
        .enumerate()
        .fold(secret.len() ^ guess.len(), |differing, (at, byte)| {
            differing | usize::from(byte ^ guess.get(at).copied().unwrap_or(0))
        });
    differing == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_holds_for_itself_and_for_nothing_like_it() {
        let (one, other) = (Token::new().expect("chance"), Token::new().expect("chance"));
        assert!(one.holds(&one.0) && !one.holds(&other.0) && !one.holds(""));
        assert!(!one.holds(&one.0[1..]) && !one.holds(&format!("{}0", one.0)));
        assert!(!same(b"a", b"a\0") && !same(b"a\0", b"a") && same(b"", b""));
        assert!(one.field().into_string().contains(&one.0));
    }
}
