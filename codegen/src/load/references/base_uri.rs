//! The URI of a file, `$self`, against which the references in it are resolved.

use std::borrow::Cow;

use crate::load::files::Files;
use crate::source::has_scheme;

/// Where the file is that a reference names.
pub(super) enum FileName<'p> {
    /// A file that has been read.
    Known(usize),
    /// The file at a path relative to the one with the reference.
    Path(Cow<'p, str>),
}

/// Returns the file that a reference in a file with `$self` names. A file whose URI is below the
/// folder of that URI is below the folder of the file.
pub(super) fn file_name<'p>(files: &Files, from: usize, reference: &'p str) -> FileName<'p> {
    let path = || FileName::Path(reference.into());
    let Some(own) = own_uri(files, from) else {
        return path();
    };
    let uri = resolve(own, reference);
    let mut all = 0..files.count();
    if let Some(known) = all.find(|file| own_uri(files, *file) == Some(&*uri)) {
        return FileName::Known(known);
    }
    match reference.strip_prefix(folder(own)) {
        Some(below) if has_scheme(reference) => FileName::Path(below.into()),
        _ => path(),
    }
}

/// Returns `$self` of a file without a fragment.
fn own_uri(files: &Files, file: usize) -> Option<&str> {
    let uri = files.tree(file).get("$self")?.as_str()?;
    uri.split('#').next().filter(|uri| !uri.is_empty())
}

/// Returns a URI up to its last slash.
fn folder(uri: &str) -> &str {
    &uri[..uri.rfind('/').map_or(0, |slash| slash + 1)]
}

/// Resolves a reference without fragment against a URI (RFC 3986, section 5.2).
pub(super) fn resolve<'r>(base: &str, reference: &'r str) -> Cow<'r, str> {
    if has_scheme(reference) {
        return reference.into();
    }
    // Where the path of the base begins.
    let path = base.find("://").map_or(0, |colon| {
        let slash = base[colon + 3..].find('/');
        slash.map_or(base.len(), |slash| colon + 3 + slash)
    });
    let joined = if reference.starts_with("//") {
        let scheme = base.find(':').map_or(0, |colon| colon + 1);
        return format!("{}{reference}", &base[..scheme]).into();
    } else if reference.starts_with('/') {
        reference.to_owned()
    } else if path > 0 && path == base.len() {
        format!("/{reference}")
    } else {
        format!("{}{reference}", folder(&base[path..]))
    };
    let mut segments: Vec<&str> = Vec::new();
    for segment in joined.split('/') {
        match segment {
            "." => {}
            ".." => {
                segments.pop_if(|last| !last.is_empty());
            }
            segment => segments.push(segment),
        }
    }
    format!("{}{}", &base[..path], segments.join("/")).into()
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn references_are_resolved_against_a_uri() {
        let base = "https://pets.example/api/v1/openapi.yaml";
        for (reference, expected) in [
            ("openapi.yaml", base),
            ("./openapi.yaml", base),
            ("../v1/openapi.yaml", base),
            ("/api/v1/openapi.yaml", base),
            ("//pets.example/api/v1/openapi.yaml", base),
            (base, base),
            ("../../../a", "https://pets.example/a"),
            ("urn:pets", "urn:pets"),
        ] {
            assert_eq!(resolve(base, reference), expected, "{reference}");
        }
        assert_eq!(resolve("openapi.yaml", "pets.yaml"), "pets.yaml");
        for reference in ["/pets", "pets"] {
            assert_eq!(
                resolve("https://pets.example", reference),
                "https://pets.example/pets"
            );
        }
    }
}
