//! A real browser: Chromium, driven through its own driver by the protocol of WebDriver (W3C), without a library.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::wire::Wire;

/// A browser that is open until it is dropped.
pub struct Browser {
    driver: Child,
    wire: Wire,
    session: String,
}

impl Browser {
    /// Opens one; where there is none, says so and gives nothing.
    pub fn open() -> Option<Browser> {
        let started = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let Ok(mut driver) = started else {
            eprintln!("skipped: no chromedriver here (Debian: apt-get install chromium chromium-driver)");
            return None;
        };
        let lines = BufReader::new(driver.stdout.take().expect("its output")).lines();
        let port = lines.map_while(Result::ok).find_map(|line| {
            let (_, port) = line.split_once("started successfully on port ")?;
            Some(port.trim_end_matches('.').to_string())
        });
        let wire = Wire::to(&format!("127.0.0.1:{}", port.expect("a port")));
        let mut browser = Browser {
            driver,
            wire,
            session: String::new(),
        };
        let arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--lang=en",
        ];
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "goog:chromeOptions": {"args": arguments},
            "goog:loggingPrefs": {"browser": "ALL"},
        }}});
        let session = browser.call("POST", "/session", &wanted);
        browser.session = session["sessionId"].as_str().expect("a session").to_string();
        Some(browser)
    }

    fn call(&self, method: &str, path: &str, body: &Value) -> Value {
        let headers = [("host", self.wire.host.as_str()), ("content-type", "application/json")];
        let text = if method == "POST" {
            body.to_string()
        } else {
            String::new()
        };
        let reply = self.wire.send(method, path, &headers, &text);
        let answer: Value = serde_json::from_str(&reply.body).expect("JSON");
        assert!(reply.status == 200, "{path}: {answer:#}");
        answer["value"].clone()
    }

    fn ask(&self, what: &str, body: &Value) -> Value {
        self.call("POST", &format!("/session/{}/{what}", self.session), body)
    }

    /// A command of Chromium's own.
    pub fn own(&self, name: &str, with: &Value) -> Value {
        self.ask("goog/cdp/execute", &json!({"cmd": name, "params": with}))
    }

    /// The size of the window, as if it were a phone's, a laptop's or a projector's.
    pub fn size(&self, (width, height): (u32, u32)) {
        let with = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500});
        self.own("Emulation.setDeviceMetricsOverride", &with);
    }

    /// Whether the reader prefers dark pages.
    pub fn dark(&self, dark: bool) {
        let value = if dark { "dark" } else { "light" };
        self.own(
            "Emulation.setEmulatedMedia",
            &json!({"features": [{"name": "prefers-color-scheme", "value": value}]}),
        );
    }

    /// The tab that is in front.
    pub fn tab(&self) -> String {
        let tab = self.call("GET", &format!("/session/{}/window", self.session), &Value::Null);
        tab.as_str().expect("a tab").to_owned()
    }

    /// Opens another tab and leaves it in the back.
    pub fn new_tab(&self) -> String {
        let tab = self.ask("window/new", &json!({"type": "tab"}));
        tab["handle"].as_str().expect("a tab").to_owned()
    }

    /// Brings a tab to the front.
    pub fn to_tab(&self, tab: &str) {
        self.ask("window", &json!({"handle": tab}));
    }

    /// Forgets who was here: the cookies of the site that is open.
    pub fn forget(&self) {
        self.call("DELETE", &format!("/session/{}/cookie", self.session), &Value::Null);
    }

    /// Takes the tab that is in front off the network, or puts it there again.
    pub fn offline(&self, offline: bool) {
        let with = json!({"offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1});
        self.own("Network.enable", &json!({}));
        self.own("Network.emulateNetworkConditions", &with);
    }

    /// Whether pages may run script.
    pub fn scripts(&self, allowed: bool) {
        self.own("Emulation.setScriptExecutionDisabled", &json!({"value": !allowed}));
    }

    /// Sheets of A4 on which the page that is open is printed.
    pub fn sheets(&self) -> usize {
        let paper =
            json!({"paperWidth": 8.27, "paperHeight": 11.69, "printBackground": true, "preferCSSPageSize": true});
        let printed = self.own("Page.printToPDF", &paper);
        let bytes = from_base64(printed["data"].as_str().expect("a document"));
        let mark = b"/Type /Page";
        let ends = |at: usize| bytes.get(at + mark.len()).is_some_and(|next| *next != b's');
        (0..bytes.len())
            .filter(|at| bytes[*at..].starts_with(mark) && ends(*at))
            .count()
    }

    /// What is seen of the page that is open, as a PNG.
    pub fn picture(&self) -> Vec<u8> {
        let picture = self.call("GET", &format!("/session/{}/screenshot", self.session), &Value::Null);
        from_base64(picture.as_str().expect("a picture"))
    }

    /// Goes to an address.
    pub fn go(&self, address: &str) {
        self.ask("url", &json!({"url": address}));
    }

    /// What a piece of script gives.
    pub fn script(&self, text: &str) -> Value {
        self.ask("execute/sync", &json!({"script": text, "args": []}))
    }

    /// What a piece of script gives that takes its time; it calls the last of its arguments.
    pub fn waits(&self, text: &str) -> Value {
        self.waits_with(text, &json!([]))
    }

    /// The same with arguments before the last.
    pub fn waits_with(&self, text: &str, arguments: &Value) -> Value {
        self.ask("execute/async", &json!({"script": text, "args": arguments}))
    }

    /// Presses what a selector finds.
    pub fn press(&self, selector: &str) {
        // A page that scrolls smoothly is still moving when the driver presses.
        let into_view = json!({"script": "document.querySelector(arguments[0]).scrollIntoView({behavior: 'instant', block: 'center'})", "args": [selector]});
        self.ask("execute/sync", &into_view);
        let found = self.ask("element", &json!({"using": "css selector", "value": selector}));
        let id = found
            .as_object()
            .and_then(|found| found.values().next()?.as_str())
            .expect("an element");
        self.ask(&format!("element/{id}/click"), &json!({}));
    }

    /// Waits until a piece of script gives yes.
    pub fn until(&self, condition: &str) {
        let begun = Instant::now();
        while self.script(&format!("return !!({condition})")) != json!(true) {
            if begun.elapsed() > Duration::from_secs(120) {
                let shown = self.script("return location.href + ' ' + document.body.innerText.slice(0, 1500)");
                panic!("not in two minutes: {condition}\n{shown}");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// What the page complained of: errors, and what its policy forbade.
    pub fn complaints(&self) -> Vec<String> {
        let log = self.ask("se/log", &json!({"type": "browser"}));
        let lines = log.as_array().cloned().unwrap_or_default();
        let severe = lines.iter().filter(|line| line["level"] == "SEVERE");
        severe
            .map(|line| line["message"].as_str().unwrap_or_default().to_string())
            .collect()
    }
}

/// The bytes of a text of four letters for three bytes (RFC 4648).
fn from_base64(text: &str) -> Vec<u8> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0u32, 0);
    for value in text
        .bytes()
        .filter_map(|letter| LETTERS.iter().position(|one| *one == letter))
    {
        (held, bits) = (held << 6 | value as u32, bits + 6);
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
            held &= (1 << bits) - 1;
        }
    }
    bytes
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.session.is_empty() {
            let path = format!("/session/{}", self.session);
            let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                self.call("DELETE", &path, &Value::Null)
            }));
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// The checker of accessibility, where the gate has put it.
pub fn axe() -> Option<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/axe/package/axe.min.js");
    let text = std::fs::read_to_string(file).ok();
    if text.is_none() {
        eprintln!("skipped: no axe-core in target/axe (.ci/run puts it there)");
    }
    text
}
