"""The doctor: each check says what is wrong and what to do, and none falls over what is broken."""

import sys

import pytest

from shopdesk import doctor

SOUND = {
    "version": doctor.QT_VERSION,
    "platform": "offscreen",
    "heard": 200,
    "lost": 0,
    "simplified": ["Noto Sans CJK SC"],
    "traditional": ["Noto Sans CJK TC"],
}


def test_this_computer_is_examined_whole() -> None:
    findings = {finding.name: finding for finding in doctor.run_doctor()}
    assert list(findings) == [
        "Python", "Packages", "Qt", "Signals", "Chinese fonts", "Display", "Input method", "Disk", "SQLite",
    ]  # fmt: skip
    assert all(finding.ok for name, finding in findings.items() if name in {"Python", "Packages", "Qt", "Signals"})
    assert all(finding.remedy for finding in findings.values() if not finding.ok)
    assert not any(finding.remedy for finding in findings.values() if finding.ok)


@pytest.mark.parametrize(("version", "wide"), [((3, 10, 9), True), ((3, 12, 1), False)])
def test_an_old_or_narrow_python_is_refused(version: tuple[int, ...], wide: bool) -> None:
    assert not doctor.check_python(version, wide).ok


def test_missing_packages_are_named() -> None:
    finding = doctor.check_packages(["numpy", "lucide"])
    assert not finding.ok
    assert finding.detail == "missing: numpy, lucide"


def test_another_qt_is_named_with_the_right_one() -> None:
    finding = doctor.check_qt(SOUND | {"version": "6.12.0"}, "")
    assert not finding.ok
    assert "PySide6-Essentials==6.11.3" in finding.remedy


@pytest.mark.parametrize("broken", [{"lost": 200}, {"heard": 12}])
def test_lost_references_and_lost_signals_are_found(broken: dict[str, int]) -> None:
    assert doctor.check_signals(SOUND).ok
    assert not doctor.check_signals(SOUND | broken).ok


@pytest.mark.parametrize("script", ["simplified", "traditional"])
def test_each_script_needs_its_font(script: str) -> None:
    assert doctor.check_fonts(SOUND).ok
    assert not doctor.check_fonts(SOUND | {script: []}).ok


def test_a_qt_that_dies_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        doctor, "QT_PROBE", "import sys; sys.stderr.write('libGL.so.1: no such file\\n'); sys.exit(134)"
    )
    found, said = doctor.probe_qt("offscreen")
    assert found == {}
    assert doctor.check_qt(found, said).detail == "libGL.so.1: no such file"
    assert not doctor.check_fonts(found).ok
    assert not doctor.check_signals(found).ok


@pytest.mark.skipif(sys.platform != "linux", reason="displays have names on Linux only")
def test_a_display_that_does_not_answer_is_told_from_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    assert "neither DISPLAY" in doctor.check_display().detail
    monkeypatch.setenv("DISPLAY", ":4711")
    assert not doctor.check_display().ok


@pytest.mark.skipif(sys.platform != "linux", reason="other systems bring their own input method")
@pytest.mark.parametrize(
    ("environment", "ok"),
    [
        ({}, True),
        ({"QT_IM_MODULE": "ibus"}, True),
        ({"QT_IM_MODULE": "fcitx"}, False),
        ({"QT_IM_MODULE": "fcitx", "QT_IM_MODULES": "wayland;ibus"}, True),
    ],
)
def test_an_input_method_that_this_qt_lacks_is_named(environment: dict[str, str], ok: bool) -> None:
    assert doctor.check_input_method(environment).ok is ok


def test_a_full_disk_is_seen_before_it_hurts() -> None:
    assert doctor.check_disk(2_000_000_000).ok
    assert not doctor.check_disk(200_000_000).ok
