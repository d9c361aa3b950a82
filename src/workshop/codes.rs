//! Codes, the facilitator's PIN and receipts: all made from one secret that stays in the workshop's folder.
//!
//! A code is drawn from the secret and the card's number, so that cards can be printed again; what is kept of a code beside
//! ballots is a hash salted with the secret. Whoever throws the secret away can link no ballot to a code any more.

use sha2::{Digest, Sha256};

/// Letters and digits that nobody takes for one another: no 0 and O, no 1, I and L.
const ALPHABET: &[u8; 31] = b"ABCDEFGHJKMNPQRSTUVWXYZ23456789";
/// Letters of a code: 31 to the power of 8 are some 850 thousand million.
const CODE: usize = 8;
/// Letters of a receipt: enough that no two are alike.
const RECEIPT: usize = 10;
/// Digits of the PIN.
const PIN: usize = 8;

/// What all codes of one workshop are made from.
#[derive(Clone)]
pub struct Secret([u8; 32]);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    /// A new one, from the system's own source of chance.
    pub fn fresh() -> Result<Secret, getrandom::Error> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)?;
        Ok(Secret(bytes))
    }

    /// As it is kept in a file.
    pub fn text(&self) -> String {
        hex(&self.0)
    }

    /// From the text of its file; nothing if that is no secret.
    pub fn from_text(text: &str) -> Option<Secret> {
        let text = text.trim();
        let mut bytes = [0; 32];
        if text.len() != 64 || !text.is_ascii() {
            return None;
        }
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
        }
        Some(Secret(bytes))
    }

    /// The code of a card, as it is printed: `ABCD-EFGH`.
    pub fn code(&self, card: u32) -> String {
        let letters = self.letters(&format!("code {card}"), ALPHABET, CODE);
        format!("{}-{}", &letters[..CODE / 2], &letters[CODE / 2..])
    }

    /// The salted hash of a code, however it was typed.
    pub fn hash(&self, code: &str) -> String {
        hex(&self.digest(&format!("hash {}", plain(code))))
    }

    /// The facilitator's PIN.
    pub fn pin(&self) -> String {
        self.letters("pin", b"0123456789", PIN)
    }

    /// Whether a PIN is the right one; takes as long for a wrong one.
    pub fn is_pin(&self, typed: &str) -> bool {
        let typed: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        alike(self.pin().as_bytes(), typed.as_bytes())
    }

    /// What a voter keeps of a ballot: it says nothing to others, and stands in the list of counted ballots.
    pub fn receipt(&self, round: u8, card: u32, version: u32) -> String {
        self.letters(&format!("receipt {round} {card} {version}"), ALPHABET, RECEIPT)
    }

    /// A word that shows that a browser was let in as somebody: `name` and who vouches for it.
    pub fn seal(&self, name: &str) -> String {
        hex(&self.digest(&format!("seal {name}")))
    }

    fn digest(&self, what: &str) -> [u8; 32] {
        let mut hasher = Sha256::new();
        hasher.update(self.0);
        hasher.update(what.as_bytes());
        hasher.finalize().into()
    }

    /// Letters of an alphabet, each as likely as the others.
    fn letters(&self, what: &str, alphabet: &[u8], count: usize) -> String {
        let fair = 256 - 256 % alphabet.len();
        let mut found = String::new();
        for turn in 0u32.. {
            for byte in self.digest(&format!("{what} {turn}")) {
                if usize::from(byte) < fair && found.len() < count {
                    found.push(char::from(alphabet[usize::from(byte) % alphabet.len()]));
                }
            }
            if found.len() == count {
                break;
            }
        }
        found
    }
}

/// A code as it is compared: capitals, without spaces and hyphens.
fn plain(code: &str) -> String {
    let kept = code.chars().filter(|c| c.is_ascii_alphanumeric());
    kept.map(|c| c.to_ascii_uppercase()).collect()
}

/// Whether two texts are the same, in a time that does not tell where they differ.
pub fn alike(one: &[u8], other: &[u8]) -> bool {
    let differing = one.iter().zip(other).fold(0, |sum, (a, b)| sum | (a ^ b));
    (one.len() == other.len()) & (differing == 0)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_all_different_and_have_no_letter_that_is_taken_for_another() {
        let secret = Secret::fresh().expect("chance");
        let codes: BTreeSet<String> = (1..=2_000).map(|card| secret.code(card)).collect();
        assert_eq!(codes.len(), 2_000);
        for code in &codes {
            assert_eq!(code.len(), 9);
            assert!(!code.contains(['0', 'O', '1', 'I', 'L', 'l', 'o']), "{code}");
        }
        let letters: BTreeSet<char> = codes.iter().flat_map(|code| code.chars()).collect();
        assert_eq!(letters.len(), ALPHABET.len() + 1, "every letter is drawn");
    }

    #[test]
    fn a_code_is_known_however_it_is_typed_and_from_its_kept_secret() {
        let secret = Secret::fresh().expect("chance");
        let code = secret.code(7);
        let sloppy = format!(" {} ", code.to_lowercase().replace('-', " "));
        assert_eq!(secret.hash(&code), secret.hash(&sloppy));
        assert_ne!(secret.hash(&code), secret.hash(&secret.code(8)));
        let kept = Secret::from_text(&secret.text()).expect("a secret");
        assert_eq!(kept.code(7), code);
        assert_ne!(
            Secret::fresh().expect("chance").hash(&code),
            secret.hash(&code),
            "the salt"
        );
        assert!(Secret::from_text("00").is_none() && Secret::from_text(&"é".repeat(32)).is_none());
    }

    #[test]
    fn only_the_whole_pin_is_the_pin() {
        let secret = Secret::fresh().expect("chance");
        let pin = secret.pin();
        assert!(secret.is_pin(&pin) && secret.is_pin(&format!("{} {}", &pin[..4], &pin[4..])));
        assert!(!secret.is_pin("") && !secret.is_pin(&pin[..7]) && !secret.is_pin(&format!("{pin}0")));
        let turned: String = pin
            .chars()
            .map(|c| if c == '9' { '0' } else { (c as u8 + 1) as char })
            .collect();
        assert!(!secret.is_pin(&turned));
    }
}
