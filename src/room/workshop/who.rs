//! Whose browser it is: a card's, or the facilitator's. Cookies hold the code itself or a seal that only this workshop can
//! make; both stay valid when the program is started again.

use axum::http::HeaderMap;
use axum::http::header::{COOKIE, HeaderValue};
use maud::{Markup, html};

use super::Workshop;
use crate::room::token::same;

/// Name of the token's field in a form.
pub const TOKEN: &str = "token";

/// Fields of a form, in the order in which they were sent.
pub type Fields = Vec<(String, String)>;

/// The value of a field.
pub fn field<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    fields
        .iter()
        .find(|(other, _)| other == name)
        .map(|(_, value)| value.as_str())
}

/// The value of a cookie.
fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|line| line.split(';'))
        .filter_map(|one| one.trim().split_once('='))
        .find(|(other, _)| *other == name)
        .map(|(_, value)| value)
}

/// A cookie for this site alone, until the browser is closed.
pub fn set_cookie(name: &str, value: &str) -> HeaderValue {
    let text = format!("{name}={value}; Path=/; SameSite=Lax; HttpOnly");
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
}

impl Workshop {
    /// The card of a browser that joined: its number and code. The cookie holds a seal and not the code, so that nobody can
    /// guess at codes past the door where guesses are counted.
    pub fn card(&self, headers: &HeaderMap) -> Option<(u32, String)> {
        let shown = cookie(headers, "card")?;
        let number: u32 = shown.split('-').next()?.parse().ok()?;
        let known = self
            .hall
            .look(|room| number >= 1 && number as usize <= room.cards.len());
        let own = self.card_cookie(number);
        (known && same(own.as_bytes(), shown.as_bytes())).then(|| (number, self.hall.secret.code(number)))
    }

    /// What the browser of a card shows.
    pub fn card_cookie(&self, card: u32) -> String {
        format!("{card}-{}", self.hall.secret.seal(&format!("card {card}")))
    }

    /// What a browser shows that belongs to the facilitator.
    pub fn desk_seal(&self) -> String {
        self.hall.secret.seal("desk")
    }

    /// Whether it is the facilitator's browser, or a helper's.
    pub fn is_desk(&self, headers: &HeaderMap) -> bool {
        let seal = self.desk_seal();
        cookie(headers, "desk").is_some_and(|shown| same(seal.as_bytes(), shown.as_bytes()))
    }

    /// Whether a form came from the desk: whoever sent it knows the PIN, and this server made it for them.
    pub fn is_of_desk(&self, headers: &HeaderMap, fields: &Fields) -> bool {
        self.is_desk(headers) && self.is_ours(fields, "desk")
    }

    /// The field that proves that a form was made here, for whoever is meant.
    pub fn token(&self, whose: &str) -> Markup {
        html! { input type="hidden" name=(TOKEN) value=(self.hall.secret.seal(&format!("form {whose}"))); }
    }

    /// Whether a form was made here for whoever is meant.
    pub fn is_ours(&self, fields: &Fields, whose: &str) -> bool {
        let own = self.hall.secret.seal(&format!("form {whose}"));
        field(fields, TOKEN).is_some_and(|sent| same(own.as_bytes(), sent.as_bytes()))
    }
}
