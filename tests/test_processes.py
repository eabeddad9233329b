"""Work done by copies of a process; the process is one of its own, without threads."""

import os
import subprocess
import sys
from textwrap import dedent

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="copies are of Linux")


def printed(program: str) -> list[str]:
    """Run a program that imports what is tested, and return the lines it prints."""
    begin = """
        import logging, os, signal, sys, threading, time
        from pelican_hotpapers.processes import Copies, most_copies
        me = os.getpid()
    """
    command = [sys.executable, "-c", dedent(begin) + dedent(program)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert not done.stderr
    return done.stdout.splitlines()


def test_results_come_in_the_order_of_the_jobs():
    assert printed("""
        jobs = [lambda number=number: b"%d" % number for number in range(1000)]
        print(Copies(jobs, 3).results() == [b"%d" % number for number in range(1000)])
        print(Copies(jobs[:1], 1).results(), Copies([], 2).results())
    """) == ["True", "[b'0'] []"]


def test_jobs_are_done_at_the_same_time_by_others():
    """Each waits until the other was begun."""
    assert printed("""
        here, there = os.pipe()
        and_here, and_there = os.pipe()
        def first():
            os.write(there, b"1")
            return os.read(and_here, 1) + b"%d" % os.getpid()
        def second():
            os.write(and_there, b"2")
            return os.read(here, 1) + b"%d" % os.getpid()
        one, other = Copies([first, second], 2).results()
        print(chr(one[0]), chr(other[0]), len({one[1:], other[1:], b"%d" % me}))
    """) == ["2 1 3"]


def test_what_raises_or_logs_has_no_result():
    assert printed("""
        def raising():
            raise ValueError
        def logging_so():
            logging.getLogger("a.b").warning("Look")
            return b""
        def not_logged():
            logging.getLogger("a.b").debug("Nobody listens")
            return b"done"
        print(Copies([raising, logging_so, not_logged], 1).results())
    """) == ["[None, None, b'done']"]


def test_the_jobs_of_a_copy_that_is_killed_have_no_result():
    """Those of the others have."""
    assert printed("""
        def killed():
            os.kill(os.getpid(), signal.SIGKILL)
        jobs = [killed, *[lambda: b"done"] * 99]
        found = Copies(jobs, 2).results()
        print(found[0], found[-1], len(found), set(found) == {None, b"done"})
    """) == ["None b'done' 100 True"]


def test_there_are_as_many_copies_as_the_system_gives():
    assert printed("""
        fork, left = os.fork, [1]
        def limited():
            if not left:
                raise BlockingIOError("No more processes")
            left.pop()
            return fork()
        os.fork = limited
        print(set(Copies([lambda: b"done"] * 99, 2).results()))
        before = os.listdir("/proc/self/fd")
        try:
            Copies([lambda: b"done"] * 99, 2)
        except OSError as error:
            print(error, os.listdir("/proc/self/fd") == before)
    """) == ["{b'done'}", "No more processes True"]


def test_a_process_with_threads_is_not_copied():
    (before, after) = printed("""
        print(most_copies())
        stop = threading.Event()
        thread = threading.Thread(target=stop.wait)
        thread.start()
        print(most_copies())
        stop.set()
    """)
    assert (int(before), int(after)) == (len(os.sched_getaffinity(0)), 0)


def test_copies_end_with_a_process_that_does_not_wait():
    """What they write meanwhile would come into the next build."""
    assert printed("""
        begun, end = os.pipe()
        def slow():
            os.write(end, b".")
            time.sleep(0.01)
            return b""
        copies = Copies([slow] * 10_000, 2)
        os.read(begun, 1)
        def interrupted(number, frame):
            raise KeyboardInterrupt
        signal.signal(signal.SIGALRM, interrupted)
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        try:
            copies.results()
        except KeyboardInterrupt:
            os.close(end)
            while os.read(begun, 10_000):
                pass
            print("ended")
    """) == ["ended"]


def test_copies_end_where_nobody_asks_for_their_results():
    assert printed("""
        copies = Copies([lambda: time.sleep(60)] * 2, 2)
        files = os.listdir("/proc/self/fd")
        del copies
        print(len(files) - len(os.listdir("/proc/self/fd")))
        try:
            os.wait()
        except ChildProcessError:
            print("no copy is left")
    """) == ["2", "no copy is left"]


def test_copies_may_be_reaped_by_another():
    """The system does where who began this process ignores that others end."""
    assert printed("""
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        print(set(Copies([lambda: b"done"] * 99, 2).results()))
    """) == ["{b'done'}"]


def test_a_process_that_has_the_number_of_a_copy_by_now_is_left_alone():
    """The system gives a number anew when another has reaped the copy."""
    assert printed("""
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        copies = Copies([lambda: b"done"], 1)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            os.kill = lambda process, sign: print("killed", process)
        print(copies.results())
    """) == ["[b'done']"]
