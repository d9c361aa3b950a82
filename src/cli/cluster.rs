//! `carepool cluster`: the job that runs the shards of a run on an engine that exists, and merges them.
//!
//! Every engine calls the same two scripts, `shard.sh NUMBER` and `merge.sh`, in a folder that all machines see. A shard that was
//! killed is run again by its number and goes on where it was; what comes out is the same, byte for byte, as of one run.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, FromArgMatches, ValueEnum};

use super::FINE;
use super::format::Failure;
use super::run::{RunArgs, asked};
use crate::budgeting::explanation::so_many;
use crate::results::store::write_atomically;
use crate::run::Job;
use crate::scenario::Catalogue;
use crate::world::command::shell;

/// An engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Engine {
    /// A Slurm array with a merge that depends on it.
    Slurm,
    /// A PySpark script that pipes shard numbers.
    Spark,
    /// A Ray script.
    Ray,
    /// An indexed Kubernetes Job over a shared volume.
    Kubernetes,
}

/// Write the job that runs a large run's shards on a cluster and merges them.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  carepool cluster slurm --shards 8 --out outputs/big -- england my.toml --draws 4096\n  \
    sh outputs/big.cluster/slurm.sh                              submits it; the merge follows\n  \
    carepool cluster spark --shards 64 --out /shared/big -- england my.toml --draws 65536\n\n\
    The folder of the job and the results must be seen by all machines, and carepool must be in their path (or say --program).\n\
    A shard that was killed is run again by its number and goes on where it was; the bytes are those of one run."
)]
pub struct ClusterArgs {
    /// The engine.
    #[arg(value_enum, value_name = "ENGINE")]
    pub engine: Engine,
    /// Shards into which the run is cut.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub shards: u32,
    /// Folder of the results; the job goes beside it, to NAME.cluster.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Threads of a shard.
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub threads: u32,
    /// The program on the machines of the cluster.
    #[arg(long, value_name = "PATH", default_value = "carepool")]
    pub program: String,
    /// Image of the containers, for kubernetes.
    #[arg(long, value_name = "IMAGE", default_value = "carepool:latest")]
    pub image: String,
    /// Claim of the shared volume, for kubernetes.
    #[arg(long, value_name = "CLAIM", default_value = "carepool")]
    pub claim: String,
    /// What `carepool run` would be given, after `--`.
    #[arg(value_name = "RUN-ARGS", last = true, required = true)]
    pub run: Vec<String>,
}

/// Writes the job; 0 when it is there.
pub fn run(args: &ClusterArgs, catalogue: &Catalogue, out: &mut dyn Write) -> Result<u8, Failure> {
    let parsed = RunArgs::augment_args(clap::Command::new("carepool run"))
        .try_get_matches_from(std::iter::once("carepool run").chain(args.run.iter().map(String::as_str)))
        .and_then(|found| RunArgs::from_arg_matches(&found))
        .map_err(|error| Failure::Refused(error.to_string()))?;
    for (given, name) in [
        (parsed.out.is_some(), "--out"),
        (parsed.shard.is_some(), "--shard"),
        (parsed.threads.is_some(), "--threads"),
        (parsed.overwrite, "--overwrite"),
    ] {
        if given {
            return Err(Failure::Refused(format!(
                "{name} is for the job to say: it stands before the `--`, or not at all"
            )));
        }
    }
    // A mistake in what is to be run is told here and not by every machine.
    let job = Job::prepare(asked(&parsed, catalogue), catalogue)?;
    if args.shards as usize > job.request.draws {
        return Err(Failure::Refused(format!(
            "{} shards of {} leave some without work; expected: at most one shard a draw",
            args.shards,
            so_many(job.request.draws as u64, "draw", "draws")
        )));
    }
    let absolute = |path: &Path| std::path::absolute(path).map_err(Failure::Write);
    let target = absolute(&args.out)?;
    let name = target
        .file_name()
        .map_or_else(|| "run".into(), |name| name.to_string_lossy().into_owned());
    let folder = target.with_file_name(format!("{name}.cluster"));
    std::fs::create_dir_all(&folder).map_err(Failure::Write)?;
    let job = Script {
        args,
        here: absolute(Path::new("."))?,
        folder: folder.clone(),
        target,
        pictures: !parsed.no_png,
        words: without_year(&args.run),
        year: parsed.year,
    };
    let mut files = vec![("shard.sh", job.shard()), ("merge.sh", job.merge())];
    let submit = match args.engine {
        Engine::Slurm => {
            files.push(("slurm.sh", job.slurm()));
            format!("sh {}", job.path("slurm.sh"))
        }
        Engine::Spark => {
            files.push(("spark.py", job.spark()));
            format!("spark-submit {}", job.path("spark.py"))
        }
        Engine::Ray => {
            files.push(("ray_job.py", job.ray()));
            format!("python {}", job.path("ray_job.py"))
        }
        Engine::Kubernetes => {
            files.push(("shards.yaml", job.kubernetes("shards")));
            files.push(("merge.yaml", job.kubernetes("merge")));
            files.push(("kubernetes.sh", job.kubernetes_script()));
            format!("sh {}", job.path("kubernetes.sh"))
        }
    };
    for (name, text) in &files {
        write_atomically(&folder.join(name), text.as_bytes())?;
    }
    writeln!(
        out,
        "The job of {} shards is in {}. Start it with:\n  {submit}\nThe results go to {}.",
        args.shards,
        folder.display(),
        args.out.display()
    )?;
    Ok(FINE)
}

struct Script<'a> {
    args: &'a ClusterArgs,
    here: PathBuf,
    folder: PathBuf,
    target: PathBuf,
    pictures: bool,
    /// What each shard is given.
    words: Vec<String>,
    /// The year to be told, which only the merge tells.
    year: Option<u16>,
}

/// The words of a run without the year that it tells: a shard tells nothing.
fn without_year(run: &[String]) -> Vec<String> {
    let mut words = Vec::with_capacity(run.len());
    let mut rest = run.iter();
    while let Some(word) = rest.next() {
        if word == "--year" {
            rest.next();
        } else if !word.starts_with("--year=") {
            words.push(word.clone());
        }
    }
    words
}

impl Script<'_> {
    /// A file of the job, as a shell takes it for one word.
    fn path(&self, name: &str) -> String {
        shell(&self.folder.join(name).display().to_string())
    }

    fn head(&self) -> String {
        let here = shell(&self.here.display().to_string());
        format!("#!/bin/sh\n# Written by carepool cluster.\nset -eu\ncd {here}\n")
    }

    fn shard(&self) -> String {
        let words: Vec<String> = self.words.iter().map(|word| shell(word)).collect();
        let (program, shards) = (shell(&self.args.program), self.args.shards);
        format!(
            "{}# One shard, by its number: as the first word, or on standard input.\nif [ $# -gt 0 ]; then number=$1; else read -r number; fi\n\
             exec {program} run {} --threads {} --shard \"$number/{shards}\" --out {}/\"shard-$number\"\n",
            self.head(),
            words.join(" "),
            self.args.threads,
            self.path("shards"),
        )
    }

    fn merge(&self) -> String {
        let (program, shards) = (shell(&self.args.program), self.args.shards);
        format!(
            "{}# All shards together.\nset --\nnumber=1\nwhile [ \"$number\" -le {shards} ]; do\n  set -- \"$@\" {}/\"shard-$number\"\n  \
             number=$((number + 1))\ndone\nexec {program} merge \"$@\" --threads {}{}{} --out {}\n",
            self.head(),
            self.path("shards"),
            self.args.threads,
            if self.pictures { "" } else { " --no-png" },
            self.year.map(|year| format!(" --year {year}")).unwrap_or_default(),
            shell(&self.target.display().to_string()),
        )
    }

    fn slurm(&self) -> String {
        let (shards, threads) = (self.args.shards, self.args.threads);
        let log = self.path("log-%A-%a.txt");
        format!(
            "{head}# An array of shards, requeued when a machine fails, and a merge when all are done.\n\
             array=$(sbatch --parsable --requeue --job-name=carepool-shards --array=1-{shards} --cpus-per-task={threads} --output={log} \
             --wrap={one})\n\
             sbatch --parsable --requeue --job-name=carepool-merge --dependency=\"afterok:${{array%%;*}}\" --kill-on-invalid-dep=yes \
             --cpus-per-task={threads} --output={merged} --wrap={all}\n",
            head = self.head(),
            // Each is one word to this shell, and a line to the one on the machine.
            one = shell(&format!("sh {} \"$SLURM_ARRAY_TASK_ID\"", self.path("shard.sh"))),
            all = shell(&format!("sh {}", self.path("merge.sh"))),
            merged = self.path("log-merge.txt"),
        )
    }

    fn spark(&self) -> String {
        let (shards, threads) = (self.args.shards, self.args.threads);
        format!(
            "# Written by carepool cluster: shards as a piped data set, then the merge.\nimport subprocess\n\nfrom pyspark.sql import SparkSession\n\n\
             spark = SparkSession.builder.appName(\"carepool\").config(\"spark.task.cpus\", \"{threads}\").getOrCreate()\n\
             numbers = spark.sparkContext.parallelize(range(1, {shards} + 1), {shards})\n\
             # A task that fails is run again by its number and goes on where it was.\n\
             for line in numbers.pipe({shard}, checkCode=True).collect():\n    print(line)\n\
             spark.stop()\nsubprocess.run([\"sh\", {merge}], check=True)\n",
            shard = python(&format!("sh {}", self.path("shard.sh"))),
            merge = python(&self.folder.join("merge.sh").display().to_string()),
        )
    }

    fn ray(&self) -> String {
        let (shards, threads) = (self.args.shards, self.args.threads);
        format!(
            "# Written by carepool cluster: a task a shard, then the merge.\nimport subprocess\n\nimport ray\n\n\
             # RAY_ADDRESS names a cluster; without it this machine is one.\nray.init()\n\n\n\
             @ray.remote(num_cpus={threads}, max_retries=3, retry_exceptions=True)\ndef shard(number):\n    \
             subprocess.run([\"sh\", {shard}, str(number)], check=True)\n    return number\n\n\n\
             ray.get([shard.remote(number) for number in range(1, {shards} + 1)])\nray.shutdown()\n\
             subprocess.run([\"sh\", {merge}], check=True)\n",
            shard = python(&self.folder.join("shard.sh").display().to_string()),
            merge = python(&self.folder.join("merge.sh").display().to_string()),
        )
    }

    /// A Job: the shards by their index, or the merge.
    fn kubernetes(&self, which: &str) -> String {
        let (shards, threads) = (self.args.shards, self.args.threads);
        let (indexed, command) = if which == "shards" {
            let indexed = format!("  completionMode: Indexed\n  completions: {shards}\n  parallelism: {shards}\n");
            let command = format!("sh {} $((JOB_COMPLETION_INDEX + 1))", self.path("shard.sh"));
            (indexed, command)
        } else {
            (String::new(), format!("sh {}", self.path("merge.sh")))
        };
        // The volume stands where the folder of this machine does, so that all paths are the same.
        let mount = self.here.display().to_string();
        format!(
            "# Written by carepool cluster.\napiVersion: batch/v1\nkind: Job\nmetadata:\n  name: carepool-{which}\nspec:\n{indexed}  backoffLimit: 6\n  \
             template:\n    spec:\n      restartPolicy: OnFailure\n      containers:\n        - name: carepool\n          image: {image}\n          \
             command: [\"sh\", \"-c\", {command}]\n          resources:\n            requests:\n              cpu: \"{threads}\"\n          volumeMounts:\n            \
             - name: shared\n              mountPath: {mount}\n      volumes:\n        - name: shared\n          persistentVolumeClaim:\n            claimName: {claim}\n",
            image = python(&self.args.image),
            command = python(&command),
            mount = python(&mount),
            claim = python(&self.args.claim),
        )
    }

    fn kubernetes_script(&self) -> String {
        format!(
            "{}# The shards, and the merge when all are done.\nkubectl apply -f {}\nkubectl wait --for=condition=complete --timeout=-1s job/carepool-shards\n\
             kubectl apply -f {}\nkubectl wait --for=condition=complete --timeout=-1s job/carepool-merge\n",
            self.head(),
            self.path("shards.yaml"),
            self.path("merge.yaml"),
        )
    }
}

/// A text between double quotes, as Python and YAML both read it.
fn python(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
