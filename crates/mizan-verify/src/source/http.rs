//! A bundle behind an address, as any web server hands it out.

use std::io;
use std::time::Duration;

use ureq::Agent;

use crate::source::folder::whole;
use crate::source::{Files, SourceError};

/// How long one file may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A log by its address.
#[derive(Debug)]
pub struct Address {
    prefix: String,
    agent: Agent,
}

impl Address {
    /// The log beneath an address, which begins with `http://`.
    #[must_use]
    pub fn new(prefix: &str) -> Address {
        let config = Agent::config_builder().http_status_as_error(false).timeout_global(Some(PATIENCE)).build();
        Address { prefix: prefix.trim_end_matches('/').to_owned(), agent: config.into() }
    }
}

impl Files for Address {
    fn name(&self) -> String {
        self.prefix.clone()
    }

    fn is_live(&self) -> bool {
        true
    }

    fn read(&mut self, path: &str, most: u64) -> Result<Option<Vec<u8>>, SourceError> {
        let place = format!("{}/{path}", self.prefix);
        let failed = |source| SourceError::Unreadable { place: place.clone(), source };
        let answer = self.agent.get(&place).call().map_err(|error| failed(io::Error::other(error)))?;
        match answer.status().as_u16() {
            200 => whole(&place, answer.into_body().into_reader(), most).map(Some),
            404 | 410 => Ok(None),
            status => Err(failed(io::Error::other(format!("the server answers {status}")))),
        }
    }
}
