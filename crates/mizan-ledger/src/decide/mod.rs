//! What may happen: a command is weighed against the book and becomes events, or a refusal.
//!
//! Pure: the same book and the same command give the same events on every machine. Each rule is a short function with
//! its guards first. A command under a key the book knows is not decided again: see `Submission::says_the_same_as`.

mod between;
mod capital;
mod census;
mod chain;
mod chargeback;
mod asset;
pub mod begun;
mod by_then;
mod calendar;
mod correction;
mod credit;
mod delivery;
mod dispute;
mod float;
mod fund;
mod grant;
mod held;
mod her_word;
mod loan;
mod matching;
mod membership;
mod office;
mod order;
mod payee;
mod payment;
mod payout;
mod log_key;
mod period;
mod person;
mod product;
pub mod reach;
mod receipt;
pub mod refusal;
mod retention;
mod register;
mod release;
mod sale;
mod set_off;
mod shop;
mod tax;
#[cfg(test)]
mod golden;
#[cfg(test)]
mod stories;
mod treasury;
pub mod watch;
mod writable;

use jiff::civil::Date;
use std::borrow::Cow;

use crate::account::Account;
use crate::agreement::document::Agreement;
use crate::book::state::order::Order;
use crate::book::state::trade::Sale;
use crate::book::state::{Class, Cooperative};
use crate::book::{Book, unbalanced};
use crate::command::{Command, Sealed, Submission};
use crate::decide::refusal::Refusal;
use crate::decide::writable::writable;
use crate::event::membership::PartyRole;
use crate::event::{Event, Source};
use crate::id::{ActorId, Code, CooperativeId, OrderId, PartyId, SaleId};
use crate::money::{ExchangeRate, Money, NotMoney};
use crate::posting::{Posting, postings};
use crate::record::{Actor, Record};

/// What a rule looks at: the book, one cooperative's part of it, and who says what when.
#[derive(Clone, Copy)]
struct Case<'a> {
    book: &'a Book,
    cooperative: &'a Cooperative,
    id: CooperativeId,
    day: Date,
    actor: Actor,
    sealed: &'a Sealed,
    /// What the same command has moved already.
    moved: &'a [Posting],
}

/// The positions of the records a command must be shown before it can be decided.
#[must_use]
pub fn needs(command: &Command) -> &[u64] {
    if let Command::DeclareCorrection(words) = command {
        &words.targets
    } else if let Command::ConfirmMatch(words) = command {
        &words.booked
    } else {
        &[]
    }
}

/// Decides a command: the events it leads to, in the scope of its cooperative, or why it is refused.
///
/// `past` holds the records at the positions `needs` names, as far as they exist. Nothing may be unread in the book of what
/// `reach` names.
pub fn decide(book: &Book, submission: &Submission, past: &[Record]) -> Result<Vec<Event>, Refusal> {
    let events = decide_to_write(book, submission, past)?;
    for event in &events {
        writable(event).map_err(|error| Refusal::unwritable(event, &error))?;
    }
    Ok(events)
}

/// Decides a command for whoever writes its events down at once, and refuses it with `Refusal::unwritable` if one of them cannot
/// be: what is written must be readable again, for ever, so no amount below zero or beyond the bound may slip through.
pub fn decide_to_write(book: &Book, submission: &Submission, past: &[Record]) -> Result<Vec<Event>, Refusal> {
    let events = weigh(book, submission, past)?;
    let mut moved = Vec::new();
    for event in &events {
        moved.clear();
        postings(event, &mut moved);
        if let Some(currency) = unbalanced(&moved) {
            return Err(Refusal::Unbalanced { event: event.kind().name(), currency });
        }
    }
    Ok(events)
}

fn weigh(book: &Book, submission: &Submission, past: &[Record]) -> Result<Vec<Event>, Refusal> {
    let command = &submission.command;
    office::may(submission.actor, command)?;
    if book.name.is_some() == matches!(command, Command::OpenBook(_)) {
        let state = if book.name.is_some() { "is open already" } else { "is not open yet" };
        return Err(Refusal::BookOpen { state });
    }
    let name = command.name();
    let id = match (command, submission.cooperative) {
        (
            Command::OpenBook(_) | Command::RegisterParty(_) | Command::DefineActivity(_) | Command::RotateLogKey(_),
            Some(_),
        ) => {
            return Err(Refusal::CooperativeUnwanted { command: name });
        }
        (Command::OpenBook(words), None) => return Ok(vec![words.clone().into()]),
        (Command::RegisterParty(words), None) => return membership::register_party(book, words),
        (Command::DefineActivity(words), None) => return census::define(book, words),
        (Command::RotateLogKey(words), None) => return log_key::rotate(book, submission, words),
        (Command::SealPersonalData(words), _) => return person::seal(book, submission, words),
        (Command::ErasePersonalData(words), _) => return person::erase(book, submission, words),
        (_, None) => return Err(Refusal::CooperativeMissing { command: name }),
        (Command::RegisterCooperative(words), Some(id)) => return membership::register_cooperative(book, id, words),
        (_, Some(id)) => id,
    };
    let cooperative = book.cooperatives.get(&id).ok_or(Refusal::UnknownCooperative { cooperative: id })?;
    let Submission { occurred_on: day, actor, ref sealed, .. } = *submission;
    let case = Case { book, cooperative, id, day, actor, sealed, moved: &[] };
    between::may_trade(&case, command)?;
    let mut events = ruled(&case, command, past)?;
    events.extend(set_off::set_off(&case, &events, past));
    Ok(events)
}

/// What the rule of a command makes of it.
fn ruled(case: &Case<'_>, command: &Command, past: &[Record]) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::OpenBook(_)
        | Command::RegisterParty(_)
        | Command::RegisterCooperative(_)
        | Command::DefineActivity(_)
        | Command::RotateLogKey(_)
        | Command::SealPersonalData(_)
        | Command::ErasePersonalData(_) => Ok(Vec::new()),
        Command::AdmitMember(words) => register::admit(case, words),
        Command::ChangeMemberStatus(words) => register::change_status(case, words),
        Command::RecordExit(words) => register::record_exit(case, words),
        Command::ElectBoard(words) => register::elect(words),
        Command::TakeCensus(words) => census::take(case, words),
        Command::CorrectCensus(words) => census::correct(case, words),
        Command::SetShareTerms(words) => capital::set_terms(case, words),
        Command::SubscribeShares(words) => capital::subscribe(case, words),
        Command::PayShares(words) => capital::pay(case, words),
        Command::RefundShares(words) => capital::refund(case, words),
        Command::SetPayeeTerms(words) => payee::set_terms(words),
        Command::SetPayeeDetails(words) => payee::set(case, words),
        Command::VerifyPayeeDetails(words) => payee::verify(case, words),
        Command::ConfirmPayeeDetails(words) => payee::confirm(case, words),
        Command::FreezePayee(words) => payee::freeze(case, words),
        Command::ReleasePayee(words) => payee::release(case, words),
        Command::DefineProduct(words) => product::define(case, words),
        Command::SetPrice(words) => product::set_price(case, words),
        Command::ListPiece(words) => product::list(case, words),
        Command::ProposeAgreement(words) => membership::propose(case, words),
        Command::AcceptAgreement(words) => membership::accept(case, words),
        Command::EndAgreement(words) => membership::end(case, words),
        Command::GiveConsent(words) => membership::consent(case, words),
        Command::WithdrawConsent(words) => membership::withdraw(case, words),
        Command::OpenTill(words) => treasury::open_till(case, words),
        Command::RecordOpeningBalance(words) => treasury::opening_balance(case, words),
        Command::TransferFunds(words) => treasury::transfer(case, words),
        Command::CountCash(words) => float::count(case, words),
        Command::BuyMaterials(words) => treasury::buy_materials(case, words),
        Command::PayExpense(words) => treasury::pay_expense(case, words),
        Command::ChargeProviderFee(words) => treasury::charge_fee(case, words),
        Command::ReturnProviderFee(words) => treasury::return_fee(case, words),
        Command::ConvertCurrency(words) => treasury::convert(case, words),
        Command::DisburseLoan(words) => loan::disburse(case, words),
        Command::RepayLoan(words) => loan::repay(case, words),
        Command::SettlePayable(words) => treasury::settle_payable(case, words),
        Command::PlaceOrder(words) => order::place(case, words),
        Command::ConfirmOrder(words) => order::confirm(case, words),
        Command::ChangeOrder(words) => order::change(case, words),
        Command::CancelOrder(words) => order::cancel(case, words),
        Command::DeliverGoods(words) => delivery::deliver(case, words),
        Command::InspectDelivery(words) => delivery::inspect(case, words),
        Command::ReworkGoods(words) => delivery::rework(case, words),
        Command::DeliverConsignment(words) => shop::consign(case, words),
        Command::ReturnConsignment(words) => shop::take_back(case, words),
        Command::ShareFreight(words) => shop::share_freight(case, words),
        Command::ReceiveAdvance(words) => order::receive_advance(case, words),
        Command::RefundAdvance(words) => order::refund_advance(case, words),
        Command::AdvanceMaterials(words) => order::advance_materials(case, words),
        Command::ReturnMaterials(words) => order::return_materials(case, words),
        Command::RecordWork(words) => order::record_work(case, words),
        Command::RecordSale(words) => sale::record(case, words),
        Command::ReleaseRetention(words) => retention::release(case, words),
        Command::AcceptGoods(words) => sale::accept(case, words),
        Command::ReceivePayment(words) => payment::receive(case, words),
        Command::IdentifyPayment(words) => payment::identify(case, words),
        Command::AllocatePayment(words) => payment::allocate(case, words),
        Command::DisputeInvoice(words) => dispute::raise(case, words),
        Command::SettleInvoiceDispute(words) => dispute::settle(case, words),
        Command::RecordStatement(words) => matching::record_statement(case, words),
        Command::RecordStatementLine(words) => matching::record_line(case, words),
        Command::SetMatchLimit(words) => matching::set_limit(case, words),
        Command::ConfirmMatch(words) => matching::confirm(case, words, past),
        Command::UndoMatch(words) => matching::undo(case, words),
        Command::BookRounding(words) => matching::round(case, words),
        Command::SetBusinessDay(words) => calendar::set_day(words),
        Command::SetCutOffs(words) => calendar::set_cut_offs(words),
        Command::SetPayoutLimits(words) => payout::limits::set(case, words),
        Command::SchedulePayout(words) => payout::schedule(case, words),
        Command::ApprovePayout(words) => payout::limits::approve(case, words),
        Command::CancelPayout(words) => payout::cancel(case, words),
        Command::FilePayout(words) => payout::file::file(case, words),
        Command::DiscardPayoutFile(words) => payout::file::discard(case, words),
        Command::SendPayout(words) => payout::send(case, words),
        Command::NotePayoutUnanswered(words) => payout::file::unanswered(case, words),
        Command::AcceptPayout(words) => payout::file::accept(case, words),
        Command::ReportPayoutMissing(words) => payout::file::report_missing(case, words),
        Command::ConfirmNotReceived(words) => payout::file::confirm_not_received(case, words),
        Command::AskPayoutBack(words) => payout::recall::ask(case, words),
        Command::AnswerRecall(words) => payout::recall::answer(case, words),
        Command::SettlePayout(words) => payout::settle(case, words),
        Command::FailPayout(words) => payout::fail(case, words),
        Command::ReturnPayout(words) => payout::give_back(case, words),
        Command::HandOverPayout(words) => payout::cash::hand_over(case, words),
        Command::LeaveUnclaimed(words) => payout::cash::leave_unclaimed(case, words),
        Command::AcknowledgeReceipt(words) => receipt::acknowledge(case, words),
        Command::DisputeReceipt(words) => receipt::dispute(case, words),
        Command::ResolveDispute(words) => receipt::resolve(case, words),
        Command::IssueCreditNote(words) => credit::issue(case, words),
        Command::IssueRefund(words) => credit::refund(case, words),
        Command::ReceiveChargeback(words) => chargeback::receive(case, words),
        Command::TakeGoodsBack(words) => chargeback::take_goods_back(case, words),
        Command::ReverseChargeback(words) => chargeback::reverse(case, words),
        Command::SetWithholdingRate(words) => tax::set_rate(case, words),
        Command::WithholdTax(words) => tax::withhold(case, words),
        Command::RemitTax(words) => tax::remit(case, words),
        Command::AccruePremium(words) => fund::accrue(case, words),
        Command::ReceivePremium(words) => fund::receive(case, words),
        Command::AdoptResolution(words) => fund::adopt(case, words),
        Command::SpendFund(words) => fund::spend(case, words),
        Command::AwardGrant(words) => grant::award(case, words),
        Command::ReceiveGrant(words) => grant::receive(case, words),
        Command::SpendGrant(words) => grant::spend(case, words),
        Command::ReturnGrant(words) => grant::give_back(case, words),
        Command::CommissionAsset(words) => asset::commission(case, words),
        Command::DepreciateAsset(words) => asset::depreciate(case, words),
        Command::ReportAssetUse(words) => asset::report_use(case, words),
        Command::SendTransfer(words) => between::send(case, words),
        Command::ReceiveTransfer(words) => between::receive(case, words),
        Command::ReceiveInKind(words) => grant::receive_in_kind(case, words),
        Command::RecordResale(words) => chain::resell(case, words),
        Command::ScheduleLoan(words) => loan::put_in_schedule(case, words),
        Command::RecordInstalmentDue(words) => loan::fall_due(case, words),
        Command::RescheduleLoan(words) => loan::put_off(case, words),
        Command::WriteOffLoan(words) => loan::write_off(case, words),
        Command::FormLoanGroup(words) => loan::group::form(case, words),
        Command::CallGuarantee(words) => loan::group::call(case, words),
        Command::RepayGuarantee(words) => loan::group::repay(case, words),
        Command::ClosePeriod(words) => period::close(case, words),
        Command::ReopenPeriod(words) => period::reopen(case, words),
        Command::DeclareCorrection(words) => correction::declare(case, words, past),
    }
}

impl<'a> Case<'a> {
    /// The version of the agreement that divided a sale.
    fn terms_of(&self, sale: &Sale) -> Option<&'a Agreement> {
        let versions = self.cooperative.agreements.get(&sale.terms.agreement)?;
        versions.get(&sale.terms.version).map(|version| &*version.terms)
    }

    /// Refuses an id that was used before for the same class of things.
    fn unused(&self, class: Class, code: Code) -> Result<(), Refusal> {
        if self.cooperative.named.contains_key(&(class, code)) {
            return Err(Refusal::AlreadyExists { what: class.word(), id: code });
        }
        Ok(())
    }

    fn party(&self, party: PartyId, role: PartyRole, word: &'static str) -> Result<(), Refusal> {
        let roles = self.book.parties.get(&party).ok_or(Refusal::UnknownParty { party })?;
        if roles.contains(&role) { Ok(()) } else { Err(Refusal::WrongRole { party, role: word }) }
    }

    fn buyer(&self, buyer: PartyId) -> Result<(), Refusal> {
        self.party(buyer, PartyRole::Buyer, "buyer")
    }

    /// An order, on a day on which it was placed.
    fn order(&self, id: OrderId) -> Result<Cow<'a, Order>, Refusal> {
        let order = self.cooperative.orders.get(&id).ok_or(Refusal::UnknownOrder { order: id })?;
        self.begun("order", id, order.placed_on)?;
        Ok(order)
    }

    /// An order that was not cancelled.
    fn live_order(&self, id: OrderId) -> Result<Cow<'a, Order>, Refusal> {
        let order = self.order(id)?;
        match order.cancelled_on {
            Some(on) => Err(Refusal::OrderCancelled { order: id, on }),
            None => Ok(order),
        }
    }

    /// A sale, on a day on which it was invoiced.
    fn sale(&self, id: SaleId) -> Result<Cow<'a, Sale>, Refusal> {
        let sale = self.cooperative.sales.get(&id).ok_or(Refusal::UnknownSale { sale: id })?;
        self.begun("sale", id, sale.on)?;
        Ok(sale)
    }

    /// An amount in the currency of the accounts.
    fn own_currency(&self, amount: Money) -> Result<Money, Refusal> {
        let currency = self.cooperative.currency;
        if amount.currency() == currency { Ok(amount) } else { Err(Refusal::WrongCurrency { amount, currency }) }
    }

    /// What an amount is worth in the currency of the accounts, at the rate given.
    fn booked(&self, amount: Money, rate: Option<ExchangeRate>) -> Result<Money, Refusal> {
        let currency = self.cooperative.currency;
        match (amount.currency() == currency, rate) {
            (true, None) => Ok(amount),
            (true, Some(_)) => Err(Refusal::RateUnwanted { currency }),
            (false, None) => Err(Refusal::RateMissing { amount, currency }),
            (false, Some(rate)) => {
                let product = amount.decimal().checked_mul(rate.decimal());
                let product = product.ok_or_else(|| NotMoney::TooLarge(amount.to_string()))?;
                Ok(Money::rounded(product, currency)?)
            }
        }
    }

    /// Takes an amount out of a lot account, oldest sale first. The caller has checked that it holds as much.
    fn oldest_first(&self, account: Account, amount: Money) -> Vec<Source> {
        let mut wanted = amount.minor();
        let mut sources = Vec::new();
        for lot in self.cooperative.balances.lots(account, amount.currency()) {
            let part = lot.left.minor().min(wanted);
            if part > 0 {
                sources.push(Source { sale: lot.sale, amount: Money::new(part, amount.currency()) });
                wanted -= part;
            }
        }
        sources
    }

    /// Refuses somebody who has already had a hand in the same thing.
    fn other_hand(&self, hand: Option<ActorId>, did: &'static str, now: &'static str) -> Result<(), Refusal> {
        let actor = self.actor.id;
        if hand == Some(actor) { Err(Refusal::SameHand { actor, did, now }) } else { Ok(()) }
    }
}

/// A part of a carried amount in proportion to a part of another: all of it when all of that goes.
fn proportion(of: Money, part: Money, whole: Money) -> Result<Money, Refusal> {
    Ok(of.in_proportion(part, whole)?)
}
