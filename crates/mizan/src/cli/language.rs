//! In which language: the argument of every command that speaks to a person.

use std::env;

use anyhow::Context;
use clap::Args;
use mizan_format::phrases::Language;

/// The variable that names the language when the command line does not.
const VARIABLE: &str = "MIZAN_LANG";

/// In which language.
#[derive(Debug, Args)]
pub(super) struct LanguageArg {
    /// The language: en, fr or ar; without it, the one named by MIZAN_LANG, or English. JSON and CSV have none.
    #[arg(long, value_name = "LANGUAGE")]
    lang: Option<Language>,
}

impl LanguageArg {
    /// The language that was asked for.
    pub(super) fn language(&self) -> anyhow::Result<Language> {
        match self.lang {
            Some(language) => Ok(language),
            None => from(env::var_os(VARIABLE).and_then(|value| value.into_string().ok())),
        }
    }
}

/// The language a variable names; English if it is not set or empty.
fn from(variable: Option<String>) -> anyhow::Result<Language> {
    let named = variable.filter(|code| !code.is_empty());
    named.map_or(Ok(Language::default()), |code| code.parse().context(VARIABLE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variable_names_the_language_unless_it_is_empty() -> anyhow::Result<()> {
        assert_eq!(from(None)?, Language::En);
        assert_eq!(from(Some(String::new()))?, Language::En);
        assert_eq!(from(Some("ar".to_owned()))?, Language::Ar);
        let unknown = from(Some("darija".to_owned())).map_err(|error| format!("{error:#}"));
        assert_eq!(unknown, Err("MIZAN_LANG: `darija` is no language of Mizan: write en, fr or ar".to_owned()));
        Ok(())
    }
}
