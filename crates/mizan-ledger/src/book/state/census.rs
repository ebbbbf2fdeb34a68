//! What the book remembers of its censuses: what each found, and what was corrected since.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::book::Book;
use crate::event::census::{Counted, Period};
use crate::id::{CensusId, DefinitionId, MemberId};
use crate::text::Label;

/// What a network calls active.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// What is counted.
    pub words: Label,
    /// How many times at the least.
    pub times: u32,
    /// In which time.
    pub per: Period,
}

packed!(struct Definition { words, times, per });

/// The census of one cooperative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Census {
    /// What it calls active.
    pub definition: DefinitionId,
    /// When it was taken.
    pub on: Date,
    /// The day it speaks of.
    pub as_of: Date,
    /// How each was counted when it was taken.
    pub published: BTreeMap<MemberId, Counted>,
    /// How some are counted since.
    pub corrections: BTreeMap<MemberId, Counted>,
}

packed!(struct Census { definition, on, as_of, published, corrections });

/// The figures of a census.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// How many were active.
    pub active: usize,
    /// How many members there were, the active ones included.
    pub members: usize,
}

packed!(struct Figures { active, members });

/// The figures of a census of many cooperatives.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    /// How many cooperatives were counted in it.
    pub cooperatives: usize,
    /// As it was published.
    pub published: Figures,
    /// As it is since it was corrected.
    pub corrected: Figures,
}

packed!(struct Sum { cooperatives, published, corrected });

impl Figures {
    fn of(counted: impl Iterator<Item = Counted>) -> Figures {
        let mut figures = Figures::default();
        for how in counted {
            match how {
                Counted::Active => (figures.active, figures.members) = (figures.active + 1, figures.members + 1),
                Counted::Inactive => figures.members += 1,
                Counted::NotAMember => {}
            }
        }
        figures
    }

    fn and(self, other: Figures) -> Figures {
        Figures { active: self.active + other.active, members: self.members + other.members }
    }
}

impl Census {
    /// How somebody is counted now.
    #[must_use]
    pub fn counts(&self, member: MemberId) -> Counted {
        let counted = self.corrections.get(&member).or_else(|| self.published.get(&member));
        counted.copied().unwrap_or(Counted::NotAMember)
    }

    /// Its figures as they were published.
    #[must_use]
    pub fn published(&self) -> Figures {
        Figures::of(self.published.values().copied())
    }

    /// Its figures as they are since it was corrected.
    #[must_use]
    pub fn corrected(&self) -> Figures {
        let added = self.corrections.keys().filter(|member| !self.published.contains_key(member));
        Figures::of(self.published.keys().chain(added).map(|member| self.counts(*member)))
    }
}

impl Book {
    /// A census of this name in all cooperatives together, if any of them took it.
    #[must_use]
    pub fn census(&self, census: CensusId) -> Option<Sum> {
        let taken = self.cooperatives.values().filter_map(|own| own.censuses.get(&census));
        let sum = taken.fold(Sum::default(), |sum, one| Sum {
            cooperatives: sum.cooperatives + 1,
            published: sum.published.and(one.published()),
            corrected: sum.corrected.and(one.corrected()),
        });
        (sum.cooperatives > 0).then_some(sum)
    }
}
