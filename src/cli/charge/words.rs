//! Amounts and years of a bill as people write them.

use crate::world::Pence;

/// An amount as people write it: `£1,234.50`, `−£3.00`.
pub fn pounds(amount: Pence) -> String {
    let (sign, pence) = if amount.0 < 0 {
        ("−", -amount.0)
    } else {
        ("", amount.0)
    };
    let digits = (pence / 100).to_string();
    let mut whole = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            whole.push(',');
        }
        whole.push(digit);
    }
    format!("{sign}£{whole}.{:02}", pence % 100)
}

/// A financial year as people write it.
pub fn year(first: u16) -> String {
    format!("{first}/{:02}", (first + 1) % 100)
}
