//! Dependencies between the crates of the workspace.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::architecture::dependencies::Dependencies;

/// Returns the dependencies between the folders of a workspace, by the manifests in them.
pub(crate) fn dependencies(workspace: &Path) -> Dependencies {
    let mut manifests = Vec::new();
    for entry in fs::read_dir(workspace).unwrap() {
        let folder = entry.unwrap().path();
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        if folder.is_dir() && name != "target" && !name.starts_with('.') {
            find_manifests(workspace, &folder, &name, &mut manifests);
        }
    }
    of_manifests(&manifests)
}

/// A manifest, with its top-level folder and its path.
type Manifest = (String, String, String);

fn find_manifests(workspace: &Path, folder: &Path, top: &str, manifests: &mut Vec<Manifest>) {
    let path = folder.join("Cargo.toml");
    if let Ok(text) = fs::read_to_string(&path) {
        let shown = path.strip_prefix(workspace).unwrap_or(&path);
        manifests.push((top.to_owned(), shown.display().to_string(), text));
    }
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && path.file_name().is_some_and(|name| name != "target") {
            find_manifests(workspace, &path, top, manifests);
        }
    }
}

fn of_manifests(manifests: &[Manifest]) -> Dependencies {
    let mut folders = BTreeMap::new();
    for (folder, _, text) in manifests {
        if let Some(name) = package_name(text) {
            folders.insert(name, folder);
        }
    }
    let mut dependencies = Dependencies::new();
    for (folder, path, text) in manifests {
        let used = dependencies.entry(folder.clone()).or_default();
        for name in dependency_names(text) {
            if let Some(other) = folders.get(name)
                && *other != folder
            {
                used.entry((*other).clone()).or_insert_with(|| path.clone());
            }
        }
    }
    dependencies
}

fn package_name(manifest: &str) -> Option<&str> {
    let line = manifest.lines().find(|line| line.starts_with("name = "))?;
    line.split('"').nth(1)
}

/// Returns the names of all kinds of dependencies.
fn dependency_names(manifest: &str) -> impl Iterator<Item = &str> {
    let mut in_section = false;
    manifest.lines().filter_map(move |line| {
        if line.starts_with('[') {
            in_section = line.ends_with("dependencies]");
            return None;
        }
        let (key, _) = line.split_once('=')?;
        in_section.then(|| key.trim().trim_end_matches(".workspace"))
    })
}

/// Describes where a package that inherits nothing differs from its workspace: in the fields of
/// the package, the lints, and the versions of dependencies that both name.
pub(crate) fn differences(workspace: &Path, package: &str) -> Vec<String> {
    let read = |folder: &Path| {
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
        toml::from_str::<toml::Table>(&manifest).unwrap()
    };
    let (root, own) = (read(workspace), read(&workspace.join(package)));
    let shared = &root["workspace"];
    let fields = shared["package"].as_table().unwrap().iter();
    let mut differences: Vec<String> = fields
        .filter(|(key, value)| own["package"].get(key) != Some(value))
        .map(|(key, _)| format!("{package}: `{key}` differs from that of the workspace"))
        .collect();
    if own.get("lints") != shared.get("lints") {
        differences.push(format!(
            "{package}: the lints differ from those of the workspace"
        ));
    }
    let version = |dependency: &toml::Value| {
        let version = dependency.get("version").unwrap_or(dependency);
        version.as_str().map(str::to_owned)
    };
    for section in ["dependencies", "dev-dependencies"] {
        let dependencies = own.get(section).and_then(toml::Value::as_table);
        for (name, dependency) in dependencies.into_iter().flatten() {
            let other = shared["dependencies"].get(name);
            // A package that tests itself with other features has a path alone.
            let is_path = dependency.get("path").is_some();
            if !is_path && other.is_some_and(|other| version(other) != version(dependency)) {
                differences.push(format!("{package}: the version of `{name}` differs"));
            }
        }
    }
    differences
}

#[cfg(test)]
mod tests {
    use super::of_manifests;

    #[test]
    fn dependencies_of_all_kinds_are_found() {
        let manifest =
            |folder: &str, text: &str| (folder.to_owned(), folder.to_owned(), text.to_owned());
        let used = of_manifests(&[
            manifest(
                "a",
                "[package]\nname = \"pa\"\n[dependencies]\npb.workspace = true\n",
            ),
            manifest("b", "[package]\nname = \"pb\"\n[features]\npa = []\n"),
            manifest(
                "c",
                "[package]\nname = \"pc\"\n[dev-dependencies]\npa = { path = \"a\" }\n",
            ),
        ]);
        let used: Vec<(&str, Vec<&str>)> = used
            .iter()
            .map(|(user, used)| (user.as_str(), used.keys().map(String::as_str).collect()))
            .collect();
        assert_eq!(used, [("a", vec!["b"]), ("b", vec![]), ("c", vec!["a"])]);
    }
}
