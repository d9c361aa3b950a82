//! Exact numbers: money and prices as ratios of whole numbers, because real elections exist in which rounding loses the
//! only winner (cost equal to the budget, and n·(B/n) below B in floating point).

use num_bigint::{BigInt, BigUint, Sign};
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// An exact number: cost \[currency\], price, share.
pub type Rational = BigRational;

/// More digits than any currency needs; a longer number is refused instead of filling the memory.
const MOST_DIGITS: usize = 120;

/// A whole number as an exact number.
pub fn whole(number: u64) -> Rational {
    Rational::from_integer(BigInt::from(number))
}

/// Reads `4000`, `4000.0`, `-3.5`, `1e30` exactly. `None` for anything else, and for numbers of more than 120 digits.
pub fn parse_decimal(text: &str) -> Option<Rational> {
    let text = text.trim();
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (unsigned, 0),
    };
    let (integer, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if integer.is_empty() && fraction.is_empty() || integer.len() + fraction.len() > MOST_DIGITS {
        return None;
    }
    if exponent.unsigned_abs() as usize > MOST_DIGITS {
        return None;
    }
    let digits = || integer.bytes().chain(fraction.bytes());
    if !digits().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let all: Vec<u8> = digits().map(|digit| digit - b'0').collect();
    let magnitude = BigUint::from_radix_be(&all, 10)?;
    let sign = if negative { Sign::Minus } else { Sign::Plus };
    let number = BigInt::from_biguint(sign, magnitude);
    let shift = exponent - i32::try_from(fraction.len()).ok()?;
    let power = BigInt::from(10u8).pow(shift.unsigned_abs());
    Some(if shift >= 0 {
        Rational::from_integer(number * power)
    } else {
        Rational::new(number, power)
    })
}

/// Writes an exact number: as a decimal where it ends (`4000`, `0.25`), as a fraction (`1/3`) where it does not.
pub fn write_exact(number: &Rational) -> String {
    let mut denominator = number.denom().clone();
    let (mut twos, mut fives) = (0usize, 0usize);
    for (prime, count) in [(2u8, &mut twos), (5, &mut fives)] {
        let prime = BigInt::from(prime);
        while (&denominator % &prime).is_zero() && *count < 4 * MOST_DIGITS {
            denominator /= &prime;
            *count += 1;
        }
    }
    if !denominator.is_one() {
        return format!("{}/{}", number.numer(), number.denom());
    }
    let places = twos.max(fives);
    let scaled = (number * Rational::from_integer(BigInt::from(10u8).pow(places as u32))).to_integer();
    if places == 0 {
        return scaled.to_string();
    }
    let digits = format!("{:0>width$}", scaled.abs().to_string(), width = places + 1);
    let (integer, fraction) = digits.split_at(digits.len() - places);
    let sign = if scaled.is_negative() { "-" } else { "" };
    format!("{sign}{integer}.{fraction}")
}

/// The nearest floating-point number, also where numerator and denominator are beyond its range. For charts and filters.
pub fn approximate(number: &Rational) -> f64 {
    approximate_ratio(number.numer().magnitude(), number.denom().magnitude())
        * if number.is_negative() { -1.0 } else { 1.0 }
}

/// `numerator / denominator` in floating point, within a few units of the last place whatever their length.
pub fn approximate_ratio(numerator: &BigUint, denominator: &BigUint) -> f64 {
    const KEPT: u64 = 64;
    let shift = |number: &BigUint| number.bits().saturating_sub(KEPT);
    let (up, down) = (shift(numerator), shift(denominator));
    let top = (numerator >> up).to_u64().unwrap_or(u64::MAX) as f64;
    let bottom = (denominator >> down).to_u64().unwrap_or(u64::MAX) as f64;
    let exponent = up as i64 - down as i64;
    libm::ldexp(top / bottom, exponent.clamp(-5000, 5000) as i32)
}

/// Rounds to a given number of decimal places for reading, halves away from zero; exact decimals stay as they are.
pub fn write_rounded(number: &Rational, places: u32) -> String {
    let power = Rational::from_integer(BigInt::from(10u8).pow(places));
    let rounded = (number * &power).round() / power;
    write_exact(&rounded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_read_and_written_exactly() {
        for (text, written) in [
            ("4000", "4000"),
            ("4000.0", "4000"),
            ("-3.50", "-3.5"),
            (" 0.05 ", "0.05"),
            ("1e3", "1000"),
            ("12.5e-2", "0.125"),
            (".5", "0.5"),
        ] {
            assert_eq!(write_exact(&parse_decimal(text).expect(text)), written, "{text}");
        }
        assert_eq!(parse_decimal("1e30").map(|number| write_exact(&number).len()), Some(31));
        assert_eq!(write_exact(&Rational::new(1.into(), 3.into())), "1/3");
    }

    #[test]
    fn what_is_not_a_number_is_refused() {
        for text in [
            "",
            ".",
            "-",
            "1,5",
            "0x10",
            "1e",
            "1e999999999",
            "NaN",
            "inf",
            "１",
            "1 000",
            "--1",
        ] {
            assert!(parse_decimal(text).is_none(), "{text}");
        }
        assert!(parse_decimal(&"9".repeat(1000)).is_none());
    }

    #[test]
    fn approximation_holds_for_numbers_beyond_floating_point() {
        let huge = BigUint::from(10u8).pow(400);
        let third = approximate_ratio(&huge, &(&huge * 3u8));
        assert!((third * 3.0 - 1.0).abs() < 1e-14, "{third}");
        assert_eq!(approximate(&Rational::new((-1).into(), 4.into())), -0.25);
    }
}
