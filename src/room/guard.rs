//! Who may ask, and what a page may do: checked before any page sees a request, and said on every answer.
//!
//! A laptop in a room is asked by browsers that also show other sites. Such a site may point a name of its own at this
//! address (so `Host` is checked), or send a form here (so `Origin` and `Sec-Fetch-Site` are). What a page may load is said
//! in its policy: its own style, script and data, nothing from anywhere else and nothing written into the page itself.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// What every answer says, unless the page said it itself.
const HEADERS: [(HeaderName, &str); 9] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    // A form's `Origin` is withheld where no referrer is sent at all, and the guard asks for it.
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=()",
    ),
    (HeaderName::from_static("x-robots-tag"), "noindex"),
    (header::CACHE_CONTROL, "no-store"),
];

/// The names under which this server may be asked, each with its port.
#[derive(Clone, Debug)]
pub struct Hosts(Arc<[String]>);

impl Hosts {
    /// For a server that listens at this address, and is known by these others too.
    pub fn of(address: SocketAddr, others: &[String]) -> Hosts {
        let port = address.port();
        let mut hosts = vec![
            address.to_string(),
            format!("127.0.0.1:{port}"),
            format!("localhost:{port}"),
            format!("[::1]:{port}"),
        ];
        hosts.extend(others.iter().map(|name| format!("{name}:{port}").to_lowercase()));
        Hosts(hosts.into())
    }

    /// Whether a request may be for this name. A browser leaves out port 80.
    fn know(&self, host: &str) -> bool {
        let host = host.to_lowercase();
        self.0
            .iter()
            .any(|known| *known == host || known.strip_suffix(":80").is_some_and(|bare| bare == host))
    }
}

/// Whether a request's own words say that another site sent it.
fn from_elsewhere(headers: &HeaderMap, host: &str) -> bool {
    let said = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("unreadable"));
    let site = said("sec-fetch-site").is_some_and(|site| !matches!(site, "same-origin" | "none"));
    let origin = said("origin").is_some_and(|origin| {
        origin
            .strip_prefix("http://")
            .is_none_or(|origin| !origin.eq_ignore_ascii_case(host))
    });
    site || origin
}

/// Refuses what is for another name, and what another site sends.
pub async fn check(State(hosts): State<Hosts>, request: Request, next: Next) -> Response {
    let written = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let host = request
        .uri()
        .authority()
        .map(|name| name.as_str())
        .or(written)
        .unwrap_or("");
    let written_too = written.is_none_or(|written| hosts.know(written));
    if !hosts.know(host) || !written_too {
        let say = "This server is known by another name: type the address that it printed when it started.\n";
        return (StatusCode::MISDIRECTED_REQUEST, say).into_response();
    }
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if !reads && from_elsewhere(request.headers(), host) {
        let say = "This form was sent by another site, and is refused.\n";
        return (StatusCode::FORBIDDEN, say).into_response();
    }
    next.run(request).await
}

/// Says on an answer what its page may do.
pub async fn say(request: Request, next: Next) -> Response {
    let mut answer = next.run(request).await;
    for (name, value) in HEADERS {
        answer
            .headers_mut()
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_server_with_its_port_are_known() {
        let hosts = Hosts::of(([127, 0, 0, 1], 8123).into(), &["192.168.1.7".to_string()]);
        for known in ["127.0.0.1:8123", "localhost:8123", "LOCALHOST:8123", "192.168.1.7:8123"] {
            assert!(hosts.know(known), "{known}");
        }
        for other in [
            "127.0.0.1",
            "127.0.0.1:8124",
            "evil.example:8123",
            "localhost:8123.evil.example",
            "",
        ] {
            assert!(!hosts.know(other), "{other}");
        }
        assert!(Hosts::of(([127, 0, 0, 1], 80).into(), &[]).know("localhost"));
    }

    #[test]
    fn what_another_site_sends_says_so() {
        let told = |pairs: &[(&'static str, &'static str)]| {
            let headers = pairs
                .iter()
                .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
            from_elsewhere(&headers.collect(), "localhost:8123")
        };
        assert!(!told(&[]) && !told(&[("origin", "http://localhost:8123"), ("sec-fetch-site", "same-origin")]));
        for origin in [
            "null",
            "https://localhost:8123",
            "http://localhost:1",
            "http://evil.example",
        ] {
            assert!(told(&[("origin", origin)]), "{origin}");
        }
        assert!(told(&[("sec-fetch-site", "cross-site")]) && told(&[("sec-fetch-site", "same-site")]));
    }
}
