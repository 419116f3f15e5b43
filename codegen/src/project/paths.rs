//! Paths between the folder of a client, its workspace and the runtime.

use std::path::{Component, Path, PathBuf};
use std::{fs, io};

use crate::source::ReadError;

/// Returns the absolute path of a file or folder that may not exist, without symbolic links in the
/// part that does.
pub(super) fn absolute(path: &Path) -> Result<PathBuf, ReadError> {
    let failed = |error: io::Error| ReadError::Io {
        path: path.to_owned(),
        error,
    };
    let absolute = std::path::absolute(path).map_err(failed)?;
    // `..` leads elsewhere behind a symbolic link, so links are resolved before it is removed.
    let mut resolved = PathBuf::new();
    for component in absolute.components() {
        match component {
            Component::ParentDir => {
                resolved.pop();
            }
            Component::CurDir => {}
            other => resolved.push(other),
        }
        if let Ok(canonical) = fs::canonicalize(&resolved) {
            resolved = canonical;
        }
    }
    Ok(resolved)
}

/// Returns the path from a folder to a target, with `/` as the separator. Cargo accepts it on every
/// platform, while `\` begins an escape sequence in TOML. Both paths are absolute.
pub(super) fn relative(folder: &Path, target: &Path) -> PathBuf {
    let (from, to): (Vec<_>, Vec<_>) =
        (folder.components().collect(), target.components().collect());
    let common = from
        .iter()
        .zip(&to)
        .take_while(|(one, other)| one == other)
        .count();
    if common == 0 {
        return target.to_owned();
    }
    let up = from[common..].iter().map(|_| "..".to_owned());
    let down = to[common..].iter();
    let down = down.map(|component| component.as_os_str().to_string_lossy().into_owned());
    PathBuf::from(up.chain(down).collect::<Vec<_>>().join("/"))
}

/// Returns the root of the workspace whose folder contains a folder.
pub(super) fn workspace_above(folder: &Path) -> Option<PathBuf> {
    let root = folders_above(folder).find(|above| {
        let manifest = fs::read_to_string(above.join("Cargo.toml"));
        manifest.is_ok_and(|text| {
            toml::from_str::<toml::Table>(&text)
                .is_ok_and(|manifest| manifest.contains_key("workspace"))
        })
    });
    root.map(Path::to_owned)
}

/// Returns the folder of `specwright-runtime` in the repository that contains a folder.
pub(super) fn runtime_above(folder: &Path) -> Option<PathBuf> {
    let mut runtimes = folders_above(folder).map(|above| above.join("runtime"));
    runtimes.find(|runtime| {
        let manifest = fs::read_to_string(runtime.join("Cargo.toml"));
        manifest.is_ok_and(|text| text.contains("name = \"specwright-runtime\""))
    })
}

fn folders_above(folder: &Path) -> impl Iterator<Item = &Path> {
    folder.ancestors().skip(1)
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::relative;

    #[test]
    fn relative_paths_lead_from_a_folder_to_a_target() {
        for (folder, target, expected) in [
            ("/a/b", "/a/runtime", "../runtime"),
            ("/a/b/c", "/a/runtime", "../../runtime"),
            ("/a", "/a/README.md", "README.md"),
            ("/a/b", "/c/d", "../../c/d"),
        ] {
            let path = relative(Path::new(folder), Path::new(target));
            assert_eq!(path, PathBuf::from(expected), "{folder} {target}");
        }
    }
}
