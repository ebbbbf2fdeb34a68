//! A member's own word: she says it herself, or it stands on paper with her mark that a witness has seen.

use crate::decide::Case;
use crate::decide::payout::is;
use crate::decide::refusal::Refusal;
use crate::event::ForHer;
use crate::id::MemberId;

impl Case<'_> {
    /// Refuses what somebody else says in a member's place, unless it names the paper and its witness.
    pub(super) fn her_word(&self, member: MemberId, for_her: Option<&ForHer>) -> Result<(), Refusal> {
        let actor = self.actor.id;
        match (is(actor, member), for_her) {
            (true, None) => Ok(()),
            (true, Some(_)) => Err(Refusal::SaysItHerself { member }),
            (false, None) => Err(Refusal::NotHerWord { member, actor }),
            (false, Some(ForHer { witness, .. })) if *witness == actor => {
                Err(Refusal::NoWitness { witness: *witness, is: "writes it down" })
            }
            (false, Some(ForHer { witness, .. })) if is(*witness, member) => {
                Err(Refusal::NoWitness { witness: *witness, is: "put her mark on it" })
            }
            (false, Some(_)) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
