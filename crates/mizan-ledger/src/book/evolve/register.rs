//! What the register changes in the book: who belongs to the cooperative from when to when, and how they stand.

use crate::book::evolve::{Changes, Unknown, known};
use crate::book::state::Cooperative;
use crate::book::state::register::{Board, Spell, insert_by_day};
use crate::event::membership::MemberAdmitted;
use crate::event::register::{BoardElected, MemberExited, MemberStatusChanged};
use crate::record::Envelope;

impl Changes for MemberAdmitted {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let member = own.members.entry(self.member).or_default();
        member.sex = self.sex.or(member.sex);
        member.spells.push(Spell { from: at.occurred_on, until: None, statuses: Vec::new() });
        Ok(())
    }
}

impl Changes for MemberStatusChanged {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let member = known(own.members.get_mut(&self.member), "member", self.member)?;
        let spell = member.spells.iter_mut().rev().find(|spell| spell.from <= at.occurred_on);
        let statuses = &mut known(spell, "member", self.member)?.statuses;
        insert_by_day(statuses, (at.occurred_on, self.status), |(from, _)| *from);
        Ok(())
    }
}

impl Changes for MemberExited {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let member = known(own.members.get_mut(&self.member), "member", self.member)?;
        known(member.spells.last_mut(), "member", self.member)?.until = Some(at.occurred_on);
        Ok(())
    }
}

impl Changes for BoardElected {
    fn changes(&self, own: &mut Cooperative, at: &Envelope) -> Result<(), Unknown> {
        let BoardElected { board, women, led_by, .. } = *self;
        insert_by_day(&mut own.boards, Board { from: at.occurred_on, board, women, led_by }, |board| board.from);
        Ok(())
    }
}
