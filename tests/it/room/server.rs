//! What the server lets through, and what it says on every answer.

use super::Room;
use super::wire::{Wire, form};

#[test]
fn every_answer_says_what_a_page_may_load_and_that_is_its_own_alone() {
    let room = Room::open();
    for path in [
        "/levers",
        "/look.css",
        "/act.js",
        "/nowhere",
        "/levers/nowhere",
        "/?nonsense=1",
    ] {
        let reply = room.wire.get(path);
        let policy = reply.header("content-security-policy").unwrap_or_default();
        assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
        assert!(
            !policy.contains("unsafe") && !policy.contains("http") && !policy.contains('*'),
            "{policy}"
        );
        for wanted in [
            "script-src 'self'",
            "frame-ancestors 'none'",
            "form-action 'self'",
            "base-uri 'none'",
        ] {
            assert!(policy.contains(wanted), "{path}: {policy}");
        }
        assert_eq!(reply.header("x-frame-options"), Some("DENY"), "{path}");
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(reply.header("referrer-policy"), Some("same-origin"), "{path}");
        assert!(reply.header("access-control-allow-origin").is_none(), "{path}");
        assert!(
            reply.header("server").is_none() && reply.header("cache-control").is_some(),
            "{path}"
        );
    }
}

#[test]
fn a_name_that_is_not_this_servers_is_refused_whatever_is_asked() {
    let room = Room::open();
    let port = room.wire.host.rsplit(':').next().expect("a port").to_string();
    let own = format!("localhost:{port}");
    assert_eq!(room.wire.send("GET", "/levers", &[("host", &own)], "").status, 200);
    for host in ["evil.example", "127.0.0.1", "127.0.0.1:1", "evil.example:80", ""] {
        for path in ["/", "/levers", "/look.css"] {
            let reply = room.wire.send("GET", path, &[("host", host)], "");
            assert_eq!(reply.status, 421, "{host} {path}");
            assert!(!reply.body.contains("<html"), "{host}");
        }
    }
    // A name in the address itself counts for more than the header, and neither may be another's.
    let both = format!("http://evil.example:{port}/levers");
    assert_eq!(
        room.wire.send("GET", &both, &[("host", &room.wire.host)], "").status,
        421
    );
    let both = format!("http://{}/levers", room.wire.host);
    assert_eq!(
        room.wire.send("GET", &both, &[("host", "evil.example")], "").status,
        421
    );
}

#[test]
fn a_form_from_another_site_is_refused_and_so_is_one_without_this_servers_mark() {
    let room = Room::open();
    let body = form(&[("file", "# carepool levers: care-pay=2"), ("token", "0")]);
    let kind = ("content-type", "application/x-www-form-urlencoded");
    let host = ("host", room.wire.host.as_str());
    let own = format!("http://{}", room.wire.host);
    for (name, value) in [
        ("origin", "http://evil.example"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        let reply = room.wire.send("POST", "/open", &[host, kind, (name, value)], &body);
        assert_eq!(reply.status, 403, "{name}: {value}");
        assert!(reply.body.contains("another site"), "{}", reply.body);
    }
    for headers in [
        vec![host, kind],
        vec![host, kind, ("origin", own.as_str()), ("sec-fetch-site", "same-origin")],
    ] {
        let reply = room.wire.send("POST", "/open", &headers, &body);
        assert_eq!(reply.status, 403);
        assert!(
            reply.body.contains("from before the program was started again"),
            "{}",
            reply.body
        );
    }
}

#[test]
fn what_is_too_large_or_of_another_method_is_refused() {
    let room = Room::open();
    let large = "x".repeat(300 * 1024);
    assert_eq!(room.wire.post("/open", &[("file", &large)]).status, 413);
    let host = [("host", room.wire.host.as_str())];
    for method in ["PUT", "DELETE", "TRACE"] {
        assert_eq!(room.wire.send(method, "/levers", &host, "").status, 405, "{method}");
    }
    assert_eq!(room.wire.get("/levers/../../etc/passwd").status, 404);
}

#[test]
fn nobody_but_this_computer_can_ask() {
    let room = Room::open();
    assert!(room.wire.host.starts_with("127.0.0.1:"));
    let port = room.wire.host.rsplit(':').next().expect("a port").to_string();
    let Ok(network) = local_ip_address::local_ip() else {
        eprintln!("skipped: this computer is in no network");
        return;
    };
    if network.is_loopback() {
        eprintln!("skipped: this computer is in no network");
        return;
    }
    let outside = Wire::to(&format!("http://{network}:{port}"));
    assert!(
        std::net::TcpStream::connect(&outside.host).is_err(),
        "{} answers",
        outside.host
    );
}

#[test]
fn answers_are_compressed_for_those_who_take_it() {
    let room = Room::open();
    let mut headers = vec![("host", room.wire.host.as_str())];
    assert!(
        room.wire
            .send("GET", "/look.css", &headers, "")
            .header("content-encoding")
            .is_none()
    );
    headers.push(("accept-encoding", "gzip"));
    // The body is no text then, so that only its headers can be read.
    let wire = room.wire.clone();
    let reply = std::panic::catch_unwind(|| wire.send("HEAD", "/look.css", &headers, ""));
    assert_eq!(reply.expect("an answer").header("content-encoding"), Some("gzip"));
}
