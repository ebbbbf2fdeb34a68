//! Our own rules for an instruction to a bank, stricter than its schema: what passes is an `Instruction`, ready to write.
//!
//! A schema lets through an amount of zero, a name no bank prints, a RIB with a wrong key. Everything wrong with a batch
//! is found at once, so that it is put right once. Count and sum are never taken from anybody: they are reckoned here.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use mizan_ledger::money::Money;
use mizan_ledger::payee::{Number, Scheme};

use crate::payment::batch::{Account, Batch, ChargeBearer, Payment};
use crate::payment::letters::{is_restricted, restricted, unrestricted};
use crate::payment::problem::{Changed, Field, Findings, Place, Refused, Wrong, quoted};
use crate::payment::profile::{AccountForm, CharacterSet, HerBank, OurBank, Profile, Version};

/// The longest reference.
const LONGEST_REFERENCE: usize = 35;
/// The longest name.
const LONGEST_NAME: usize = 70;
/// The longest text for the payee.
const LONGEST_TEXT: usize = 140;
/// The most one payment may be, in whole units less one hundredth: 999,999,999.99.
const MOST_UNITS: i128 = 1_000_000_000;

/// An account as it is written.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum BankAccount {
    /// In the international form.
    Iban(Number),
    /// In the form of the country.
    Bban(Number),
}

/// A payment that may be written.
pub(crate) struct Transfer {
    pub(crate) end_to_end: String,
    pub(crate) amount: Money,
    pub(crate) name: String,
    pub(crate) account: BankAccount,
    /// The code of the payee's bank, where it is to be named by it.
    pub(crate) member: Option<String>,
    pub(crate) remittance: Option<String>,
}

/// A batch that one bank will take, as far as rules can say.
pub struct Instruction {
    pub(crate) version: Version,
    pub(crate) message_id: String,
    pub(crate) payment_information_id: String,
    pub(crate) created: Timestamp,
    pub(crate) execute_on: Date,
    pub(crate) debtor_name: String,
    pub(crate) debtor_account: BankAccount,
    pub(crate) our_bank: OurBank,
    pub(crate) her_bank: HerBank,
    pub(crate) book_as_one: Option<bool>,
    pub(crate) charge_bearer: ChargeBearer,
    pub(crate) sum: Money,
    pub(crate) transfers: Vec<Transfer>,
    changed: Vec<Changed>,
}

impl Instruction {
    /// A batch as the bank of a profile takes it, or all that is wrong with it.
    pub fn of(batch: &Batch, profile: &Profile) -> Result<Instruction, Refused> {
        let mut findings = Findings::default();
        let sum = head(batch, profile.most_payments, &mut findings);
        let (charge_bearer, book_as_one) = (bearer(batch, profile), booking(batch, profile));
        let charge_bearer = findings.of(&Place::Batch, charge_bearer);
        let book_as_one = findings.of(&Place::Batch, book_as_one);
        findings.of(&Place::Batch, taken(sum, profile));
        execution(batch, profile.days_ahead, &mut findings);
        let debtor_name = text(&Place::Batch, Field::DebtorName, &batch.debtor_name, profile, &mut findings);
        let debtor_account = bank_account(&batch.debtor_account, profile.accounts);
        let debtor_account = findings.of(&Place::Batch, debtor_account);
        let transfers = batch.payments.iter().take(profile.most_payments as usize).enumerate();
        let transfers: Vec<Transfer> = transfers
            .filter_map(|(index, payment)| {
                let place = Place::payment(index, &payment.end_to_end);
                transfer(&place, payment, profile, debtor_account.as_ref(), &mut findings)
            })
            .collect();
        let parts = (sum, charge_bearer, book_as_one, debtor_name, debtor_account);
        let (Some(sum), Some(charge_bearer), Some(book_as_one), Some(debtor_name), Some(debtor_account), true) =
            (parts.0, parts.1, parts.2, parts.3, parts.4, findings.problems.is_empty())
        else {
            return Err(Refused(findings.problems));
        };
        Ok(Instruction {
            version: profile.version,
            message_id: batch.message_id.clone(),
            payment_information_id: batch.payment_information_id.clone(),
            created: batch.created,
            execute_on: batch.execute_on,
            debtor_name,
            debtor_account,
            our_bank: profile.our_bank.clone(),
            her_bank: profile.her_bank.clone(),
            book_as_one,
            charge_bearer,
            sum,
            transfers,
            changed: findings.changed,
        })
    }

    /// The names and texts that are not written as they were given.
    #[must_use]
    pub fn changed(&self) -> &[Changed] {
        &self.changed
    }

    /// How many payments there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.transfers.len()
    }

    /// What they come to.
    #[must_use]
    pub fn sum(&self) -> Money {
        self.sum
    }
}

/// What holds of every batch, to whomever it goes: references, currency, bounds. Its sum, if there is one.
pub(crate) fn head(batch: &Batch, most: u32, findings: &mut Findings) -> Option<Money> {
    let whole = Place::Batch;
    findings.of(&whole, reference(Field::MessageId, &batch.message_id));
    findings.of(&whole, reference(Field::PaymentInformationId, &batch.payment_information_id));
    if !(2_000..=9_998).contains(&day_made(batch).year()) {
        findings.wrong(&whole, Wrong::NoSuchTime { created: batch.created });
    }
    let payments = batch.payments.len();
    if payments > most as usize {
        findings.wrong(&whole, Wrong::TooManyPayments { payments, most });
    }
    let Some(currency) = batch.payments.first().map(|payment| payment.amount.currency()) else {
        findings.wrong(&whole, Wrong::NothingToPay);
        return None;
    };
    let (mut first_with, mut sum) = (BTreeMap::new(), currency.zero());
    let bound = Money::new(MOST_UNITS * 10_i128.pow(currency.exponent()) - 1, currency);
    for (index, payment) in batch.payments.iter().take(most as usize).enumerate() {
        let place = Place::payment(index, &payment.end_to_end);
        findings.of(&place, reference(Field::EndToEnd, &payment.end_to_end));
        let first = *first_with.entry(&payment.end_to_end).or_insert(index + 1);
        if first != index + 1 {
            findings.wrong(&place, Wrong::ReferenceTwice { first });
        }
        let amount = payment.amount;
        match sum.plus(amount) {
            Err(_) => findings.wrong(&place, Wrong::OtherCurrency { amount, currency }),
            Ok(_) if !amount.is_positive() => findings.wrong(&place, Wrong::NotPositive { amount, most: bound }),
            Ok(_) if amount.minor() > bound.minor() => findings.wrong(&place, Wrong::TooMuch { amount, most: bound }),
            Ok(more) => sum = more,
        }
    }
    Some(sum)
}

/// The day a batch was made.
pub(crate) fn day_made(batch: &Batch) -> Date {
    batch.created.to_zoned(TimeZone::UTC).date()
}

/// Whether the day of execution can be met.
pub(crate) fn execution(batch: &Batch, days: u16, findings: &mut Findings) {
    let (day, created) = (batch.execute_on, day_made(batch));
    let latest = created.saturating_add(i64::from(days).days());
    if day < created {
        findings.wrong(&Place::Batch, Wrong::Past { day, created });
    } else if day > latest {
        findings.wrong(&Place::Batch, Wrong::TooFarAhead { day, latest, days });
    }
}

/// A reference as every bank takes it.
fn reference(field: Field, value: &str) -> Result<(), Wrong> {
    let (length, sign) = (value.chars().count(), value.chars().find(|sign| !is_restricted(*sign)));
    let at_an_end = |sign: char| value.starts_with(sign) || value.ends_with(sign);
    let value = quoted(value);
    if !(1..=LONGEST_REFERENCE).contains(&length) {
        Err(Wrong::ReferenceLength { field, value, length })
    } else if let Some(sign) = sign {
        Err(Wrong::ReferenceSign { field, value, sign })
    } else if at_an_end('/') || at_an_end(' ') || value.contains("//") {
        Err(Wrong::ReferenceSlashes { field, value })
    } else {
        Ok(())
    }
}

fn bearer(batch: &Batch, profile: &Profile) -> Result<ChargeBearer, Wrong> {
    let asked = batch.charge_bearer.or(profile.charge_bearers.first().copied());
    let asked = asked.unwrap_or(ChargeBearer::ServiceLevel);
    if profile.charge_bearers.contains(&asked) {
        return Ok(asked);
    }
    let taken = profile.charge_bearers.iter().map(|bearer| bearer.code()).collect::<Vec<_>>().join(", ");
    Err(Wrong::ChargeBearer { bearer: asked.code(), profile: profile.name.clone(), taken })
}

fn booking(batch: &Batch, profile: &Profile) -> Result<Option<bool>, Wrong> {
    match (batch.book_as_one, profile.book_as_one) {
        (Some(asked), Some(done)) if asked != done => Err(Wrong::Booking { asked, profile: profile.name.clone() }),
        (asked, done) => Ok(asked.or(done)),
    }
}

fn taken(sum: Option<Money>, profile: &Profile) -> Result<(), Wrong> {
    let currency = sum.map(Money::currency).filter(|currency| !profile.currencies.contains(currency));
    currency.map_or(Ok(()), |currency| {
        Err(Wrong::CurrencyNotTaken { profile: profile.name.clone(), currency, taken: profile.currencies.clone() })
    })
}

fn transfer(
    place: &Place,
    payment: &Payment,
    profile: &Profile,
    debtor: Option<&BankAccount>,
    findings: &mut Findings,
) -> Option<Transfer> {
    let name = text(place, Field::Name, &payment.name, profile, findings);
    let said = payment.remittance.as_ref();
    let remittance = said.map(|said| text(place, Field::Remittance, said, profile, findings));
    let account = findings.of(place, bank_account(&payment.account, profile.accounts))?;
    if debtor == Some(&account) {
        findings.wrong(place, Wrong::ToItself);
    }
    let member = findings.of(place, member(&account, profile))?;
    let remittance = match remittance {
        None => None,
        Some(written) => Some(written?),
    };
    Some(Transfer {
        end_to_end: payment.end_to_end.clone(),
        amount: payment.amount,
        name: name?,
        account,
        member,
        remittance,
    })
}

/// A name or a text in the signs of the profile.
fn text(place: &Place, field: Field, given: &str, profile: &Profile, findings: &mut Findings) -> Option<String> {
    let value = quoted(given);
    let written = match profile.letters {
        CharacterSet::Latin => restricted(given).map_err(|sign| Wrong::NoLetter { field, value, sign }),
        CharacterSet::Any => unrestricted(given).map_err(|sign| Wrong::NoSign { field, value, sign }),
    };
    let most = match field {
        Field::DebtorName | Field::Name => LONGEST_NAME,
        Field::Remittance => LONGEST_TEXT,
        Field::MessageId | Field::PaymentInformationId | Field::EndToEnd => LONGEST_REFERENCE,
    };
    let written = written.and_then(|written| {
        let length = written.chars().count();
        match length {
            0 => Err(Wrong::Empty { field }),
            _ if length > most => Err(Wrong::TooLong { field, value: quoted(given), length, most }),
            _ => Ok(written),
        }
    });
    let written = findings.of(place, written)?;
    if written != given {
        findings.changed.push(Changed {
            place: place.clone(),
            field,
            given: given.to_owned(),
            written: written.clone(),
        });
    }
    Some(written)
}

/// An account of a bank in the form of the profile; its key and check digits are right.
fn bank_account(account: &Account, form: AccountForm) -> Result<BankAccount, Wrong> {
    let scheme = account.scheme;
    let read = |scheme: Scheme, number: &str| scheme.read(number).map_err(|why| Wrong::AccountNumber { scheme, why });
    match (scheme, form) {
        (Scheme::Phone, _) => Err(Wrong::NotABankAccount { scheme }),
        (Scheme::Rib, AccountForm::Bban) => Ok(BankAccount::Bban(read(scheme, &account.number)?)),
        // The key of a RIB makes it divisible by 97, so the check digits are the same for all of them.
        (Scheme::Rib, AccountForm::Iban) => {
            let rib = read(scheme, &account.number)?;
            Ok(BankAccount::Iban(read(Scheme::Iban, &format!("MA64{rib}"))?))
        }
        (Scheme::Iban, form) => {
            let iban = read(scheme, &account.number)?;
            match (iban.strip_prefix("MA64"), form) {
                (Some(rib), AccountForm::Bban) => Ok(BankAccount::Bban(read(Scheme::Rib, rib)?)),
                (Some(_), AccountForm::Iban) | (None, AccountForm::Iban | AccountForm::Bban) => {
                    Ok(BankAccount::Iban(iban))
                }
            }
        }
    }
}

/// The code of the payee's bank, where the profile wants it.
fn member(account: &BankAccount, profile: &Profile) -> Result<Option<String>, Wrong> {
    let rib = match account {
        BankAccount::Bban(rib) => Some(rib.as_str()),
        BankAccount::Iban(iban) => iban.strip_prefix("MA64"),
    };
    match &profile.her_bank {
        HerBank::LeftOut | HerBank::NotProvided => Ok(None),
        HerBank::ClearingMember { .. } => {
            let bank = rib.and_then(|rib| rib.get(..3)).map(str::to_owned);
            bank.map(Some).ok_or_else(|| Wrong::NoClearingMember { profile: profile.name.clone() })
        }
    }
}
