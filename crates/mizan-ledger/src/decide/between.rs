//! Rules between two organisations of the book: what one sends the other receives once, to the centime; and an
//! association does not trade.

use crate::command::Command;
use crate::decide::Case;
use crate::decide::refusal::Refusal;
use crate::event::Event;
use crate::event::between::{TransferReceived, TransferSent};
use crate::event::membership::Form;

/// An association does not trade: the cooperative beside it does, in a book of its own.
pub(super) fn may_trade(case: &Case<'_>, command: &Command) -> Result<(), Refusal> {
    let trades = matches!(
        command,
        Command::PlaceOrder(_)
            | Command::ConfirmOrder(_)
            | Command::ReceiveAdvance(_)
            | Command::DeliverGoods(_)
            | Command::DeliverConsignment(_)
            | Command::ShareFreight(_)
            | Command::RecordSale(_)
            | Command::ProposeAgreement(_)
    );
    match case.cooperative.form {
        Form::Association if trades => {
            Err(Refusal::AssociationTrades { association: case.id, command: command.name() })
        }
        Form::Association | Form::Cooperative => Ok(()),
    }
}

/// Money leaves a till for another organisation that keeps its accounts in the same currency.
pub(super) fn send(case: &Case<'_>, words: &TransferSent) -> Result<Vec<Event>, Refusal> {
    if case.cooperative.between.sent.contains_key(&words.transfer) {
        return Err(Refusal::AlreadyExists { what: "transfer", id: words.transfer.0 });
    }
    let other = case.book.cooperatives.get(&words.to).ok_or(Refusal::UnknownCooperative { cooperative: words.to })?;
    if words.to == case.id {
        return Err(Refusal::TransferToItself { cooperative: words.to });
    }
    let amount = case.own_currency(words.amount)?;
    if other.currency != amount.currency() {
        return Err(Refusal::WrongCurrency { amount, currency: other.currency });
    }
    case.holds(words.till, amount)?;
    Ok(vec![words.clone().into()])
}

/// What was sent here comes in once, all of it, and not before it was sent.
pub(super) fn receive(case: &Case<'_>, words: &TransferReceived) -> Result<Vec<Event>, Refusal> {
    let TransferReceived { transfer, from, amount, till, .. } = *words;
    case.till(till)?;
    let sender = case.book.cooperatives.get(&from).ok_or(Refusal::UnknownCooperative { cooperative: from })?;
    let sent = sender.between.sent.get(&transfer).filter(|sent| sent.to == case.id);
    let sent = sent.ok_or(Refusal::TransferNotSent { transfer, from, to: case.id })?;
    if case.cooperative.between.received.contains(&(from, transfer)) {
        return Err(Refusal::TransferReceivedAlready { transfer, from });
    }
    if sent.amount != amount {
        return Err(Refusal::TransferDiffers { transfer, sent: sent.amount, asked: amount });
    }
    if case.day < sent.on {
        return Err(Refusal::TransferBeforeSent { transfer, sent: sent.on, day: case.day });
    }
    Ok(vec![words.clone().into()])
}

#[cfg(test)]
mod tests;
