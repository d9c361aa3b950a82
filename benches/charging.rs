//! Nanoseconds for a year of charging, in the common cases.

use carepool::economy::charging::*;
use carepool::world::{Levers, Pence, Setting};
use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;

fn zero<L: Levers>() -> L {
    L::read(&vec![0.0; L::SPECS.len()])
}

fn years(c: &mut Criterion) {
    let levers = SchemeLevers {
        charging: zero(),
        free_care: zero(),
        prices: zero(),
        caps: zero(),
    };
    let mut law = Law::compile(&levers, Indices::BASE);
    for limits in [
        &mut law.limits_care_home,
        &mut law.limits_care_home_without_home,
        &mut law.limits_own_home,
    ] {
        (limits.lower, limits.upper) = (1_425_000, 2_325_000);
    }
    (law.tariff_step, law.tariff_income) = (25_000, 100);
    let care = Package {
        setting: Setting::CareHome,
        nursing: false,
        continuing_healthcare: false,
        council_rate: Pence(97_400),
        self_funder_price: Pence(137_300),
        personal_care: Pence(0),
    };
    for (name, capital) in [
        ("poor", 500_000),
        ("between the limits", 2_300_000),
        ("self-funder", 20_000_000),
    ] {
        let person = Circumstances {
            age: 85,
            income: Pence(25_000),
            occupational_pension: Pence(0),
            disability_benefit: Pence(10_855),
            capital: Pence(capital),
            housing: Pence(0),
            partner_at_home: false,
            relative_at_home: false,
            told: Told::default(),
        };
        c.bench_function(name, |b| {
            b.iter(|| {
                charge(
                    black_box(&person),
                    &care,
                    &mut CareAccount::default(),
                    &law,
                    Spell::of(52),
                )
            })
        });
    }
}

criterion_group!(benches, years);
criterion_main!(benches);
