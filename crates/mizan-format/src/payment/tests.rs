//! Files as a bank, a provider and a cashier see them, and what is said where there is none.

use mizan_ledger::money::{Money, NotMoney};
use mizan_ledger::payee::Scheme;
use mizan_ledger::reference::{Kind, Reference, find_in};

use crate::payment::batch::{Account, Batch, ChargeBearer};
use crate::payment::check::Instruction;
use crate::payment::pain001;
use crate::payment::problem::Refused;
use crate::payment::profile::{CharacterSet, HerBank, OurBank, Profile, Version};
use crate::payment::wallet::{PhoneForm, Type, WalletBatch, WalletProfile};

mod paper;

const DIRHAMS: &str = include_str!("../../../../fixtures/payments/dirhams.json");
const EUROS: &str = include_str!("../../../../fixtures/payments/euros.json");
const WALLETS: &str = include_str!("../../../../fixtures/payments/wallets.json");

fn batch(text: &str) -> Batch {
    serde_json::from_str(text).expect("the fixture is a batch")
}

fn by_rib() -> Profile {
    Profile::parse(include_str!("../../../../fixtures/payments/profiles/rib-09.json"))
        .expect("the fixture is a profile")
}

fn of_wallets() -> WalletProfile {
    let text = include_str!("../../../../fixtures/payments/profiles/wallet.json");
    WalletProfile::parse(text).expect("the fixture is a profile")
}

fn money(text: &str) -> Money {
    text.parse().map_err(|why: NotMoney| why.to_string()).expect("it is an amount")
}

/// The file, or what is wrong, line by line.
fn written(batch: &Batch, profile: &Profile) -> String {
    match Instruction::of(batch, profile) {
        Ok(instruction) => {
            let mut bytes = Vec::new();
            pain001::write(&instruction, &mut bytes).expect("a vector takes every byte");
            String::from_utf8(bytes).expect("a file is UTF-8")
        }
        Err(Refused(problems)) => problems.iter().map(|problem| format!("{problem}\n")).collect(),
    }
}

fn for_wallets(batch: &Batch, profile: &WalletProfile) -> String {
    match WalletBatch::of(batch, profile) {
        Ok(body) => {
            let mut bytes = Vec::new();
            body.write(&mut bytes).expect("a vector takes every byte");
            String::from_utf8(bytes).expect("a body is UTF-8")
        }
        Err(refused) => format!("{refused}\n"),
    }
}

#[test]
fn three_weavers_are_paid_in_dirhams_at_a_bank_of_which_nothing_is_known() {
    insta::assert_snapshot!(written(&batch(DIRHAMS), &Profile::unproven()));
}

#[test]
fn the_same_three_are_paid_at_a_bank_that_wants_the_rib_and_the_newer_version() {
    insta::assert_snapshot!(written(&batch(DIRHAMS), &by_rib()));
}

#[test]
fn euros_go_abroad_and_home_in_both_versions() {
    insta::assert_snapshot!(written(&batch(EUROS), &Profile::unproven()));
    let newer = Profile { version: Version::V09, her_bank: HerBank::NotProvided, ..Profile::unproven() };
    insta::assert_snapshot!(written(&batch(EUROS), &newer));
}

#[test]
fn the_same_batch_is_the_same_bytes_however_often_it_is_written() {
    let first = written(&batch(DIRHAMS), &by_rib());
    assert!((0..10).all(|_| written(&batch(DIRHAMS), &by_rib()) == first));
}

#[test]
fn whoever_sends_a_file_is_told_which_names_are_spelt_otherwise() {
    let instruction = Instruction::of(&batch(DIRHAMS), &by_rib()).expect("the batch is right");
    let said = instruction
        .changed()
        .iter()
        .map(|one| format!("{}: {}: `{}` is written `{}`", one.place, one.field, one.given, one.written));
    insta::assert_snapshot!(said.collect::<Vec<_>>().join("\n"));
}

#[test]
fn a_bank_that_takes_every_script_gets_the_name_as_it_is() {
    let mut one = batch(DIRHAMS);
    one.payments[0].name = "  فاطمة أيت\u{a0}بن حدو".to_owned();
    let refused = written(&one, &by_rib());
    assert!(refused.contains("has `ف`, for which banks have no letter"), "{refused}");
    let any = Profile { letters: CharacterSet::Any, ..by_rib() };
    assert!(written(&one, &any).contains("<Nm>فاطمة أيت بن حدو</Nm>"));
    one.payments[0].name = "<Nord & Haus>".to_owned();
    assert!(written(&one, &any).contains("<Nm>&lt;Nord &amp; Haus&gt;</Nm>"));
}

#[test]
fn our_references_are_found_again_in_the_file_in_their_order() {
    let file = written(&batch(DIRHAMS), &by_rib());
    let found: Vec<(Kind, u32)> = find_in(&file).into_iter().map(|one| (one.kind(), one.number())).collect();
    let payments = (0..3).map(|number| (Kind::EndToEnd, number));
    let head = [(Kind::Message, 0), (Kind::PaymentInformation, 0)];
    assert_eq!(found, head.into_iter().chain(payments).collect::<Vec<_>>());
    let id: Reference = batch(DIRHAMS).message_id.parse().expect("the fixture has a reference of ours");
    assert!(find_in(&file).iter().all(|one| one.id() == id.id()));
}

#[test]
fn a_batch_of_wallets_is_what_a_provider_reads() {
    insta::assert_snapshot!(for_wallets(&batch(WALLETS), &of_wallets()));
    let plain =
        WalletProfile { r#type: Type::Transfer, phones: PhoneForm::DigitsOnly, debit_party: None, ..of_wallets() };
    let body = for_wallets(&batch(WALLETS), &plain);
    assert!(body.contains(r#""value": "212612345678""#) && body.contains(r#""type": "transfer""#), "{body}");
    assert!(!body.contains("debitParty"), "{body}");
    let today = Batch { execute_on: jiff::civil::date(2026, 3, 16), ..batch(WALLETS) };
    assert!(!for_wallets(&today, &plain).contains("scheduledStartDate"), "what is paid today is paid at once");
}

/// One mistake: what it is called, and how it is made.
type Mistake = (&'static str, fn(&mut Batch, &mut Profile));

/// One mistake in a batch for wallets.
type WalletMistake = (&'static str, fn(&mut Batch));

const MISTAKES: &[Mistake] = &[
    ("nothing to pay", |batch, _| batch.payments.clear()),
    ("more payments than the bank takes", |_, profile| profile.most_payments = 2),
    ("two currencies", |batch, _| batch.payments[1].amount = money("1.00 EUR")),
    ("a currency the bank does not take", |_, profile| profile.currencies = vec![mizan_ledger::money::EUR]),
    ("nothing for one of them", |batch, _| batch.payments[2].amount = money("0.00 MAD")),
    ("below nothing", |batch, _| batch.payments[2].amount = money("5.00 MAD").negated()),
    ("a centime more than a payment may be", |batch, _| batch.payments[0].amount = money("1000000000.00 MAD")),
    ("a message without a reference", |batch, _| batch.message_id.clear()),
    ("a reference of 36 signs", |batch, _| batch.payment_information_id = "A".repeat(36)),
    ("a reference with an accent", |batch, _| batch.payments[0].end_to_end = "REF-é".to_owned()),
    ("a reference that begins with a slash", |batch, _| batch.payments[0].end_to_end = "/REF".to_owned()),
    ("a reference that ends with a slash", |batch, _| batch.payments[0].end_to_end = "REF/".to_owned()),
    ("a reference with two slashes", |batch, _| batch.payments[0].end_to_end = "REF//1".to_owned()),
    ("a reference with a space before it", |batch, _| batch.payments[0].end_to_end = " REF".to_owned()),
    ("one reference for two payments", |batch, _| {
        batch.payments[2].end_to_end = batch.payments[0].end_to_end.clone();
    }),
    ("nobody's name", |batch, _| batch.payments[0].name = " \u{200f} ".to_owned()),
    ("a name of 71 letters, once it is spelt", |batch, _| batch.payments[0].name = format!("{}œ", "a".repeat(69))),
    ("a name no bank prints", |batch, _| batch.payments[0].name = "ⵜⵉⵣⵏⵉⵜ".to_owned()),
    ("a name with a sign no file has", |batch, profile| {
        profile.letters = CharacterSet::Any;
        batch.payments[0].name = "Fatima\u{1b}".to_owned();
    }),
    ("a debtor without a name", |batch, _| batch.debtor_name.clear()),
    ("a text of 141 letters", |batch, _| batch.payments[0].remittance = Some("a".repeat(141))),
    ("a wrong key", |batch, _| batch.payments[0].account.number = "007780000000000000070149".to_owned()),
    ("a digit missing", |batch, _| batch.payments[0].account.number.truncate(10)),
    ("an IBAN with wrong check digits", |batch, _| {
        batch.payments[0].account = Account { scheme: Scheme::Iban, number: "FR1320041010050500013M02606".to_owned() };
    }),
    ("a Moroccan IBAN around a wrong key", |batch, _| {
        batch.payments[0].account = Account { scheme: Scheme::Iban, number: "MA18007780000000000000070149".to_owned() };
    }),
    ("a wallet at a bank", |batch, _| batch.payments[0].account.scheme = Scheme::Phone),
    ("the account it is paid from", |batch, _| batch.payments[0].account = batch.debtor_account.clone()),
    ("a debtor with a wrong account", |batch, _| batch.debtor_account.number = "1".repeat(24)),
    ("an account abroad at a bank named by its RIB", |batch, profile| {
        profile.her_bank = HerBank::ClearingMember { system: None };
        batch.payments[0].account = Account { scheme: Scheme::Iban, number: "DE89370400440532013000".to_owned() };
    }),
    ("yesterday", |batch, _| batch.execute_on = jiff::civil::date(2026, 3, 15)),
    ("too far ahead", |batch, _| batch.execute_on = jiff::civil::date(2026, 5, 16)),
    ("a clock that was never set", |batch, _| batch.created = jiff::Timestamp::UNIX_EPOCH),
    ("charges the bank does not let her bear", |batch, _| batch.charge_bearer = Some(ChargeBearer::Creditor)),
    ("booked otherwise than the bank does", |_, profile| profile.book_as_one = Some(true)),
];

#[test]
fn each_mistake_is_told_with_its_payment_its_value_and_what_would_be_right() {
    let told = MISTAKES.iter().map(|(name, make)| {
        let (mut batch, mut profile) = (batch(DIRHAMS), Profile::unproven());
        make(&mut batch, &mut profile);
        let said = written(&batch, &profile);
        assert!(!said.starts_with("<?xml"), "{name} is written");
        for payment in batch.payments.iter().filter(|payment| payment.account.number.len() > 10) {
            assert!(!said.contains(&payment.account.number), "{name} repeats a number");
        }
        format!("{name}\n  {}\n", said.trim_end().replace('\n', "\n  "))
    });
    insta::assert_snapshot!(told.collect::<String>());
}

#[test]
fn all_that_is_wrong_is_told_at_once_and_not_without_end() {
    let mut all = batch(DIRHAMS);
    all.debtor_name.clear();
    all.payments[0].amount = money("0.00 MAD");
    all.payments[2].account.number.clear();
    assert_eq!(written(&all, &Profile::unproven()).lines().count(), 3);
    let first = all.payments[0].clone();
    all.payments = vec![first; 1_000];
    assert_eq!(written(&all, &Profile::unproven()).lines().count(), crate::payment::problem::MOST_TOLD);
}

#[test]
fn what_no_wallet_takes_is_told() {
    let mistakes: [WalletMistake; 8] = [
        ("more than a wallet of the first level holds", |batch| batch.payments[0].amount = money("200.01 MAD")),
        ("more than any wallet holds", |batch| batch.payments[2].amount = money("20000.01 MAD")),
        ("a level nobody knows", |batch| batch.payments[0].wallet_level = Some(9)),
        ("a currency no wallet holds", |batch| {
            batch.payments.truncate(1);
            batch.payments[0].amount = money("20.00 EUR");
            batch.payments[0].wallet_level = None;
        }),
        ("a bank account", |batch| batch.payments[0].account = batch.debtor_account.clone()),
        ("a telephone that is no mobile one", |batch| batch.payments[0].account.number = "0522 123456".to_owned()),
        ("a text of 161 letters", |batch| batch.payments[0].remittance = Some("ا".repeat(161))),
        ("yesterday", |batch| batch.execute_on = jiff::civil::date(2026, 3, 15)),
    ];
    let told = mistakes.into_iter().map(|(name, make)| {
        let mut batch = batch(WALLETS);
        make(&mut batch);
        let said = for_wallets(&batch, &of_wallets());
        assert!(!said.starts_with('{'), "{name} is written");
        format!("{name}\n  {}\n", said.trim_end().replace('\n', "\n  "))
    });
    insta::assert_snapshot!(told.collect::<String>());
    let told = |from: &str, to: &str| {
        let text = include_str!("../../../../fixtures/payments/profiles/wallet.json");
        assert!(text.contains(from), "{from} stands in the profile");
        WalletProfile::parse(&text.replace(from, to)).expect_err("the profile is wrong").to_string()
    };
    assert_eq!(told("999999", "1000000"), "most_payments: 1000000 is not between 1 and 999999");
    assert_eq!(told("30", "367"), "days_ahead: 367 is more than 366");
    let half = "debit_party: its key or its value is empty: say both, or leave it out";
    assert_eq!(told("demo-coop", " "), half);
}

#[test]
fn a_bank_is_named_as_its_profile_says() {
    let member = OurBank::ClearingMember { system: None, member: "007".to_owned() };
    let by_member = written(&batch(DIRHAMS), &Profile { our_bank: member, ..Profile::unproven() });
    assert!(by_member.contains("<MmbId>007</MmbId>") && !by_member.contains("ClrSysId"), "{by_member}");
    let bic = OurBank::Bic("DEMOMAMC".to_owned());
    let older = written(&batch(DIRHAMS), &Profile { our_bank: bic, ..Profile::unproven() });
    assert!(older.contains("<BIC>DEMOMAMC</BIC>"), "{older}");
}
