//! `carepool value` through the real program: published worked examples, a run's folder, and what is wrong with tables.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use super::cli::{self, carepool, stdout};

fn reference(name: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let places = ["../shared", "../../shared"].map(|shared| root.join(shared).join("reference/analysis").join(name));
    let found = places.into_iter().find(|path| path.is_file());
    if found.is_none() {
        eprintln!("skipped: no ../shared/reference/analysis here");
    }
    found
}

fn written(folder: &TempDir, name: &str, text: &str) -> String {
    let path = folder.path().join(name);
    fs::write(&path, text).expect("writes");
    path.display().to_string()
}

fn document(args: &[&str]) -> Value {
    let (told, yes) = cli::document("value", args);
    assert!(yes, "{args:?}: {told}");
    told
}

fn refused(args: &[&str]) -> String {
    cli::refused("value", args)
}

/// To as many digits as are printed in the reference.
fn printed(found: &Value, text: &str) {
    let found = found.as_f64().expect("a number");
    let decimals = text.split_once('.').map_or(0, |(_, digits)| digits.len());
    assert_eq!(format!("{found:.decimals$}"), text);
}

#[test]
fn the_vaccine_example_comes_out_to_every_printed_digit() {
    let Some(psa) = reference("bcea_vaccine_psa.csv") else {
        return;
    };
    let psa = psa.display().to_string();
    let found = document(&[&psa, "--wtp", "10000", "--wtp", "25000", "--no-evppi"]);
    let pair = &found["pairs"][0];
    assert_eq!(
        (pair["option"].as_str(), pair["against"].as_str()),
        (Some("vacc"), Some("statusquo"))
    );
    printed(&pair["incremental_effect"], "0.0002505764373");
    printed(&pair["incremental_cost"], "5.035982871");
    printed(&pair["icer"], "20097.59148");
    printed(&pair["at"][1]["eib"], "1.228428062");
    printed(&pair["at"][1]["ceac"], "0.529");
    printed(&found["decisions"][1]["evpi"], "2.414466954");
    printed(&pair["at"][0]["eib"], "-2.530218498");
    printed(&pair["at"][0]["ceac"], "0.220");
    printed(&found["decisions"][0]["evpi"], "0.6943990873");
    // The first worth of the grid at which the choice is another.
    assert_eq!(found["kstar"][0]["worth"].as_f64(), Some(20_100.0));
    // Seen from the other side every sign turns.
    let turned = document(&[&psa, "--wtp", "25000", "--reference", "statusquo", "--no-evppi"]);
    printed(&turned["pairs"][0]["incremental_cost"], "-5.035982871");
    printed(&turned["pairs"][0]["icer"], "20097.59148");
    assert_eq!(turned["pairs"][0]["standing"], "costs less, does less");
    printed(&turned["decisions"][0]["evpi"], "2.414466954");
}

#[test]
fn a_frontier_of_six_has_its_ratios_and_its_words() {
    let folder = TempDir::new().expect("folder");
    // Every draw is the mean, twice.
    let head = "E,D,C,B,A,UC\n";
    let costs = written(
        &folder,
        "costs.csv",
        &format!("{head}{0}\n{0}\n", "55000,35000,25000,10000,12000,5000"),
    );
    let effects = written(&folder, "effects.csv", &format!("{head}{0}\n{0}\n", "5,4,3,2,1.5,1"));
    let found = document(&[&costs, &effects, "--wtp", "15000"]);
    let rows = found["frontier"].as_array().expect("rows");
    let told = |row: &Value| {
        (
            row["option"].as_str().expect("a name").to_string(),
            row["icer"].as_f64(),
        )
    };
    let wanted = [
        ("UC", None),
        ("B", Some(5000.0)),
        ("D", Some(12_500.0)),
        ("E", Some(20_000.0)),
    ];
    for (row, (name, ratio)) in rows.iter().zip(wanted) {
        assert_eq!(told(row), (name.to_string(), ratio));
        assert_eq!(row["standing"], "frontier");
    }
    let off: Vec<&str> = rows[4..]
        .iter()
        .map(|row| row["told"].as_str().expect("words"))
        .collect();
    assert_eq!(off, ["dominated by B", "dominated by a mixture of B and D"]);
    assert_eq!(found["decisions"][0]["choice"], "D");
    assert_eq!(found["decisions"][0]["evpi"].as_f64(), Some(0.0));
}

#[test]
fn one_that_is_cheapest_and_best_leaves_a_frontier_of_one_and_no_ratio() {
    let folder = TempDir::new().expect("folder");
    let both = "c_one,e_one,c_two,e_two,c_three,e_three\n";
    let psa = written(
        &folder,
        "psa.csv",
        &format!("{both}{0}\n{0}\n", "100.0,6.0,101.0,6.5,99.9,6.5"),
    );
    let found = document(&[&psa]);
    let rows = found["frontier"].as_array().expect("rows");
    assert_eq!(
        (rows[0]["option"].as_str(), rows[0]["icer"].as_f64()),
        (Some("three"), None)
    );
    assert!(rows[1..].iter().all(|row| row["told"] == "dominated by three"));
}

#[test]
fn knowing_what_decides_is_worth_what_the_closed_form_says_and_less_than_knowing_all() {
    let folder = TempDir::new().expect("folder");
    // Net benefit of the second is p1 − p2 at a worth of 1: p1 normal (1, 1), p2 normal (0, 2), on a grid of strata.
    let quantiles: Vec<f64> = (0..60)
        .map(|at| carepool::scenario::inverse::normal_quantile((f64::from(at) + 0.5) / 60.0))
        .collect();
    let (mut costs, mut effects, mut parameters) =
        ("a,b\n".to_string(), "a,b\n".to_string(), "p1,p2,idle\n".to_string());
    for (one, x) in quantiles.iter().enumerate() {
        for (other, y) in quantiles.iter().enumerate() {
            let (p1, p2) = (1.0 + x, 2.0 * y);
            costs += &format!("0,{p2}\n");
            effects += &format!("0,{p1}\n");
            parameters += &format!("{p1},{p2},{}\n", (one * 7 + other * 13) % 17);
        }
    }
    let costs = written(&folder, "costs.csv", &costs);
    let effects = written(&folder, "effects.csv", &effects);
    let parameters = written(&folder, "parameters.csv", &parameters);
    let found = document(&[&costs, &effects, &parameters, "--wtp", "1", "--grid", "0:3:0.5"]);
    let evpi = found["decisions"][0]["evpi"].as_f64().expect("a number");
    assert!((evpi - 0.479_810_706_3).abs() < 0.01, "{evpi}");
    let value = |document: &Value, name: &str| {
        let rows = document["evppi"].as_array().expect("rows");
        let row = rows.iter().find(|row| row["name"] == name).expect(name);
        let one = &row["values"][0];
        (
            one["value"].as_f64().expect("a number"),
            one["standard_error"].as_f64().expect("a number"),
        )
    };
    for (name, truth) in [("p1", 0.083_315_470_6), ("p2", 0.395_593_114_8), ("idle", 0.0)] {
        let (found, error) = value(&found, name);
        assert!(
            (found - truth).abs() < 0.01 && (error > 0.0 || truth == 0.0) && found <= evpi,
            "{name}: {found} ({error}), not {truth}"
        );
    }
    // Both together are all there is; a large study is worth nearly as much as certainty, a small one less.
    let both = document(&[
        &costs,
        &effects,
        &parameters,
        "--wtp",
        "1",
        "--evppi",
        "p1,p2",
        "--study",
        "p2=10/6",
        "--study",
        "p2=100000/6",
    ]);
    assert!((value(&both, "p1,p2").0 - evpi).abs() < 0.005);
    let study = |at: usize| both["evsi"][at]["values"][0]["value"].as_f64().expect("a number");
    assert!(
        study(0) < 0.9 * study(1) && (study(1) - 0.395_593).abs() < 0.015,
        "{} {}",
        study(0),
        study(1)
    );
}

#[test]
fn probabilities_sum_to_one_and_a_tie_is_shared() {
    let folder = TempDir::new().expect("folder");
    let costs = written(&folder, "costs.csv", "a,b,c\n0,0,5\n0,0,5\n0,1,5\n");
    let effects = written(&folder, "effects.csv", "a,b,c\n1,1,1\n1,1,9\n1,1,0\n");
    let found = document(&[&costs, &effects, "--grid", "0:10:1", "--wtp", "0"]);
    let best = found["curves"]["probability_best"].as_object().expect("curves");
    for point in 0..11 {
        let sum: f64 = best.values().map(|curve| curve[point].as_f64().expect("a share")).sum();
        assert!((sum - 1.0).abs() < 1e-12);
    }
    // At nought only costs count: two draws of three tie.
    let at = &found["decisions"][0]["probability_best"];
    assert!((at["a"].as_f64().expect("a share") - 2.0 / 3.0).abs() < 1e-12, "{at}");
    // A tie is not better.
    assert_eq!(found["pairs"][0]["at"][0]["ceac"].as_f64(), Some(0.0));
}

#[test]
fn tables_that_cannot_be_right_are_refused_with_file_and_line() {
    let folder = TempDir::new().expect("folder");
    let costs = written(&folder, "costs.csv", "a,b\n1,2\n3,4\n");
    let effects = written(&folder, "effects.csv", "a,b\n1,2\n3,4\n");
    for (name, text, words) in [
        (
            "short.csv",
            "a,b\n1,2\n",
            "1 line of numbers; expected: at least 2 draws",
        ),
        (
            "nan.csv",
            "a,b\n1,2\n3,NaN\n",
            "nan.csv, line 3, column `b`: `NaN` is no number",
        ),
        ("three.csv", "a,b\n1,2\n3,4\n5,6\n", "has 2 draws and"),
        ("wide.csv", "a,b,c\n1,2,3\n1,2,3\n", "2 columns and"),
        ("bare.csv", "1,2\n3,4\n", "a first line that names the columns"),
        ("shuffled.csv", "a,b,draw\n1,2,1\n3,4,0\n", "does not count 0, 1, 2"),
    ] {
        let file = written(&folder, name, text);
        let error = refused(&[&costs, &file]);
        assert!(error.contains(words), "{name}: {error}");
    }
    let parameters = written(&folder, "parameters.csv", "theta\n1\n2\n3\n");
    assert!(refused(&[&costs, &effects, &parameters]).contains("has 3"));
    let parameters = written(&folder, "parameters.csv", "theta\n1\n2\n");
    assert!(refused(&[&costs, &effects, &parameters, "--evppi", "thets"]).contains("did you mean `theta`?"));
    assert!(refused(&[&costs, &effects, "--evppi", "theta"]).contains("--parameters FILE"));
    assert!(refused(&[&costs, &effects, "--against", "aa"]).contains("did you mean `a`?"));
    assert!(refused(&[&costs, &effects, &parameters, "--study", "theta=10"]).contains("not a share"));
    // Draws numbered from 0 in one table and from 1 in another are not the same line by line; row numbers of R are no draws.
    let numbered = written(&folder, "numbered.csv", "draw,a,b\n0,1,2\n1,3,4\n");
    for text in [
        "draw,a,b\n1,1,2\n2,3,4\n",
        "\"\",\"draw\",\"a\",\"b\"\n\"1\",1,1,2\n\"2\",2,3,4\n",
    ] {
        let from_one = written(&folder, "from_one.csv", text);
        let error = refused(&[&numbered, &from_one]);
        assert!(error.contains("numbered.csv numbers its draws from 0"), "{error}");
        let theta = written(&folder, "theta.csv", "draw,theta\n1,1\n2,2\n");
        assert!(refused(&[&numbered, &effects, &theta]).contains("from 1"));
        assert_eq!(
            document(&[&from_one, &from_one, &theta])["options"],
            serde_json::json!(["a", "b"])
        );
    }
    let one = written(&folder, "one.csv", "a\n1\n2\n");
    assert!(refused(&[&one, &one]).contains("one option only"));
    assert!(refused(&[&folder.path().join("none.csv").display().to_string(), &effects]).contains("cannot read"));
    assert!(refused(&[&costs, &effects, "--wtp", "-5"]).contains("below nought"));
    assert!(refused(&[&costs, &effects, "--discount-health", "150%"]).contains("such as 3.5%"));
    assert!(refused(&[&costs, &effects, "--wtp", "20,00"]).contains("is no number"));
    assert!(refused(&[&costs, &effects, "--wtp", "20%"]).contains("another unit"));
}

#[test]
fn a_run_is_judged_by_whose_costs_over_which_years_at_which_rates() {
    let folder = TempDir::new().expect("folder");
    let run = folder.path().join("run").display().to_string();
    stdout(carepool(folder.path()).args([
        "run",
        "smallshire",
        "smallshire",
        "--draws",
        "20",
        "--people",
        "200",
        "--years",
        "3",
        "--keep-groups",
        "--out",
        run.as_str(),
        "--no-png",
    ]));
    let base = document(&[&run, "--no-evppi"]);
    let cost = |document: &Value| document["frontier"][0]["cost"].as_f64().expect("a number");
    let effect = |document: &Value| document["frontier"][0]["effect"].as_f64().expect("a number");
    // A scenario against itself: the same in every draw, and nothing is worth knowing.
    assert_eq!(base["pairs"][0]["standing"], "the same");
    assert_eq!(
        base["frontier"][1]["told"],
        format!("the same as {}", base["options"][0].as_str().expect("a name"))
    );
    assert_eq!(base["decisions"][0]["evpi"].as_f64(), Some(0.0));
    // The folder's own tables are the same decision.
    let file = |name: &str| format!("{run}/{name}");
    let files = document(&[&file("costs.csv"), &file("effects.csv"), "--no-evppi"]);
    assert!((cost(&files) / cost(&base) - 1.0).abs() < 1e-9 && (effect(&files) / effect(&base) - 1.0).abs() < 1e-9);
    // Less discounted health is more health; fewer years are less of both; society pays more than the NHS.
    let greener = document(&[&run, "--no-evppi", "--discount-health", "1.5%"]);
    assert!(effect(&greener) > effect(&base) && cost(&greener) == cost(&base));
    let shorter = document(&[
        &run,
        "--no-evppi",
        "--horizon",
        "1",
        "--discount-costs",
        "0",
        "--discount-health",
        "0",
    ]);
    assert!(cost(&shorter) < cost(&base) * 0.5 && effect(&shorter) < effect(&base) * 0.5);
    let of = |who: &str| cost(&document(&[&run, "--no-evppi", "--perspective", who]));
    assert!(of("nhs") < of("public") && of("public") < of("society"));
    // Charts of one run say whose costs they count: seen otherwise they may say the opposite.
    for (who, told) in [("nhs", "Costs to the NHS"), ("society", "Costs to society")] {
        let out = folder.path().join(who);
        let asked = ["value", &run, "--no-evppi", "--perspective", who, "--out"];
        stdout(carepool(folder.path()).args(asked).arg(&out));
        let drawn = std::fs::read_to_string(out.join("acceptability.svg")).expect("drawn");
        assert!(drawn.contains(told) && drawn.contains("3.5%"), "{drawn:.2000}");
    }
    // One year is not discounted, whatever the rate.
    let year = document(&[&run, "--no-evppi", "--horizon", "1", "--discount-costs", "10%"]);
    assert!((cost(&year) / cost(&shorter) - 1.0).abs() < 1e-12);
    let fair = document(&[&run, "--no-evppi", "--atkinson", "10"]);
    let first = &fair["equity"][0];
    let number = |name: &str| first[name].as_f64().expect(name);
    assert!(number("equally_distributed_equivalent") < number("mean") && number("atkinson_index") > 0.0);
    // Whoever lives in the most deprived fifth has fewest years in good health, though they are the youngest.
    let levels = first["healthy_life_expectancy_by_deprivation_fifth"]
        .as_array()
        .expect("levels");
    let level = |at: usize| levels[at].as_f64().expect("a number");
    assert!(level(0) < level(2) && level(2) < level(4), "{levels:?}");
    assert!(refused(&[&run, "--horizon", "4"]).contains("1 to 3"));
    // A run is of all its people: nothing multiplies it again.
    let error = refused(&[&run, "--population", "1000000"]);
    assert!(error.contains("are of all its people"), "{error}");
    // Parameters of draws that are numbered otherwise are other draws.
    let moved: String = (1..=20).map(|draw| format!("{draw},{}\n", draw * draw)).collect();
    let other = written(&folder, "numbered-from-one.csv", &format!("draw,theta\n{moved}"));
    let error = refused(&[&run, "--parameters", &other]);
    assert!(error.contains("from 0") && error.contains("from 1"), "{error}");
}

#[test]
fn columns_that_number_draws_are_passed_over_and_said_whatever_their_name() {
    let folder = TempDir::new().expect("folder");
    let [plain_costs, plain_effects] = ["a,b\n5,9\n7,8\n6,9\n", "a,b\n0.1,0.5\n0.2,0.4\n0.2,0.6\n"];
    let numbered = |text: &str, name: &str| {
        let lines = text.lines().enumerate();
        let line = |(at, line): (usize, &str)| match at {
            0 => format!("{name},{line}\n"),
            _ => format!("{at},{line}\n"),
        };
        lines.map(line).collect::<String>()
    };
    let (costs, effects) = (
        written(&folder, "c.csv", plain_costs),
        written(&folder, "e.csv", plain_effects),
    );
    let plain = document(&[&costs, &effects]);
    assert_eq!(plain["notes"], serde_json::json!([]));
    for name in ["sim", "X", "Row", "PSA", "lfd"] {
        let costs = written(&folder, "c_numbered.csv", &numbered(plain_costs, name));
        let effects = written(&folder, "e_numbered.csv", &numbered(plain_effects, name));
        let found = document(&[&costs, &effects]);
        assert_eq!(
            (&found["options"], &found["frontier"]),
            (&plain["options"], &plain["frontier"]),
            "{name}"
        );
        assert!(
            found["notes"][0].as_str().expect("a note").contains(name),
            "{}",
            found["notes"]
        );
    }
}

#[test]
fn options_are_paired_by_name_and_tables_in_the_wrong_place_or_of_other_options_are_refused() {
    let folder = TempDir::new().expect("folder");
    let costs = written(&folder, "costs.csv", "A,B\n500,900\n700,800\n");
    let straight = written(&folder, "effects.csv", "A,B\n0.1,0.5\n0.2,0.4\n");
    let swapped = written(&folder, "swapped.csv", "Option B,Option A\n0.5,0.1\n0.4,0.2\n");
    let found = document(&[&costs, &swapped]);
    assert_eq!(found["pairs"], document(&[&costs, &straight])["pairs"]);
    let note = found["notes"][0].as_str().expect("a note");
    assert!(note.contains("`A` with `Option A`"), "{note}");
    let placed = written(&folder, "placed.csv", "V1,V2\n0.1,0.5\n0.2,0.4\n");
    let found = document(&[&costs, &placed]);
    assert!(
        found["notes"][0]
            .as_str()
            .expect("a note")
            .contains("by place: `A` with `V1`")
    );
    let other = written(&folder, "other.csv", "old,new\n0.1,0.5\n0.2,0.4\n");
    let error = refused(&[&costs, &other]);
    assert!(error.contains("A, B") && error.contains("old, new"), "{error}");
    let error = refused(&[&straight, &costs]);
    assert!(error.contains("effects.csv stands where costs are expected"), "{error}");
    assert!(refused(&[&costs, &straight, &costs]).contains("where parameters are expected"));
    // Called anything, sizes are doubted and not refused.
    let (much, little) = (
        written(&folder, "one.csv", "A,B\n500,900\n700,800\n"),
        written(&folder, "two.csv", "A,B\n0.1,0.5\n0.2,0.4\n"),
    );
    let found = document(&[&little, &much]);
    assert!(
        found["notes"][0]
            .as_str()
            .expect("a note")
            .contains("far larger than costs")
    );
    let windows = written(&folder, "windows.csv", "A;B\r\n0.1;0.5\r\n\r\n0.2;x\r\n");
    assert!(refused(&[&costs, &windows]).contains("windows.csv, line 4, column `B`"));
}

#[test]
fn options_are_compared_for_the_same_people_only() {
    let folder = TempDir::new().expect("folder");
    let run = |scenarios: &[&str], more: &[&str], out: &str| {
        let out = folder.path().join(out).display().to_string();
        let mut command = carepool(folder.path());
        command.arg("run").args(scenarios).args(more);
        command.args([
            "--draws", "2", "--people", "100", "--years", "2", "--no-png", "--out", &out,
        ]);
        stdout(&mut command);
        out
    };
    let places = run(
        &["england", "free-personal-care"],
        &["--area", "Leeds", "--area", "Rutland"],
        "places",
    );
    let error = refused(&[&places]);
    assert!(
        error.contains("several places") && error.contains("leeds, rutland"),
        "{error}"
    );
    let leeds = document(&[&places, "--area", "Leeds", "--no-evppi"]);
    let options = serde_json::json!(["england-leeds", "free-personal-care-leeds"]);
    assert_eq!(leeds["options"], options);
    assert!(refused(&[&places, "--area", "York"]).contains("nothing of `York`"));
    let nations = run(&["england", "wales"], &[], "nations");
    let error = refused(&[&nations]);
    assert!(error.contains("`wales` is of other people than `england`"), "{error}");
}

#[test]
fn what_differs_by_rounding_alone_is_no_saving_in_any_sentence_or_table() {
    let folder = TempDir::new().expect("folder");
    // The same two sums of £160bn, each added up in another order.
    let costs = written(
        &folder,
        "costs.csv",
        "now,new\n160000000000.00003,160000000000\n170000000000,170000000000.00006\n",
    );
    let same = written(&folder, "effects.csv", "now,new\n7,7\n8,8\n");
    let found = document(&[&costs, &same]);
    let sentence = found["sentence"].as_str().expect("a sentence");
    assert!(
        sentence.contains("new and now cost the same and do the same"),
        "{sentence}"
    );
    assert_eq!(found["frontier"][1]["standing"], "the same as another");
    assert_eq!(found["pairs"][0]["incremental_cost"].as_f64(), Some(0.0));
    assert_eq!(found["decisions"][0]["probability_best"]["now"].as_f64(), Some(0.5));
    let more = written(&folder, "more effects.csv", "now,new\n7,7.5\n8,8.5\n");
    let found = document(&[&costs, &more]);
    let sentence = found["sentence"].as_str().expect("a sentence");
    assert!(
        sentence.contains(
            "new costs the same as now and brings 0.5 more effect: it is better in one and no worse in the other"
        ),
        "{sentence}"
    );
}

#[test]
fn that_another_is_best_where_what_others_pay_counts_is_told() {
    let folder = TempDir::new().expect("a folder");
    let file = |payer: &str| {
        format!(
            "title = \"Dear\"\nextends = \"england.toml\"\n[programme.dear]\ncoverage = 0.01\ncost_per_person = 100000\npayer = \"{payer}\"\n\
             fidelity = 1\ncashable = 0\nstart_year = 2025\neligible = {{ min_age = 65 }}\n[programme.dear.effects]\nquality_of_life = 0.02\n"
        )
    };
    let told = |payer: &str, more: &[&str]| {
        let scenario = written(&folder, &format!("{payer}.toml"), &file(payer));
        let out = folder.path().join(payer).display().to_string();
        let run = [
            "run",
            "england",
            &scenario,
            "--draws",
            "2",
            "--people",
            "100",
            "--years",
            "3",
            "--no-png",
            "--overwrite",
            "--out",
            &out,
        ];
        stdout(carepool(folder.path()).args(run));
        stdout(carepool(folder.path()).args(["value", &out]).args(more))
    };
    let outside = told("outside", &[]);
    assert!(
        outside.contains("the largest net benefit at £13,000 a QALY is that of england"),
        "{outside}"
    );
    assert!(!told("outside", &["--perspective", "society"]).contains("is not in these costs"));
    assert!(!told("tax", &[]).contains("is not in these costs"));
}

#[test]
fn money_paid_to_people_is_told_to_be_in_no_cost_with_how_much_it_is() {
    let folder = TempDir::new().expect("a folder");
    let scenario = written(
        &folder,
        "pays.toml",
        "title = \"Pays\"\nextends = \"england.toml\"\n[programme.pays]\ncoverage = 0.1\ntransfer_per_person = \"£1000\"\npayer = \"tax\"\n\
         fidelity = 1\ncashable = 0\nstart_year = 2025\neligible = { min_age = 65 }\n",
    );
    let out = folder.path().join("run").display().to_string();
    let run = [
        "run", "england", &scenario, "--draws", "2", "--people", "100", "--years", "3",
    ];
    stdout(carepool(folder.path()).args(run).args(["--no-png", "--out", &out]));
    for perspective in ["nhs", "public", "society"] {
        let found = document(&[
            &out,
            "--perspective",
            perspective,
            "--no-evppi",
            "--discount-costs",
            "0",
        ]);
        let note = found["notes"]
            .as_array()
            .and_then(|notes| {
                notes
                    .iter()
                    .filter_map(Value::as_str)
                    .find(|note| note.contains("pay to people"))
            })
            .unwrap_or_else(|| panic!("{found}"))
            .to_owned();
        assert!(note.contains("raised as tax and in none of these costs"), "{note}");
        // A tenth of some 11 million people, £1,000 each, in two years: some £2.2 billion.
        let billions = note.split("comes to £").nth(1).and_then(|rest| rest.split(' ').next());
        let billions: f64 = billions
            .and_then(|text| text.parse().ok())
            .unwrap_or_else(|| panic!("{note}"));
        assert!(
            (1.5..3.0).contains(&billions) && note.contains(" bn under pays"),
            "{note}"
        );
        assert!(!note.contains("under england"), "{note}");
    }
    let done = carepool(folder.path())
        .args(["value", &out, "--no-evppi", "--format", "csv"])
        .output();
    let said = String::from_utf8_lossy(&done.expect("it ran").stderr).into_owned();
    assert!(said.contains("raised as tax"), "{said}");
    let none = folder.path().join("none").display().to_string();
    let run = [
        "run", "england", "market", "--draws", "2", "--people", "100", "--years", "2",
    ];
    stdout(carepool(folder.path()).args(run).args(["--no-png", "--out", &none]));
    let found = document(&[&none, "--no-evppi"]);
    assert!(!found["notes"].to_string().contains("pay to people"), "{found}");
}
