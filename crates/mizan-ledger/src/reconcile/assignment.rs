//! The cheapest assignment of lines to items, and how much dearer it is without each of its pairs.
//!
//! Successive shortest paths with potentials (the Hungarian method), rows being lines; a row may stay alone at a price.
//! Once all rows are assigned, forbidding one pair takes one more shortest path, so the margins of all pairs together
//! cost as much as the assignment itself: O(n³).

/// The cost of a pair that cannot be.
pub(super) const FORBIDDEN: i64 = 1_000_000_000;

/// For each row its column and its margin, or none where it stays alone. `alone` must be above any cost that can be.
pub(super) fn assign(costs: &[Vec<i64>], alone: i64) -> Vec<Option<(usize, i64)>> {
    let rows = costs.len();
    let real = costs.first().map_or(0, Vec::len);
    // Each row has a column of its own in which it is alone, and each column that is left over has a row that costs nothing:
    // so every column is taken, and another assignment differs from the cheapest by circles alone.
    let cost = |row: usize, column: usize| match (costs.get(row), column.checked_sub(real)) {
        (None, _) => 0,
        (Some(own), None) => own[column],
        (Some(_), Some(place)) if place == row => alone,
        (Some(_), Some(_)) => FORBIDDEN,
    };
    let mut table = Table::new(real + rows, cost);
    (0..real + rows).for_each(|row| table.place(row));
    let chosen = table.chosen().into_iter().take(rows).enumerate();
    chosen.map(|(row, column)| (column < real).then(|| (column, table.without(row, column)))).collect()
}

struct Table {
    columns: usize,
    costs: Vec<i64>,
    of_row: Vec<i64>,
    of_column: Vec<i64>,
    /// The row in each column.
    taken_by: Vec<Option<usize>>,
}

/// What a shortest path found.
struct Path {
    /// What it adds to the cost of the assignment.
    length: i64,
    /// The free column it ends in.
    end: usize,
    /// The column before each column; none before the first.
    before: Vec<Option<usize>>,
    /// How far each column that was settled is.
    settled: Vec<Option<i64>>,
}

impl Table {
    fn new(size: usize, cost: impl Fn(usize, usize) -> i64) -> Table {
        let pairs = (0..size).flat_map(|row| (0..size).map(move |column| (row, column)));
        Table {
            columns: size,
            costs: pairs.map(|(row, column)| cost(row, column)).collect(),
            of_row: vec![0; size],
            of_column: vec![0; size],
            taken_by: vec![None; size],
        }
    }

    fn reduced(&self, row: usize, column: usize) -> i64 {
        self.costs[row * self.columns + column] - self.of_row[row] - self.of_column[column]
    }

    /// The cheapest path from a row to a free column. `without`: the column the row gives up and may not take itself, which
    /// is the free one then.
    fn path(&self, start: usize, without: Option<usize>) -> Option<Path> {
        let mut reach: Vec<i64> = vec![i64::MAX; self.columns];
        let mut before: Vec<Option<usize>> = vec![None; self.columns];
        let mut settled: Vec<Option<i64>> = vec![None; self.columns];
        let (mut row, mut come, mut length) = (start, None, 0);
        loop {
            for column in (0..self.columns).filter(|column| settled[*column].is_none()) {
                let step = length + self.reduced(row, column);
                let forbidden = row == start && Some(column) == without;
                if !forbidden && step < reach[column] {
                    (reach[column], before[column]) = (step, come);
                }
            }
            let open = (0..self.columns).filter(|column| settled[*column].is_none() && reach[*column] < i64::MAX);
            let column = open.min_by_key(|column| (reach[*column], *column))?;
            length = reach[column];
            settled[column] = Some(length);
            match self.taken_by[column].filter(|_| Some(column) != without) {
                None => return Some(Path { length, end: column, before, settled }),
                Some(next) => (row, come) = (next, Some(column)),
            }
        }
    }

    /// Gives a row its place, and moves others where that is cheaper for all.
    fn place(&mut self, start: usize) {
        let Some(path) = self.path(start, None) else { return };
        self.of_row[start] += path.length;
        for column in 0..self.columns {
            if let (Some(far), Some(row)) = (path.settled[column], self.taken_by[column]) {
                self.of_row[row] += path.length - far;
            }
            if let Some(far) = path.settled[column] {
                self.of_column[column] -= path.length - far;
            }
        }
        let mut column = path.end;
        while let Some(before) = path.before[column] {
            self.taken_by[column] = self.taken_by[before];
            column = before;
        }
        self.taken_by[column] = Some(start);
    }

    fn chosen(&self) -> Vec<usize> {
        let mut chosen = vec![0; self.of_row.len()];
        for (column, row) in self.taken_by.iter().enumerate() {
            if let Some(row) = row {
                chosen[*row] = column;
            }
        }
        chosen
    }

    /// How much dearer the cheapest assignment without a pair is.
    fn without(&self, row: usize, column: usize) -> i64 {
        self.path(row, Some(column)).map_or(FORBIDDEN, |path| path.length)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The cheapest assignment by trying all, without one pair.
    fn by_trying(costs: &[Vec<i64>], alone: i64, not: Option<(usize, usize)>) -> i64 {
        fn rest(costs: &[Vec<i64>], row: usize, used: u32, alone: i64, not: Option<(usize, usize)>) -> i64 {
            let Some(own) = costs.get(row) else { return 0 };
            let taken =
                own.iter().enumerate().filter(|(column, _)| used & (1 << column) == 0 && Some((row, *column)) != not);
            let taken = taken.map(|(column, cost)| cost + rest(costs, row + 1, used | (1 << column), alone, not));
            taken.chain([alone + rest(costs, row + 1, used, alone, not)]).min().unwrap_or(0)
        }
        rest(costs, 0, 0, alone, not)
    }

    #[test]
    fn two_lines_and_two_items_go_where_both_are_nearest() {
        assert_eq!(assign(&[vec![1, 9], vec![2, 3]], 100), [Some((0, 7)), Some((1, 7))]);
    }

    #[test]
    fn where_either_way_is_as_near_the_margin_is_nothing() {
        assert_eq!(assign(&[vec![1, 1], vec![1, 1]], 100), [Some((0, 0)), Some((1, 0))]);
    }

    #[test]
    fn a_line_too_many_stays_alone() {
        assert_eq!(assign(&[vec![1], vec![5]], 100), [Some((0, 4)), None]);
    }

    proptest! {
        #[test]
        fn no_other_assignment_is_cheaper_and_each_margin_is_what_trying_all_says(
            costs in (1_usize..5, 1_usize..5).prop_flat_map(|(rows, columns)| {
                let cost = prop_oneof![4 => 0_i64..12, 1 => Just(FORBIDDEN)];
                prop::collection::vec(prop::collection::vec(cost, columns), rows)
            })
        ) {
            let assigned = assign(&costs, 100);
            let cost = |(row, chosen): (usize, &Option<(usize, i64)>)| chosen.map_or(100, |(column, _)| costs[row][column]);
            let total: i64 = assigned.iter().enumerate().map(cost).sum();
            prop_assert_eq!(total, by_trying(&costs, 100, None));
            for (row, chosen) in assigned.iter().enumerate() {
                if let Some((column, margin)) = chosen {
                    prop_assert_eq!(total + margin, by_trying(&costs, 100, Some((row, *column))));
                }
            }
        }
    }
}
