"""The guards in `tests/conftest.py` bite: bad tests are run with them, in a directory of their own."""

import os
import socket
from pathlib import Path

import pytest
from hypothesis import settings
from platformdirs import user_cache_dir, user_config_dir, user_data_dir
from pytest_socket import SocketBlockedError

CONFTEST = Path(__file__).parents[1] / "conftest.py"

LOG = 'logging.getLogger("ours").warning("the disk is full")'
EXPECTED = '@pytest.mark.expected_warnings("disk is full")'


@pytest.fixture
def guarded(pytester: pytest.Pytester) -> pytest.Pytester:
    """A directory whose tests have our guards, with less patience than ours."""
    pytester.makeconftest(CONFTEST.read_text(encoding="utf-8").replace("PATIENCE = 2.0", "PATIENCE = 0.1"))
    pytester.makeini(
        "[pytest]\nmarkers = expected_warnings(pattern): log records that shall come\naddopts = -p no:randomly"
    )
    return pytester


def test_a_log_record_at_warning_fails_the_test_and_one_at_info_does_not(guarded: pytest.Pytester) -> None:
    guarded.makepyfile(f"""
        import logging
        def test_warns(): {LOG}
        def test_informs(): logging.getLogger("ours").info("the disk is fine")
    """)
    result = guarded.runpytest_subprocess()
    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines(["*ERROR at teardown of test_warns*", "ours: WARNING: the disk is full"])


def test_a_log_record_from_a_fixtures_end_fails_the_test(guarded: pytest.Pytester) -> None:
    guarded.makepyfile(f"""
        import logging, pytest
        @pytest.fixture
        def careless():
            yield
            {LOG}
        def test_is_fine(careless): pass
    """)
    guarded.runpytest_subprocess().assert_outcomes(passed=1, errors=1)


def test_announced_log_records_are_allowed_and_must_come(guarded: pytest.Pytester) -> None:
    guarded.makepyfile(f"""
        import logging, pytest
        {EXPECTED}
        def test_warns(): {LOG}
        {EXPECTED}
        def test_stays_silent(): pass
        {EXPECTED}
        def test_says_something_else():
            {LOG}
            logging.getLogger("ours").error("the disk is on fire")
    """)
    result = guarded.runpytest_subprocess()
    result.assert_outcomes(passed=3, errors=2)
    result.stdout.fnmatch_lines(["*ERROR at teardown of test_stays_silent*", "*never came*disk is full*"])
    result.stdout.fnmatch_lines(["*ERROR at teardown of test_says_something_else*", "ours: ERROR: the disk is on fire"])


def test_a_leaked_thread_fails_the_test_and_one_that_ends_soon_does_not(guarded: pytest.Pytester) -> None:
    guarded.makepyfile("""
        import threading
        def test_leaves_a_thread():
            threading.Thread(target=threading.Event().wait, name="left behind", daemon=True).start()
        def test_leaves_nothing():
            threading.Thread(target=int).start()
    """)
    result = guarded.runpytest_subprocess()
    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines(["leaked threads: ['left behind']"])


def test_a_leaked_process_fails_the_test_and_is_ended(guarded: pytest.Pytester) -> None:
    guarded.makepyfile("""
        import multiprocessing, time
        spawn = multiprocessing.get_context("spawn")
        def test_leaves_a_process():
            spawn.Process(target=time.sleep, args=(60,), name="left behind").start()
        def test_finds_it_gone():
            assert not multiprocessing.active_children()
    """)
    result = guarded.runpytest_subprocess()
    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines(["leaked processes: ['left behind']"])


def test_a_network_socket_cannot_be_opened() -> None:
    with pytest.warns(UserWarning, match="tried to use socket"), pytest.raises(SocketBlockedError):
        socket.socket(socket.AF_INET, socket.SOCK_STREAM)


def test_the_users_directories_are_below_an_empty_home() -> None:
    home = Path.home()
    assert "pytest" in str(home)
    for directory in (user_data_dir("x"), user_config_dir("x"), user_cache_dir("x")):
        assert Path(directory).is_relative_to(home)
    assert [file for file in home.rglob("*") if file.is_file()] == []


def test_the_users_settings_of_this_program_are_not_seen(
    guarded: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIDEOBERT_LIBRARY", "mine")
    guarded.makepyfile("""
        import os
        def test_does_not_see_them(): assert "VIDEOBERT_LIBRARY" not in os.environ
    """)
    guarded.runpytest_subprocess().assert_outcomes(passed=1)
    assert os.environ["VIDEOBERT_LIBRARY"] == "mine"


def test_properties_have_no_deadline_and_are_the_same_every_time_in_ci() -> None:
    assert settings().deadline is None
    assert settings.get_profile("ci").derandomize
