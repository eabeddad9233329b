"""Leave a sample of the mutants of a session to be tried, and skip the rest.

    python .ci/sample_mutants.py SESSION SHARE

A mutant is drawn by its operator and the line that it changes, wherever that stands:
the same ones are tried again after the code around them has changed.
"""

import sys
from collections import Counter
from hashlib import blake2b

from cosmic_ray.work_db import use_db
from cosmic_ray.work_item import WorkerOutcome, WorkResult

SKIPPED = WorkResult(worker_outcome=WorkerOutcome.SKIPPED)


def main(session: str, share: float) -> None:
    """Mark as skipped what is not drawn, and say how much is left."""
    alike: Counter[str] = Counter()
    drawn = found = 0
    with use_db(session) as work:
        for item in list(work.pending_work_items):
            mutation = item.mutations[0]
            row, column = mutation.start_pos
            line = mutation.module_path.read_text("utf-8").splitlines()[row - 1]
            name = f"{mutation.operator_name} {line.strip()} {column}"
            alike[name] += 1
            digest = blake2b(f"{name} {alike[name]}".encode(), digest_size=4).digest()
            found += 1
            if int.from_bytes(digest, "big") < share * 2**32:
                drawn += 1
            else:
                work.set_result(item.job_id, SKIPPED)
    print(f"{session}: {drawn} of {found} mutants")


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
