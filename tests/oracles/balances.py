"""Beancount's balance of every account of a journal, one JSON line per account and currency.

    python balances.py JOURNAL

Each line is {"account", "currency", "balance"}; lines are sorted, a balance is an exact decimal
written as text, and what stands at zero is left out (as hledger's own balance report leaves it out).
When beancount refuses anything in the journal, its errors go to standard error and the exit code is 1.
"""

import json
import os
import sys

# Without this, beancount leaves a cache file beside a journal that took long to load.
os.environ["BEANCOUNT_DISABLE_LOAD_CACHE"] = "1"

from beancount import loader  # noqa: E402
from beancount.core import convert, realization  # noqa: E402
from beancount.parser import printer  # noqa: E402


def main() -> int:
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    entries, errors, _options = loader.load_file(sys.argv[1])
    if errors:
        printer.print_errors(errors, file=sys.stderr)
        return 1
    for account in sorted(realization.iter_children(realization.realize(entries)), key=lambda node: node.account):
        held = account.balance.reduce(convert.get_units)
        for units in sorted((position.units for position in held), key=lambda units: units.currency):
            line = {"account": account.account, "currency": units.currency, "balance": f"{units.number:f}"}
            print(json.dumps(line, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
