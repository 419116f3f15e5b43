//! The part of a version that has to change.

/// The part of a version that has to change, in the terms of semantic versioning.
///
/// A change on the wire is a minor one: code still compiles, and the client follows the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bump {
    /// The API is unchanged.
    Patch,
    /// Code that compiled still compiles.
    Minor,
    /// Code may not compile.
    Major,
}

impl Bump {
    /// Returns the word for the part: `major`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }

    /// Returns the least version that may follow a version. Below 1.0, each part takes the place
    /// of the one before it, as Cargo defines. Returns `None` for a version that does not consist
    /// of three numbers.
    ///
    /// ```
    /// use specwright::compare::Bump;
    ///
    /// assert_eq!(Bump::Major.next("1.4.2").as_deref(), Some("2.0.0"));
    /// assert_eq!(Bump::Major.next("0.2.1").as_deref(), Some("0.3.0"));
    /// assert_eq!(Bump::Minor.next("0.2.1").as_deref(), Some("0.2.2"));
    /// assert_eq!(Bump::Minor.next("1.0.0-beta").as_deref(), None);
    /// ```
    #[must_use]
    pub fn next(self, version: &str) -> Option<String> {
        let numbers: Vec<u64> = version
            .split('.')
            .map(str::parse)
            .collect::<Result<_, _>>()
            .ok()?;
        let [major, minor, patch] = numbers[..] else {
            return None;
        };
        Some(match (self, major, minor) {
            (Self::Patch, ..) | (Self::Minor, 0, _) | (Self::Major, 0, 0) => {
                format!("{major}.{minor}.{}", patch.checked_add(1)?)
            }
            (Self::Minor, ..) | (Self::Major, 0, _) => {
                format!("{major}.{}.0", minor.checked_add(1)?)
            }
            (Self::Major, ..) => format!("{}.0.0", major.checked_add(1)?),
        })
    }
}
