//! The balances of a statement: which of them is the opening one, which the closing one.

use roxmltree::Node;

use crate::statement::finding::Code;
use crate::statement::model::{Balance, Kind, Side};
use crate::statement::xml::{Reader, at, coded, word};

/// Reads one balance.
pub(super) fn balance(reader: &mut Reader<'_>, node: Node<'_, '_>, path: &str) {
    let kind = at(node, &["Tp", "CdOrPrtry"]).and_then(coded).or_else(|| at(node, &["Tp"]).and_then(coded));
    let Some(amount) = at(node, &["Amt"]) else {
        reader.find(Code::NoAmount, node, path, "");
        return;
    };
    let of_account = reader.draft.statement.currency;
    let Some(amount) = reader.amount(amount, &format!("{path}/Amt"), of_account) else { return };
    let signed = match side(reader, node, path) {
        Some(Side::Credit) => amount,
        Some(Side::Debit) => amount.negated(),
        None if amount.is_zero() => amount,
        None => return,
    };
    let on = reader.day(at(node, &["Dt"]), &format!("{path}/Dt"));
    let place = reader.lines.place(node, path);
    let draft = &mut *reader.draft;
    match kind.as_deref() {
        // The closing balance of the day before is what this one begins with.
        Some("OPBD" | "PRCD") => {
            draft.balance(|statement| &mut statement.opening, signed, place);
            draft.statement.from = draft.statement.from.or(on);
        }
        Some("CLBD") => {
            draft.balance(|statement| &mut statement.closing, signed, place);
            draft.statement.to = draft.statement.to.or(on);
        }
        Some("ITBD") if draft.statement.kind == Kind::Report && draft.statement.closing.is_none() => {
            draft.statement.closing = Some(signed);
        }
        kind => {
            let kind = kind.unwrap_or("unnamed").to_owned();
            draft.statement.other_balances.push(Balance { kind, amount: signed, on });
        }
    }
}

/// Which way an amount goes.
pub(super) fn side(reader: &mut Reader<'_>, node: Node<'_, '_>, path: &str) -> Option<Side> {
    let said = word(node, &["CdtDbtInd"]);
    match said.as_deref() {
        Some("CRDT") => Some(Side::Credit),
        Some("DBIT") => Some(Side::Debit),
        other => {
            reader.find(Code::NoSide, node, &format!("{path}/CdtDbtInd"), other.unwrap_or_default());
            None
        }
    }
}
