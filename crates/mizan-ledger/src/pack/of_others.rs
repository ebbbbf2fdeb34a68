//! Packing what is made of others: options, lists, maps, pairs, and what is behind a pointer.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::pack::{Pack, length};

impl<T: Pack> Pack for Option<T> {
    fn pack(&self, out: &mut Vec<u8>) {
        self.is_some().pack(out);
        if let Some(value) = self {
            value.pack(out);
        }
    }

    fn unpack(from: &mut &[u8]) -> Option<Option<T>> {
        if bool::unpack(from)? { Some(Some(T::unpack(from)?)) } else { Some(None) }
    }

    fn pass(from: &mut &[u8]) -> Option<()> {
        if bool::unpack(from)? { T::pass(from) } else { Some(()) }
    }
}

impl<T: Pack> Pack for Vec<T> {
    fn pack(&self, out: &mut Vec<u8>) {
        self.len().pack(out);
        self.iter().for_each(|value| value.pack(out));
    }

    fn unpack(from: &mut &[u8]) -> Option<Vec<T>> {
        (0..length(from)?).map(|_| T::unpack(from)).collect()
    }

    fn pass(from: &mut &[u8]) -> Option<()> {
        (0..length(from)?).try_for_each(|_| T::pass(from))
    }
}

impl<T: Pack + Ord> Pack for BTreeSet<T> {
    fn pack(&self, out: &mut Vec<u8>) {
        self.len().pack(out);
        self.iter().for_each(|value| value.pack(out));
    }

    fn unpack(from: &mut &[u8]) -> Option<BTreeSet<T>> {
        (0..length(from)?).map(|_| T::unpack(from)).collect()
    }

    fn pass(from: &mut &[u8]) -> Option<()> {
        Vec::<T>::pass(from)
    }
}

impl<K: Pack + Ord, V: Pack> Pack for BTreeMap<K, V> {
    fn pack(&self, out: &mut Vec<u8>) {
        self.len().pack(out);
        for (key, value) in self {
            key.pack(out);
            value.pack(out);
        }
    }

    fn unpack(from: &mut &[u8]) -> Option<BTreeMap<K, V>> {
        (0..length(from)?).map(|_| Pack::unpack(from)).collect()
    }

    fn pass(from: &mut &[u8]) -> Option<()> {
        Vec::<(K, V)>::pass(from)
    }
}

macro_rules! packed_behind {
    ($($pointer:ident),*) => {$(
        impl<T: Pack> Pack for $pointer<T> {
            fn pack(&self, out: &mut Vec<u8>) {
                self.as_ref().pack(out);
            }

            fn unpack(from: &mut &[u8]) -> Option<$pointer<T>> {
                T::unpack(from).map($pointer::new)
            }

            fn pass(from: &mut &[u8]) -> Option<()> {
                T::pass(from)
            }
        }
    )*};
}

packed_behind!(Box, Arc);

/// Nothing, in no byte.
impl Pack for () {
    fn pack(&self, _: &mut Vec<u8>) {}

    fn unpack(_: &mut &[u8]) -> Option<()> {
        Some(())
    }
}

impl<A: Pack, B: Pack> Pack for (A, B) {
    fn pack(&self, out: &mut Vec<u8>) {
        self.0.pack(out);
        self.1.pack(out);
    }

    fn unpack(from: &mut &[u8]) -> Option<(A, B)> {
        Some((A::unpack(from)?, B::unpack(from)?))
    }

    fn pass(from: &mut &[u8]) -> Option<()> {
        A::pass(from)?;
        B::pass(from)
    }
}

impl<A: Pack, B: Pack, C: Pack> Pack for (A, B, C) {
    fn pack(&self, out: &mut Vec<u8>) {
        self.0.pack(out);
        self.1.pack(out);
        self.2.pack(out);
    }

    fn unpack(from: &mut &[u8]) -> Option<(A, B, C)> {
        Some((A::unpack(from)?, B::unpack(from)?, C::unpack(from)?))
    }

    fn pass(from: &mut &[u8]) -> Option<()> {
        A::pass(from)?;
        B::pass(from)?;
        C::pass(from)
    }
}
