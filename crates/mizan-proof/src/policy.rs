//! A trust policy (C2SP tlog-policy): whose word makes a checkpoint valid, written down by whoever verifies.
//!
//! Any one of the logs must have signed, and as many witnesses as the quorum asks for. A witness that the log's own operator
//! runs proves nothing to others, which is why it is the verifier who names witnesses.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use crate::checkpoint::{NotSigned, SignedCheckpoint};
use crate::cosignature::seen_by;
use crate::note::{FalseSignature, NotAKey, Signs, VerifierKey};

/// The longest policy that is read, in bytes.
pub const LONGEST: usize = 64 << 10;

/// The most lines of one kind.
pub const MOST: usize = 64;

/// Whose word counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// The logs that may have signed.
    pub logs: Vec<Known>,
    /// Witnesses, by the names the policy gives them.
    pub witnesses: Vec<(String, Known)>,
    groups: Vec<Group>,
    /// The witness or group whose word is needed; none needs no witness.
    quorum: Option<String>,
}

/// A key, and where its owner is met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The key.
    pub key: VerifierKey,
    /// An address, if the policy gives one.
    pub url: Option<String>,
}

/// Some of whom are enough.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Group {
    name: String,
    enough: usize,
    members: Vec<String>,
}

/// Why a text is no policy, and in which line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the policy: {flaw}")]
pub struct NotAPolicy {
    /// Which line, counted from 1; one past the last where something is missing.
    pub line: usize,
    /// What is wrong with it.
    pub flaw: Flaw,
}

/// What can be wrong with a line of a policy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// Too large as a whole.
    #[error("the policy is longer than {LONGEST} bytes, or has more than {MOST} lines of one kind")]
    TooLarge,
    /// A character that may not be there.
    #[error("a control character")]
    Control,
    /// Another word than those there are.
    #[error("write `log VKEY [URL]`, `witness NAME VKEY [URL]`, `group NAME all|any|NUMBER NAMES…` or `quorum NAME`")]
    Form,
    /// A key that is none.
    #[error(transparent)]
    Key(#[from] NotAKey),
    /// A log's key for a witness, or a witness's for a log.
    #[error("a {0} signs with another type of key: 0x01 is a log's, 0x04 a witness's")]
    KeyOfTheOther(&'static str),
    /// The same key twice.
    #[error("this key stands in the policy already")]
    KeyTwice,
    /// The same name twice, or a name that means something else.
    #[error("the name `{0}` is taken")]
    Taken(String),
    /// A name nobody has.
    #[error("no witness or group above is called `{0}`")]
    Unknown(String),
    /// One that is in a group already.
    #[error("`{0}` is in a group already, and can count once only")]
    Counted(String),
    /// A number of members that cannot be enough.
    #[error("`{asked}` of {members} members: write `all`, `any`, or a number from 1 to {members}")]
    Enough {
        /// What was asked.
        asked: String,
        /// How many members there are.
        members: usize,
    },
    /// A second quorum.
    #[error("a second quorum")]
    SecondQuorum,
    /// No quorum.
    #[error("the line `quorum NAME` is missing; `quorum none` asks for no witness")]
    NoQuorum,
}

impl Policy {
    /// The policy of somebody who trusts these logs' keys and asks for no witness.
    #[must_use]
    pub fn of_logs(keys: impl IntoIterator<Item = VerifierKey>) -> Policy {
        let logs = keys.into_iter().map(|key| Known { key, url: None }).collect();
        Policy { logs, witnesses: Vec::new(), groups: Vec::new(), quorum: None }
    }

    /// Adds a witness that must have cosigned, to whatever was asked for before.
    #[must_use]
    pub fn and_witness(mut self, name: &str, key: VerifierKey) -> Policy {
        self.witnesses.push((name.to_owned(), Known { key, url: None }));
        let before = self.quorum.replace(format!("and-{name}"));
        let members = before.into_iter().chain([name.to_owned()]).collect::<Vec<_>>();
        self.groups.push(Group { name: format!("and-{name}"), enough: members.len(), members });
        self
    }

    /// Holds a checkpoint against the policy: who signed it, and who saw it when.
    pub fn judge(&self, signed: &SignedCheckpoint) -> Result<Judged, Unacceptable> {
        let mut first = None;
        let mut by = Vec::new();
        for log in &self.logs {
            match signed.verify(&log.key) {
                Ok(()) => by.push(log.key.clone()),
                Err(NotSigned::False(error)) => return Err(error.into()),
                Err(error) => first = first.or(Some(error)),
            }
        }
        if by.is_empty() {
            return Err(first.map_or(Unacceptable::NoLog, Unacceptable::NotSigned));
        }
        let mut seen = Vec::new();
        for (name, witness) in &self.witnesses {
            if let Some(seconds) = seen_by(&witness.key, signed)? {
                seen.push((name.clone(), seconds));
            }
        }
        if let Some(quorum) = &self.quorum {
            let names: BTreeSet<&str> = seen.iter().map(|(name, _)| name.as_str()).collect();
            if !self.have_seen(quorum, &names) {
                let seen = seen.len();
                return Err(Unacceptable::NoQuorum { quorum: quorum.clone(), seen, of: self.witnesses.len() });
            }
        }
        Ok(Judged { by, seen })
    }

    /// Whether a witness or a group has seen it. Groups name what stands above them, so this ends.
    fn have_seen(&self, name: &str, seen: &BTreeSet<&str>) -> bool {
        let Some(group) = self.groups.iter().find(|group| group.name == name) else { return seen.contains(name) };
        group.members.iter().filter(|member| self.have_seen(member, seen)).count() >= group.enough
    }
}

/// Whose word a checkpoint has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// The keys of the log that signed it.
    pub by: Vec<VerifierKey>,
    /// Which witnesses cosigned it, and when: seconds since 1970.
    pub seen: Vec<(String, u64)>,
}

/// Why a checkpoint is not valid by a policy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unacceptable {
    /// The policy knows no log.
    #[error("the policy names no log")]
    NoLog,
    /// No log of the policy signed it.
    #[error(transparent)]
    NotSigned(NotSigned),
    /// A signature is false.
    #[error(transparent)]
    False(#[from] FalseSignature),
    /// Too few witnesses.
    #[error("{seen} of {of} witnesses have cosigned it, which is not the quorum `{quorum}`")]
    NoQuorum {
        /// Whose word is needed.
        quorum: String,
        /// How many witnesses cosigned.
        seen: usize,
        /// Of how many.
        of: usize,
    },
}

impl FromStr for Policy {
    type Err = NotAPolicy;

    fn from_str(text: &str) -> Result<Policy, NotAPolicy> {
        let lines = text.lines().count();
        let whole = |flaw| NotAPolicy { line: lines + 1, flaw };
        if text.len() > LONGEST {
            return Err(whole(Flaw::TooLarge));
        }
        let mut reading = Reading { policy: Policy::of_logs([]), quorum: false, counted: BTreeSet::new() };
        for (line, words) in (1..).zip(text.split('\n')) {
            reading.take(words).map_err(|flaw| NotAPolicy { line, flaw })?;
        }
        if reading.quorum { Ok(reading.policy) } else { Err(whole(Flaw::NoQuorum)) }
    }
}

/// A policy of which some lines were read.
struct Reading {
    policy: Policy,
    quorum: bool,
    /// The names that are members of a group.
    counted: BTreeSet<String>,
}

impl Reading {
    fn take(&mut self, line: &str) -> Result<(), Flaw> {
        if line.bytes().any(|byte| (byte < 0x20 && byte != b'\t') || byte == 0x7f) {
            return Err(Flaw::Control);
        }
        let words: Vec<&str> = line.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
        match words.as_slice() {
            [] => Ok(()),
            [first, ..] if first.starts_with('#') => Ok(()),
            ["log", key, url @ ..] if url.len() < 2 => {
                let known = self.known("log", Signs::Text, key, url)?;
                bounded(&mut self.policy.logs, known)
            }
            ["witness", name, key, url @ ..] if url.len() < 2 => {
                self.free(name)?;
                let known = self.known("witness", Signs::TextSeen, key, url)?;
                bounded(&mut self.policy.witnesses, ((*name).to_owned(), known))
            }
            ["group", name, enough, members @ ..] if !members.is_empty() => self.group(name, enough, members),
            ["quorum", name] => {
                if self.quorum {
                    return Err(Flaw::SecondQuorum);
                }
                self.quorum = true;
                if *name != "none" {
                    self.there(name)?;
                    self.policy.quorum = Some((*name).to_owned());
                }
                Ok(())
            }
            _ => Err(Flaw::Form),
        }
    }

    fn group(&mut self, name: &str, enough: &str, members: &[&str]) -> Result<(), Flaw> {
        self.free(name)?;
        for member in members {
            self.there(member)?;
            if !self.counted.insert((*member).to_owned()) {
                return Err(Flaw::Counted((*member).to_owned()));
            }
        }
        let asked = match enough {
            "all" => Some(members.len()),
            "any" => Some(1),
            number => number.parse().ok().filter(|_| number.bytes().all(|digit| digit.is_ascii_digit())),
        };
        let asked = asked.filter(|asked| (1..=members.len()).contains(asked));
        let asked = asked.ok_or_else(|| Flaw::Enough { asked: enough.to_owned(), members: members.len() })?;
        let members = members.iter().map(|member| (*member).to_owned()).collect();
        bounded(&mut self.policy.groups, Group { name: name.to_owned(), enough: asked, members })
    }

    fn known(&self, whose: &'static str, signs: Signs, key: &str, url: &[&str]) -> Result<Known, Flaw> {
        let key: VerifierKey = key.parse()?;
        if key.signs() != signs {
            return Err(Flaw::KeyOfTheOther(whose));
        }
        let others = self.policy.logs.iter().chain(self.policy.witnesses.iter().map(|(_, known)| known));
        if others.filter(|other| other.key.signs() == signs).any(|other| other.key.bytes() == key.bytes()) {
            return Err(Flaw::KeyTwice);
        }
        Ok(Known { key, url: url.first().map(|url| (*url).to_owned()) })
    }

    fn has(&self, name: &str) -> bool {
        let mut witnesses = self.policy.witnesses.iter().map(|(name, _)| name);
        witnesses.any(|known| known == name) || self.policy.groups.iter().any(|group| group.name == name)
    }

    fn free(&self, name: &str) -> Result<(), Flaw> {
        if self.has(name) || name == "none" { Err(Flaw::Taken(name.to_owned())) } else { Ok(()) }
    }

    fn there(&self, name: &str) -> Result<(), Flaw> {
        if self.has(name) { Ok(()) } else { Err(Flaw::Unknown(name.to_owned())) }
    }
}

fn bounded<T>(list: &mut Vec<T>, one_more: T) -> Result<(), Flaw> {
    if list.len() == MOST {
        return Err(Flaw::TooLarge);
    }
    list.push(one_more);
    Ok(())
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = |known: &Known| known.url.as_ref().map(|url| format!(" {url}")).unwrap_or_default();
        self.logs.iter().try_for_each(|log| writeln!(f, "log {}{}", log.key, url(log)))?;
        for (name, witness) in &self.witnesses {
            writeln!(f, "witness {name} {}{}", witness.key, url(witness))?;
        }
        for Group { name, enough, members } in &self.groups {
            writeln!(f, "group {name} {enough} {}", members.join(" "))?;
        }
        writeln!(f, "quorum {}", self.quorum.as_deref().unwrap_or("none"))
    }
}

#[cfg(test)]
mod tests;
