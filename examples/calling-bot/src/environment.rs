//! Variables of the environment that look like settings, and are none.

use clap::CommandFactory as _;

use crate::settings::Settings;

/// The beginning of all variables that are settings.
const PREFIX: &str = "CALLING_BOT_";

/// Kubernetes sets variables with these beginnings for a service of the name `calling-bot`.
const OF_KUBERNETES: [&str; 2] = ["SERVICE_", "PORT"];

/// A name is suggested for another one with at most so many differences.
const DIFFERENCES: usize = 3;

/// Returns a warning for each name of a variable that looks like a setting, and is none. A setting
/// that is misspelled has no effect, which nobody would notice otherwise.
pub(crate) fn unknown_variables(names: impl IntoIterator<Item = String>) -> Vec<String> {
    let command = Settings::command();
    let settings: Vec<String> = command
        .get_arguments()
        .filter_map(|argument| Some(argument.get_env()?.to_string_lossy().into_owned()))
        .collect();
    let warnings = names.into_iter().filter_map(|name| {
        let rest = name.strip_prefix(PREFIX);
        let is_injected = rest.is_some_and(|rest| {
            let mut prefixes = OF_KUBERNETES.iter();
            prefixes.any(|prefix| rest.starts_with(prefix))
        });
        if is_injected || settings.contains(&name) {
            return None;
        }
        let upper = name.to_ascii_uppercase();
        let differences = |setting: &&String| strsim::damerau_levenshtein(setting, &upper);
        let nearest = settings
            .iter()
            .min_by_key(differences)
            .filter(|setting| differences(setting) <= DIFFERENCES);
        match nearest {
            Some(setting) => Some(format!("{name} is not a setting; did you mean {setting}?")),
            None => rest.map(|_| format!("{name} is not a setting; `--help` lists all of them")),
        }
    });
    warnings.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_variables_are_named_with_a_suggestion() {
        for (name, expected) in [
            ("CALLING_BOT_TENANT", "did you mean CALLING_BOT_TENANTS?"),
            ("CALLING_BOT_APPID", "did you mean CALLING_BOT_APP_ID?"),
            ("CALLING_BOT_COLOUR_OF_LOGS", "`--help` lists all of them"),
            ("CALLINGBOT_APP_ID", "did you mean CALLING_BOT_APP_ID?"),
            ("calling_bot_app_id", "did you mean CALLING_BOT_APP_ID?"),
            ("Calling_Bott_Listen", "did you mean CALLING_BOT_LISTEN?"),
        ] {
            let warnings = unknown_variables([name.to_owned()]);
            assert_eq!(warnings.len(), 1, "{name}");
            assert!(warnings[0].contains(expected), "{warnings:?}");
        }
        for name in [
            "CALLING_BOT_TENANTS",
            "CALLING_BOT_SERVICE_HOST",
            "CALLING_BOT_SERVICE_PORT_HTTP",
            "CALLING_BOT_PORT",
            "CALLING_BOT_PORT_8080_TCP_ADDR",
            "PATH",
            "CALLING_HOME",
            "BOT_LOG",
        ] {
            assert_eq!(unknown_variables([name.to_owned()]), [""; 0], "{name}");
        }
    }
}
