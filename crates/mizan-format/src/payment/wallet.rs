//! A batch for wallets: the body of `POST /batchtransactions` of GSMA's Mobile Money API 1.2, as JSON.
//!
//! A provider answers it with a batch of its own, which a second person there approves. A resend has the same
//! `X-CorrelationID`, which is whoever sends it to keep; what tells payments apart is in each of them, as
//! `requestingOrganisationTransactionReference`, our end-to-end reference. Names are not sent: a wallet is known by the
//! number of its telephone, and who it belongs to is the provider's to know.

use std::io;

use jiff::Timestamp;
use mizan_ledger::money::{Currency, Money};
use mizan_ledger::payee::{Number, Scheme};
use serde::{Deserialize, Serialize};

use crate::payment::batch::{Batch, MOST_PAYMENTS, Payment};
use crate::payment::check::{day_made, execution, head};
use crate::payment::problem::{Field, Findings, Place, Refused, Wrong, quoted};
use crate::payment::profile::{FURTHEST, NotAProfile, document};

/// The longest text for the payee.
const LONGEST_TEXT: usize = 160;

/// What the provider calls a payment out of an organisation's wallet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    /// From an organisation to a person.
    Disbursement,
    /// From a wallet to a wallet.
    Transfer,
}

/// How numbers of telephones are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhoneForm {
    /// `+212` and nine digits.
    WithPlus,
    /// The same without the plus.
    DigitsOnly,
}

/// One of the keys by which an account is known to a provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Which, such as `organisationid`.
    pub key: String,
    /// What it is.
    pub value: String,
}

/// The most a wallet of a level can hold. A payment above it fits into none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ceiling {
    /// The level of identification.
    pub level: u8,
    /// The most.
    pub most: Money,
}

/// What one provider of wallets wants.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WalletProfile {
    /// What the profile is called.
    pub name: String,
    /// Who has answered that batches made by it are accepted, and on which day; nothing until somebody has.
    #[serde(default)]
    pub proven: Option<String>,
    /// What it calls a payment.
    pub r#type: Type,
    /// How it writes numbers.
    pub phones: PhoneForm,
    /// Which wallet pays; left out where the provider knows it by who asks.
    #[serde(default)]
    pub debit_party: Option<Party>,
    /// The most payments it takes in a batch.
    pub most_payments: u32,
    /// What wallets can hold. Currencies that are not named here are not taken.
    pub ceilings: Vec<Ceiling>,
    /// How many days ahead a payment may be asked for.
    pub days_ahead: u16,
}

impl WalletProfile {
    /// Reads a profile and checks what no type can.
    pub fn parse(text: &str) -> Result<WalletProfile, NotAProfile> {
        let profile: WalletProfile = document(text)?;
        if !(1..=MOST_PAYMENTS).contains(&profile.most_payments) {
            let why = format!("{} is not between 1 and {MOST_PAYMENTS}", profile.most_payments);
            return Err(NotAProfile::new("most_payments", why));
        }
        if profile.ceilings.is_empty() {
            return Err(NotAProfile::new("ceilings", "it is empty: say what a wallet can hold, level by level"));
        }
        if profile.days_ahead > FURTHEST {
            return Err(NotAProfile::new("days_ahead", format!("{} is more than {FURTHEST}", profile.days_ahead)));
        }
        let without = |party: &Party| party.key.trim().is_empty() || party.value.trim().is_empty();
        if profile.debit_party.as_ref().is_some_and(without) {
            return Err(NotAProfile::new("debit_party", "its key or its value is empty: say both, or leave it out"));
        }
        Ok(profile)
    }

    /// What to tell whoever uses a profile nobody has proven.
    #[must_use]
    pub fn warning(&self) -> Option<String> {
        let unproven = || format!("the profile `{}` is unproven: send a small batch to the provider first", self.name);
        self.proven.is_none().then(unproven)
    }

    /// What a wallet of a level can hold; where nobody knows the level, what the largest can.
    fn ceiling(&self, level: Option<u8>, currency: Currency) -> Option<Money> {
        let known = self.ceilings.iter().filter(|ceiling| ceiling.most.currency() == currency);
        let known = known.filter(|ceiling| level.is_none_or(|level| ceiling.level == level));
        known.map(|ceiling| ceiling.most).max_by_key(|most| most.minor())
    }

    fn has(&self, payment: &Payment) -> Result<(), Wrong> {
        let (amount, currency) = (payment.amount, payment.amount.currency());
        match (self.ceiling(payment.wallet_level, currency), payment.wallet_level) {
            (Some(ceiling), _) if amount.minor() > ceiling.minor() => Err(Wrong::OverCeiling { amount, ceiling }),
            (Some(_), _) => Ok(()),
            (None, Some(level)) => {
                let known: Vec<String> = self.ceilings.iter().map(Ceiling::to_string).collect();
                Err(Wrong::NoSuchLevel { profile: self.name.clone(), level, currency, known: known.join(", ") })
            }
            (None, None) => {
                let mut taken: Vec<Currency> = self.ceilings.iter().map(|ceiling| ceiling.most.currency()).collect();
                taken.sort_unstable();
                taken.dedup();
                Err(Wrong::CurrencyNotTaken { profile: self.name.clone(), currency, taken })
            }
        }
    }
}

impl std::fmt::Display for Ceiling {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "level {} up to {}", self.level, self.most)
    }
}

/// A batch that a provider will take, as far as rules can say.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WalletBatch<'a> {
    batch_title: &'a str,
    batch_description: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    scheduled_start_date: Option<String>,
    transactions: Vec<Transaction<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Transaction<'a> {
    amount: String,
    currency: String,
    r#type: Type,
    #[serde(skip_serializing_if = "Option::is_none")]
    description_text: Option<String>,
    request_date: String,
    requesting_organisation_transaction_reference: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    debit_party: Option<[&'a Party; 1]>,
    credit_party: [Party; 1],
}

impl<'a> WalletBatch<'a> {
    /// A batch as the provider of a profile takes it, or all that is wrong with it.
    pub fn of(batch: &'a Batch, profile: &'a WalletProfile) -> Result<WalletBatch<'a>, Refused> {
        let mut findings = Findings::default();
        head(batch, profile.most_payments, &mut findings);
        execution(batch, profile.days_ahead, &mut findings);
        let payments = batch.payments.iter().take(profile.most_payments as usize).enumerate();
        let transactions = payments
            .filter_map(|(index, payment)| {
                let place = Place::payment(index, &payment.end_to_end);
                findings.of(&place, profile.has(payment));
                let description_text = findings.of(&place, description(payment));
                let wallet = findings.of(&place, wallet(payment))?;
                Some(Transaction {
                    amount: payment.amount.number(),
                    currency: payment.amount.currency().to_string(),
                    r#type: profile.r#type,
                    description_text: description_text?,
                    request_date: time(batch.created),
                    requesting_organisation_transaction_reference: &payment.end_to_end,
                    debit_party: profile.debit_party.as_ref().map(|party| [party]),
                    credit_party: [Party { key: "msisdn".to_owned(), value: written(&wallet, profile.phones) }],
                })
            })
            .collect();
        if !findings.problems.is_empty() {
            return Err(Refused(findings.problems));
        }
        Ok(WalletBatch {
            batch_title: &batch.message_id,
            batch_description: &batch.payment_information_id,
            scheduled_start_date: start(batch),
            transactions,
        })
    }

    /// Writes the body of the request, with a line end.
    pub fn write<W: io::Write>(&self, mut out: W) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut out, self)?;
        out.write_all(b"\n")?;
        out.flush()
    }
}

/// What she reads, as it stands: a telephone shows every script.
fn description(payment: &Payment) -> Result<Option<String>, Wrong> {
    let Some(given) = &payment.remittance else { return Ok(None) };
    let (field, value, length) = (Field::Remittance, quoted(given), given.chars().count());
    match given.chars().find(|sign| sign.is_control()) {
        Some(sign) => Err(Wrong::NoSign { field, value, sign }),
        None if given.trim().is_empty() => Err(Wrong::Empty { field }),
        None if length > LONGEST_TEXT => Err(Wrong::TooLong { field, value, length, most: LONGEST_TEXT }),
        None => Ok(Some(given.clone())),
    }
}

fn wallet(payment: &Payment) -> Result<Number, Wrong> {
    let scheme = payment.account.scheme;
    match scheme {
        Scheme::Phone => scheme.read(&payment.account.number).map_err(|why| Wrong::AccountNumber { scheme, why }),
        Scheme::Rib | Scheme::Iban => Err(Wrong::NotAWallet { scheme }),
    }
}

fn written(number: &Number, form: PhoneForm) -> String {
    match form {
        PhoneForm::WithPlus => number.to_string(),
        PhoneForm::DigitsOnly => number.trim_start_matches('+').to_owned(),
    }
}

fn time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The beginning of the day, where that is still to come; what is to be paid today is paid at once.
fn start(batch: &Batch) -> Option<String> {
    (batch.execute_on > day_made(batch)).then(|| format!("{}T00:00:00Z", batch.execute_on))
}
