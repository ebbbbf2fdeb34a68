//! An attempt to commit that came to nothing, by what is to be done then.

use mizan_store::log::AppendError;

use crate::service::reader::ReadError;
use crate::service::writer::WriteError;

/// Why an attempt came to nothing.
pub(super) enum Setback {
    /// Someone else was quicker. Try again.
    Conflict,
    /// Nobody knows whether the records are in the log. Look, and try again.
    Unknown(AppendError),
    /// There is no use in trying again.
    Failed(WriteError),
}

impl From<ReadError> for Setback {
    fn from(error: ReadError) -> Setback {
        Setback::Failed(error.into())
    }
}

impl From<WriteError> for Setback {
    fn from(error: WriteError) -> Setback {
        Setback::Failed(error)
    }
}
