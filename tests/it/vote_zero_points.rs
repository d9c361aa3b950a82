//! Points of nothing name nobody: a project to which everybody gives 0 is funded by no rule, and 0 is no vote for it.

use serde_json::{Value, json};

use crate::vote_limits::vote;

/// A gets 32 points from four voters, C 9 from three, B a zero from each.
fn town(kind: &str, budget: u64) -> String {
    format!(
        "META\nkey;value\nbudget;{budget}\nvote_type;{kind}\nmax_points;20\nPROJECTS\nproject_id;cost;name\nA;400;Park\nB;300;Incinerator\nC;700;Road\nVOTES\nvoter_id;vote;points\n1;A,B,C;10,0,3\n2;A,B,C;9,0,2\n3;A,B,C;5,0,4\n4;A,B,C;8,0,0\n"
    )
}

fn of(value: &Value, id: &str) -> Value {
    let list = value["explanation"].as_array().expect("a list");
    list.iter().find(|one| one["project"] == id).expect("a project").clone()
}

#[test]
fn what_everybody_gives_nothing_is_not_named_and_not_funded() {
    for kind in ["scoring", "cumulative"] {
        for rule in [
            "greedy",
            "greedy-threshold",
            "greedy-no-skip",
            "value-for-money",
            "equal-shares",
            "phragmen",
            "bos",
        ] {
            // Of 1,000 only A or C: A has more by each of these; of 1,100 both. B would fit beside A.
            for (budget, right) in [(1000, json!(["A"])), (1100, json!(["A", "C"]))] {
                let counted = vote(&town(kind, budget), &["--rule", rule]).expect("counted");
                assert_eq!(counted["funded"], right, "{kind} {rule} {budget}");
                let none = of(&counted, "B");
                assert_eq!((&none["votes"], &none["voters"]), (&json!(0), &json!(0)), "{rule}");
                let text = none["text"].as_str().expect("a text");
                assert!(
                    text.starts_with("Not funded: nobody gave it anything."),
                    "{rule}: {text}"
                );
                assert_eq!(of(&counted, "C")["voters"], 3, "{rule}");
            }
        }
        // Four name A, three C, nobody B.
        for (least, right) in [("4", json!(["A"])), ("3", json!(["A", "C"])), ("5", json!([]))] {
            for rule in ["greedy", "value-for-money", "equal-shares"] {
                let options = ["--rule", rule, "--least-votes", least];
                let counted = vote(&town(kind, 1100), &options).expect("counted");
                assert_eq!(counted["funded"], right, "{kind} {rule} {least}");
            }
        }
        // Where a city funds what nobody named, it does here too.
        let counted = vote(&town(kind, 1000), &["--rule", "greedy", "--fund-unnamed"]).expect("counted");
        assert_eq!(counted["funded"], json!(["A", "B"]), "{kind}");
        let alone = vote(&town(kind, 1000), &["--completion", "none"]).expect("counted");
        assert_eq!(alone["fairness"]["voters_with_nothing"], 0, "{kind}");
    }
}
