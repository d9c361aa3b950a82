//! A client of HTTP/1.1 as small as can be, which sends exactly what a test says.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// The way to a server.
#[derive(Clone, Debug)]
pub struct Wire {
    /// Name and port: `127.0.0.1:8650`.
    pub host: String,
}

/// What a server answered.
#[derive(Debug)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// Headers by name in small letters.
    headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl Reply {
    /// A header; nothing if there is none.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

impl Wire {
    /// To an address such as `http://127.0.0.1:8650`.
    pub fn to(address: &str) -> Wire {
        Wire {
            host: address.trim_start_matches("http://").to_string(),
        }
    }

    /// A page.
    pub fn get(&self, path: &str) -> Reply {
        self.send("GET", path, &[("host", &self.host)], "")
    }

    /// A form sent from the server's own page.
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let origin = format!("http://{}", self.host);
        let kind = ("content-type", "application/x-www-form-urlencoded");
        let headers = [("host", self.host.as_str()), ("origin", &origin), kind];
        self.send("POST", path, &headers, &form(fields))
    }

    /// Sends a request and reads the answer to its end.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Reply {
        let mut stream = TcpStream::connect(&self.host).expect("somebody listens");
        stream
            .set_read_timeout(Some(Duration::from_secs(300)))
            .expect("a limit");
        let mut text = format!("{method} {path} HTTP/1.1\r\nconnection: close\r\n");
        for (name, value) in headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        if !body.is_empty() {
            text.push_str(&format!("content-length: {}\r\n", body.len()));
        }
        text.push_str("\r\n");
        text.push_str(body);
        stream.write_all(text.as_bytes()).expect("sent");
        let (mut bytes, mut piece) = (Vec::new(), [0u8; 65536]);
        // Some servers keep the connection although they were asked to close it.
        while !whole(&bytes, method) {
            match stream.read(&mut piece).expect("an answer") {
                0 => break,
                count => bytes.extend_from_slice(&piece[..count]),
            }
        }
        read(&bytes)
    }
}

/// Whether an answer that says how long it is has come to its end.
fn whole(bytes: &[u8], method: &str) -> bool {
    let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
        return false;
    };
    let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
    let told = head.split("\r\n").find_map(|line| line.strip_prefix("content-length:"));
    let length: Option<usize> = told.and_then(|length| length.trim().parse().ok());
    method == "HEAD" || length.is_some_and(|length| bytes.len() >= end + 4 + length)
}

fn read(bytes: &[u8]) -> Reply {
    let end = bytes
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .expect("headers end");
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let status = lines
        .next()
        .and_then(|line| line.split(' ').nth(1)?.parse().ok())
        .expect("a status");
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_lowercase(), value.trim().to_string()))
        .collect();
    let chunked = headers
        .iter()
        .any(|(name, value)| name == "transfer-encoding" && value == "chunked");
    let body = &bytes[end + 4..];
    let body = if chunked { unchunked(body) } else { body.to_vec() };
    Reply {
        status,
        headers,
        body: String::from_utf8(body).expect("text"),
    }
}

fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    while let Some(line) = rest.windows(2).position(|two| two == b"\r\n") {
        let size = usize::from_str_radix(&String::from_utf8_lossy(&rest[..line]), 16).expect("a size");
        rest = &rest[line + 2..];
        out.extend_from_slice(&rest[..size]);
        rest = &rest[(size + 2).min(rest.len())..];
        if size == 0 {
            break;
        }
    }
    out
}

/// Fields as a browser sends them.
pub fn form(fields: &[(&str, &str)]) -> String {
    let coded = |text: &str| -> String {
        text.bytes()
            .map(|byte| match byte {
                byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
                byte => format!("%{byte:02X}"),
            })
            .collect()
    };
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{}={}", coded(name), coded(value)))
        .collect();
    pairs.join("&")
}
