import pytest


@pytest.mark.parametrize("switch", ["--record-ocr", "--update-goldens"])
def test_recordings_and_goldens_are_compared_not_written(switch: str, request: pytest.FixtureRequest) -> None:
    if request.config.getoption(switch):
        pytest.fail(f"{switch} was on: run the tests again without it")
