use carepool::measures;
use carepool::projection::*;
use carepool::scenario::*;
use carepool::world::*;
use std::sync::Arc;
fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let draws: u64 = args[0].parse().unwrap();
    let people: usize = args[1].parse().unwrap();
    let years: usize = args[2].parse().unwrap();
    let cat = catalogue();
    let mut plans = vec![];
    let mut t: Option<Arc<Tables>> = None;
    let (sets, files): (Vec<_>, Vec<_>) = args[3..].iter().cloned().partition(|a| a.contains('='));
    for n in &files {
        let s = match Scenario::load(n, &sets, &cat) {
            Ok(s) => s,
            Err(p) => {
                println!("{}", p.render(false));
                return;
            }
        };
        let tb = t.get_or_insert_with(|| Arc::new(Tables::load(&s).unwrap())).clone();
        plans.push(Plan {
            name: s.name.clone(),
            scenario: s,
            tables: tb,
            same_money_as: None,
            shown: true,
        });
    }
    let sampler = Sampler::plain(1);
    let n = plans.len();
    let names: Vec<(usize, &'static str)> = measures::all().iter().enumerate().map(|(i, m)| (i, m.name)).collect();
    let mut sum = vec![vec![vec![0.0; names.len()]; years]; n];
    let t0 = std::time::Instant::now();
    for d in 0..draws {
        let mut obs = |p: usize, i: usize, r: &YearRecord, _: &Trace| {
            for (k, _) in &names {
                sum[p][i][*k] += (measures::all()[*k].read)(r, Group::ALL) / draws as f64;
            }
        };
        draw(&plans, &sampler, d, 0, people, years, &mut obs).unwrap();
    }
    let el = t0.elapsed().as_secs_f64();
    println!(
        "{:.1} ns per person-year-world",
        el * 1e9 / (draws as f64 * people as f64 * years as f64 * n as f64)
    );
    if std::env::var_os("BYGROUP").is_some() {
        let mut s = vec![[0.0; 17]; names.len()];
        for d in 0..draws {
            let mut obs = |p: usize, i: usize, r: &YearRecord, _: &Trace| {
                if p == 0 && i == 0 {
                    for (k, _) in &names {
                        for g in Group::every() {
                            s[*k][g.index()] += (measures::all()[*k].read)(r, g) / draws as f64;
                        }
                    }
                }
            };
            draw(&plans[..1], &sampler, d, 0, people, 1, &mut obs).unwrap();
        }
        for (k, m) in &names {
            println!(
                "G {m:30} {}",
                s[*k].iter().map(|v| format!("{v:.4}")).collect::<Vec<_>>().join(" ")
            );
        }
    }
    for (k, m) in &names {
        print!("{m:32}");
        for p in 0..n {
            for i in [0, 1, 2, 5, 10, 19] {
                if i < years {
                    print!(" {:>12.4}", sum[p][i][*k]);
                }
            }
            print!(" |");
        }
        println!();
    }
}
