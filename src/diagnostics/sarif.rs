//! Diagnostics for code-review tools: SARIF 2.1.0 (OASIS).

use serde_json::{Value, json};

use super::{Code, Diagnostic, Severity, SourceMap};

/// `check --format sarif`.
pub fn render(list: &[Diagnostic], sources: &SourceMap) -> String {
    let rules: Vec<Value> = Code::ALL
        .iter()
        .filter(|c| list.iter().any(|d| d.code == **c))
        .map(|c| {
            let info = c.info();
            json!({ "id": info.id, "shortDescription": { "text": info.title }, "fullDescription": { "text": info.explanation } })
        })
        .collect();
    let results: Vec<Value> = list.iter().map(|d| result(d, sources)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "columnKind": "unicodeCodePoints",
            "tool": { "driver": { "name": "parvis", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

/// A path as a relative URI (RFC 3986): what is not plain is percent-encoded.
fn uri(path: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~' | b'/');
    path.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

fn result(d: &Diagnostic, sources: &SourceMap) -> Value {
    let mut value = json!({
        "ruleId": d.code.id(),
        "level": match d.severity() { Severity::Erreur => "error", Severity::Alerte => "warning", Severity::Conseil => "note" },
        "message": { "text": d.message },
    });
    if let Some(span) = d.span {
        let (line, column) = sources.line_column(span);
        value["locations"] = json!([{ "physicalLocation": {
            "artifactLocation": { "uri": uri(sources.path(span.file)) },
            "region": { "startLine": line, "startColumn": column },
        } }]);
    }
    if let Some(reason) = &d.reconnu {
        value["suppressions"] = json!([{ "kind": "inSource", "justification": reason }]);
    }
    value
}
