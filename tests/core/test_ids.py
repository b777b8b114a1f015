import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docforge.core import ids

BODIES = st.text(ids.USCC_ALPHABET, min_size=8, max_size=8)
REGIONS = st.text("0123456789", min_size=6, max_size=6)
EXAMPLE = "91654002MATE5T017G"


def made(body: str, region: str) -> str:
    code = "91" + region + body + ids.organisation_check_character(body)
    return code + ids.uscc_check_character(code)


@given(BODIES, REGIONS)
def test_a_made_code_is_valid_and_read_as_itself(body: str, region: str) -> None:
    code = made(body, region)
    assert ids.is_uscc(code)
    assert ids.read_uscc(f" {code[:4]} {code[4:]} ") == ids.CodeReading(code, valid=True, repaired=False)


@given(BODIES, REGIONS, st.integers(0, 17), st.sampled_from(ids.USCC_ALPHABET))
def test_any_single_substitution_is_noticed(body: str, region: str, at: int, char: str) -> None:
    code = made(body, region)
    if char != code[at]:
        assert not ids.is_uscc(code[:at] + char + code[at + 1 :])


@given(BODIES, REGIONS)
def test_letters_outside_the_alphabet_are_forced_repairs(body: str, region: str) -> None:
    code = made(body, region)
    misread = code.replace("0", "O").replace("1", "I").replace("2", "Z").replace("5", "S")
    reading = ids.read_uscc(misread)
    assert (reading.value, reading.valid, reading.repaired) == (code, True, misread != code)


def test_a_repair_is_made_only_when_it_is_the_only_one() -> None:
    dice = random.Random(5)  # noqa: S311
    unique = several = 0
    for _ in range(60):
        code = made("".join(dice.choice(ids.USCC_ALPHABET) for _ in range(8)), "654002")
        at = next((i for i, c in enumerate(code) if c == "8"), None)
        if at is None:
            continue
        misread = code[:at] + "B" + code[at + 1 :]
        candidates = ids.repairs(misread, ids.is_uscc, ids.USCC_ALPHABET)
        assert code in candidates
        reading = ids.read_uscc(misread)
        assert reading.repaired == (len(candidates) == 1)
        unique, several = unique + reading.repaired, several + (not reading.repaired)
    assert unique > several


def test_what_cannot_be_repaired_stays_as_read() -> None:
    assert ids.read_uscc("91654002MATE5T") == ids.CodeReading("91654002MATE5T", valid=False, repaired=False)


def test_a_lost_last_character_follows_from_the_others() -> None:
    assert ids.read_uscc(EXAMPLE[:17]) == ids.CodeReading(EXAMPLE, valid=True, repaired=True, supposed=True)


def test_one_unreadable_character_is_filled_in() -> None:
    assert ids.read_uscc(EXAMPLE[:10] + "·" + EXAMPLE[11:]).value == EXAMPLE


@pytest.mark.parametrize(
    ("code", "valid"),
    [("11010519491231002X", True), ("110105194912310021", False), ("11010519491331002X", False), ("1101051949123100", False)],
)
def test_citizen_ids(code: str, valid: bool) -> None:
    assert ids.is_citizen_id(code) is valid


@given(st.text("0123456789", min_size=14, max_size=14))
def test_registration_numbers(body: str) -> None:
    code = body + ids.registration_check_digit(body)
    assert ids.is_registration_number(code)
    assert not ids.is_registration_number(code[:-1] + str((int(code[-1]) + 1) % 10))
    assert ids.read_registration_number(code + "(1-1)").value.startswith(code)


@given(st.text(max_size=24))
def test_no_text_breaks_the_readers(text: str) -> None:
    for read in (ids.read_uscc, ids.read_registration_number, ids.read_citizen_id):
        read(text)


@pytest.mark.parametrize(
    ("raw", "code"),
    [("ZL 2017 1 0601862.3", "ZL2017106018623"), ("ZL95115608.X", "ZL95115608X"), ("ZL 2O17 1 O6O1862.3", "ZL2017106018623")],
)
def test_patent_numbers(raw: str, code: str) -> None:
    reading = ids.read_patent_number(raw)
    assert (reading.value, reading.valid) == (code, True)
    assert not ids.is_patent_number(code[:-1] + ("1" if code[-1] != "1" else "2"))


def test_weak_checks_are_never_used_for_a_repair() -> None:
    code = "65400212345678" + ids.registration_check_digit("65400212345678")
    wrong = code[:5] + str((int(code[5]) + 3) % 10) + code[6:]
    assert not ids.read_registration_number(wrong).valid
    swapped = EXAMPLE[:11] + EXAMPLE[12] + EXAMPLE[11] + EXAMPLE[13:]
    assert ids.read_uscc(swapped).value in (swapped, EXAMPLE) or ids.read_uscc(swapped).supposed


def test_full_width_figures_are_figures() -> None:
    assert ids.read_uscc("".join(chr(ord(c) + 0xFEE0) for c in EXAMPLE)).value == EXAMPLE
